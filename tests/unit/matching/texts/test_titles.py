"""Product lists through the two public steps: candidate pairs, then scored matches."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.duck import Compute
from listmatch.errors import ProfileInvalid
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from listmatch.matching.profile import MatchProfile
from listmatch.matching.scoring.score import score_candidates

COLUMNS = ("title", "attributes", "detail", "year", "price", "key", "country", "city")
TITLE = {Field.TITLE: ("name",)}
NOUNS = [
    "turntable",
    "camcorder",
    "headphones",
    "speaker",
    "printer",
    "monitor",
    "keyboard",
    "toaster",
    "kettle",
    "drill",
]
BRANDS = ["sonora", "bosex", "linkwell", "garmon", "canox"]


def shop(*, spelled):
    """Fifty products with model numbers; *spelled* writes one title from brand, noun and code."""
    return [
        {"title": spelled(brand, noun, f"{brand[:2]}{noun[:2]}{100 + 7 * i}"), "price": str(20 + 13 * i % 400)}
        for i, (brand, noun) in enumerate((b, n) for b in BRANDS for n in NOUNS)
    ]


OURS = shop(spelled=lambda brand, noun, code: f"{brand} {noun} {code}")
THEIRS = shop(spelled=lambda brand, noun, code: f"{code[:4]} {code[4:]} {noun} black by {brand}")


def table(path, rows):
    columns = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in COLUMNS}
    pq.write_table(pa.table({"_lmg_row_id": pa.array(range(1, len(rows) + 1), pa.int64()), **columns}), path)
    return path


def match(folder, source, master=None, *, threads=2, passes=()):
    """Summaries of both steps and the scored pairs as dictionaries."""
    folder.mkdir(exist_ok=True)
    left = table(folder / "source.parquet", source)
    right = table(folder / "master.parquet", master) if master else None
    mode = MatchMode.BEST_MATCH if master else MatchMode.DEDUPE
    fields = {"source_fields": TITLE, "master_fields": TITLE if master else {}}
    profile = MatchProfile(type=ProfileType.PRODUCT, mode=mode, passes=passes, **fields)
    compute = Compute(scratch=folder / "scratch", threads=threads)
    found = find_candidates(ListPaths(left, right), profile=profile, into=folder, compute=compute)
    candidates = folder / "candidate_pairs.parquet"
    scored = score_candidates(ListPaths(left, right), candidates, profile=profile, into=folder, compute=compute)
    lines = pq.read_table(folder / "scored_matches.parquet").to_pylist()
    return found, scored, lines


def best_of(lines):
    best = {}
    for line in lines:
        best.setdefault(line["source_row_id"], line)
    return best


def test_products_written_differently_find_each_other(tmp_path):
    found, _, lines = match(tmp_path / "shop", OURS, THEIRS)
    best = best_of(lines)
    assert found.source_rows_reached == 50
    assert sum(line["master_row_id"] == row for row, line in best.items()) >= 48
    assert sum(line["score"] >= 85 for line in best.values()) >= 40


def test_products_that_are_not_in_the_other_list_stay_alone(tmp_path):
    ours, others = OURS[:25], [row for row in THEIRS[25:] if row]
    _, _, lines = match(tmp_path / "shop", ours, others)
    assert sum(line["score"] >= 85 for line in best_of(lines).values()) == 0


def test_the_reason_names_title_and_model_number(tmp_path):
    _, scored, lines = match(tmp_path / "shop", OURS, THEIRS)
    top = max(lines, key=lambda line: line["score"])
    assert "model number" in top["reason"]
    assert top["relationship"] == "same"
    assert {"title", "words", "code", "price"} == set(scored.kinds)


def test_a_shared_identifier_brings_texts_together_that_have_nothing_in_common(tmp_path):
    ours = [{"title": "red lamp", "key": "4006381333931"}, *OURS[:5]]
    theirs = [{"title": "office kettle xx", "key": "4006381333931"}, *THEIRS[:5]]
    _, _, lines = match(tmp_path / "shop", ours, theirs)
    assert (1, 1, "key_exact") in {(line["source_row_id"], line["master_row_id"], line["pass"]) for line in lines}


def test_one_list_is_compared_with_itself_without_pairing_a_row_with_itself(tmp_path):
    _, _, lines = match(tmp_path / "shop", OURS[:20] + THEIRS[:3])
    assert all(line["source_row_id"] < line["master_row_id"] for line in lines)
    assert {(1, 21), (2, 22), (3, 23)} <= {(line["source_row_id"], line["master_row_id"]) for line in lines}


@pytest.mark.parametrize("threads", [1, 4])
def test_the_bytes_do_not_depend_on_the_threads(tmp_path, threads):
    written = []
    for name, count in (("one", 2), ("other", threads)):
        match(tmp_path / name, OURS, THEIRS, threads=count)
        written.append((tmp_path / name / "scored_matches.parquet").read_bytes())
    assert written[0] == written[1]


def test_texts_with_no_letter_group_in_common_give_no_pair_and_say_so(tmp_path):
    found, scored, lines = match(tmp_path / "shop", [{"title": "aaaa"}], [{"title": "zzzz"}])
    assert (found.pairs, scored.pairs, lines) == (0, 0, [])
    assert "No title of the source" in found.note


def test_an_unknown_pass_is_refused_by_name(tmp_path):
    with pytest.raises(ProfileInvalid, match="'email_exact'"):
        match(tmp_path / "shop", OURS, THEIRS, passes=("email_exact",))


SIZES = ["250", "500", "1000", "2500"]


def pantry(*, spelled):
    """Foods in four sizes each; *spelled* writes a size in grams."""
    foods = [
        f"{brand} {food}" for brand in BRANDS for food in ("chickpeas", "lentils", "basmati rice", "tomato passata")
    ]
    return [
        {"title": f"{food} {spelled(size)}", "attributes": f"weight:{size}", "price": str(1 + 3 * i)}
        for i, food in enumerate(foods)
        for size in SIZES
    ]


OUR_FOODS = pantry(spelled=lambda size: f"{size} g")
THEIR_FOODS = pantry(spelled=lambda size: f"{int(size) / 1000:g}kg".replace(".", " "))


def test_other_sizes_of_a_product_are_not_its_copies(tmp_path):
    _, _, lines = match(tmp_path / "shop", OURS + OUR_FOODS[:4], THEIRS + THEIR_FOODS[:3])
    found = {
        (line["source_row_id"] - 50, line["master_row_id"] - 50)
        for line in lines
        if line["score"] >= 85 and line["source_row_id"] > 50
    }
    assert found == {(1, 1), (2, 2), (3, 3)}


def test_of_a_row_that_names_no_size_the_sizes_are_rivals(tmp_path):
    ours = [{"title": "sonora chickpeas", "price": "1"}, *OUR_FOODS[4:]]
    sizes = [{"title": "sonora chickpeas", "attributes": f"weight:{size}", "price": "1"} for size in SIZES[:2]]
    _, _, lines = match(tmp_path / "shop", ours, [*sizes, *THEIR_FOODS[4:]])
    own = [line for line in lines if line["source_row_id"] == 1 and line["fit"] >= 50]
    assert len({line["entity"] for line in own}) == len(own) > 1
    assert all(line["score"] < 85 for line in own)


def test_another_identifier_is_told_of_a_match(tmp_path):
    ours = [{**row, "key": f"A{7919 * i}"} for i, row in enumerate(OURS)]
    theirs = [{**row, "key": ("BCD" if i < 3 else "A") + str(7919 * i)} for i, row in enumerate(THEIRS)]
    _, _, lines = match(tmp_path / "shop", ours, theirs)
    reasons = [line["reason"] for line in lines if line["source_row_id"] == line["master_row_id"] <= 3]
    assert ["different identifier" in str(reason) for reason in reasons] == [True] * 3


@pytest.mark.parametrize(
    ("master", "note"),
    [
        (None, "No two titles have a word or group of letters in common."),
        (["quartz"], "No title of the source has a word or group of letters in common with the master."),
    ],
)
def test_titles_without_a_pair_are_told_of_the_lists_there_are(tmp_path, master, note):
    found, *_ = match(tmp_path, [{"title": "fig"}, {"title": "elm"}], master and [{"title": each} for each in master])
    assert (found.pairs, found.note) == (0, note)


FLAVOURS = ["strawberry", "raspberry", "vanilla", "mango", "lemon"]


def yoghurts(brands, *, flavours, spelled):
    return [{"title": spelled(brand, flavour)} for brand in brands for flavour in flavours]


def test_other_flavours_of_a_product_are_not_its_copies(tmp_path):
    brands = [f"{front}{back}" for front in ("al", "bro", "del", "fri", "gut") for back in ("mira", "dale", "fino")]
    ours = yoghurts(brands, flavours=FLAVOURS[:3], spelled=lambda brand, flavour: f"{brand} yoghurt {flavour}")
    theirs = yoghurts(brands, flavours=FLAVOURS[2:], spelled=lambda brand, flavour: f"{brand} {flavour} yoghurt")
    _, _, lines = match(tmp_path / "shop", ours, theirs)
    wrong = [
        line
        for line in lines
        if line["score"] >= 85 and (line["source_row_id"] % 3, line["master_row_id"] % 3) != (0, 1)
    ]
    assert wrong == []


def beers(breweries):
    """Of each brewery one beer that has a name of its own, and two that are called as those of all others are."""
    own = {brewery: f"{brewery[::-1]} {brewery[2:]} ale" for brewery in breweries}
    return [
        {"title": title, "detail": f"{brewery} brewery"}
        for brewery in breweries
        for title in (own[brewery], "pale ale", "lager")
    ]


def test_of_many_things_by_one_title_the_details_find_and_tell_them_apart(tmp_path):
    fronts, backs = ("ka", "ro", "mil", "tor", "ves", "dru", "qua"), ("len", "nor", "bri", "zen", "lux")
    breweries = [f"{front}{back}" for front in fronts for back in backs]
    ours, theirs = beers(breweries[:20]), beers(breweries[5:])
    _, _, lines = match(tmp_path / "shop", ours, theirs)
    best = {row: (line["master_row_id"], line["score"]) for row, line in best_of(lines).items()}
    assert all(best[15 + row][0] == row for row in range(1, 46))
    assert all(best[row][1] < 50 for row in range(1, 16))
    assert "another of that title" in {line["relationship"] for line in lines if line["source_row_id"] <= 15}


PLACES = ["ispel", "onzin", "nidtor", "stenmar", "barkol", "wesul", "grivar", "fosjen", "halbar", "ruszin"]
TOPICS = ["air quality", "land use", "road accidents", "hospital beds", "school enrolment", "housing prices"]


def test_titles_alone_show_how_near_those_of_one_thing_are(tmp_path):
    theirs = [{"title": f"{topic} {place}"} for topic in TOPICS for place in PLACES]
    ours = [{"title": f"{place} {topic} dataset"} for topic in TOPICS for place in PLACES][::2]
    _, _, lines = match(tmp_path / "shop", ours, theirs)
    best = best_of(lines)
    assert all(best[row]["master_row_id"] == 2 * row - 1 for row in best)
    assert min(line["score"] for line in best.values()) > 85
