"""What titles say of the variant: quantities in base units, packs, sizes, colours, parts and editions."""

import pytest

from listmatch.cleansing.values.attributes import read_attributes


@pytest.mark.parametrize(
    "same",
    [
        ("juice 0.5 l", "juice 500 ml", "juice 500ml", "juice 50cl"),
        ("rice 2.5kg", "rice 2500 g", "rice 2,5 kg"),
        ("cola 6x330ml", "cola 6 x 33 cl", "cola 330ml (pack of 6)", "cola 330 ml 6-pack", "cola 330ml x6"),
        ("pens 10ct", "pens 10 pcs", "pens, pack of 10", "pens 10er-pack"),
        ('tv 27"', "tv 27 inch", "tv 27-inch"),
        ("disk 1tb", "disk 1000 gb"),
        ("jacket size m navy", "jacket nvy medium"),
        ("lamp rot", "lamp rouge", "lamp red"),
        ("soap travel size", "soap travel-size"),
        ("phone refurbished", "phone renewed", "phone generaluberholt"),
        ("rain (remastered)", "rain - remaster"),
        ("shirt 2xl schwarz", "shirt xxl blk"),
        ("on soil, part 2", "on soil ii", "on soil - part ii: theory", "on soil teil 2"),
        ("soil, 2nd edition", "soil (second edition)", "soil, 2. auflage"),
        ("annals vol. 3", "annals volume iii"),
        ("hex bolt m8x40 vpe 100", "hex bolt m8 x 40 mm (100 st.)", "hex bolt m8x1.25x40, 100 st", "m8x40 100 pcs"),
        ("din 933 bolt", "din933 bolt", "bolt din-933"),
        ("lamp 2700k", "lamp 2700 k"),
        ("watch 2nd gen", "watch gen 2", "watch (2. generation)", "watch mk ii"),
        ("comment on soils of chile", "comments on: soils of chile", "kommentar zu soils of chile"),
    ],
)
def test_what_is_written_in_other_units_or_words_says_the_same(same: tuple[str, ...]) -> None:
    found = {read_attributes(text) for text in same}
    assert len(found) == 1
    assert None not in found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("water 1,000 ml", "capacity:1000"),
        ("board 60 x 80 cm", "length:600 length:800"),
        ("tablet 8gb 256gb black", "colour:black memory:256000 memory:8000"),
        ("sun lotion spf 30 200ml", "capacity:200 spf:30"),
        ("on soil i", "part:1"),
        ("what i learned", None),
        ("amplifier xbs-500l", None),
        ("socket 1/2 inch", None),
        ("men's shoes", None),
        ("21 st james street", None),
        ("television 4k", None),
        ("erratum", None),
        ("correction of errors", None),
        ("", None),
        (None, None),
    ],
)
def test_numbers_that_are_no_quantity_are_left_unread(text: str | None, said: str | None) -> None:
    assert read_attributes(text) == said
