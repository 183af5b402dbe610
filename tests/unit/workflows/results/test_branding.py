"""The look of an owner's reports: what is chosen, what stands when nothing is, what is refused."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from listmatch.domain.jobs import ExportFormat
from listmatch.errors import ContractBroken, InputError
from listmatch.settings import Settings
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.owners import accounts
from listmatch.workflows.results.branding import Branding, branding_of, look_of, set_branding
from listmatch.workflows.services import Services
from tests.lists import write_lists


def picture(kind: str = "PNG", size: tuple[int, int] = (30, 10)) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "#c0392b").save(written, kind)
    return written.getvalue()


@pytest.fixture
def owner_id(services: Services) -> str:
    return accounts.ensure_owner(services, email="ann@example.com", name="Ann").id


def installed(services: Services, **settings: object) -> Services:
    return replace(services, settings=Settings(home=services.settings.home, **settings))  # type: ignore[arg-type]


def test_what_is_not_given_stays(services: Services, owner_id: str) -> None:
    set_branding(services, owner_id=owner_id, actor="test", name=" Acme Ltd ", colour="#0b6e4f", logo=picture())
    set_branding(services, owner_id=owner_id, actor="test", colour="#123456")
    assert branding_of(services, owner_id=owner_id) == Branding("Acme Ltd", "#123456", picture())
    assert set_branding(services, owner_id=owner_id, actor="test", logo=b"", name="") == Branding("", "#123456", b"")


def test_an_owner_who_chose_nothing_gets_the_look_of_the_installation(
    services: Services, owner_id: str, tmp_path: Path
) -> None:
    assert look_of(services, owner_id=owner_id, into=tmp_path).owner_name == "Ann"
    logo = tmp_path / "house.svg"
    ours = installed(services, report_owner_name="The house", report_colour="#222222", report_logo=logo)
    look = look_of(ours, owner_id=owner_id, into=tmp_path)
    assert (look.owner_name, look.colour, look.logo) == ("The house", "#222222", logo)


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_what_an_owner_chose_wins(services: Services, owner_id: str, tmp_path: Path, kind: str, suffix: str) -> None:
    ours = installed(services, report_owner_name="The house", report_colour="#222222")
    set_branding(ours, owner_id=owner_id, actor="test", name="Acme", colour="#0b6e4f", logo=picture(kind))
    look = look_of(ours, owner_id=owner_id, into=tmp_path)
    assert (look.owner_name, look.colour, look.logo) == ("Acme", "#0b6e4f", tmp_path / f"logo{suffix}")
    assert (tmp_path / f"logo{suffix}").read_bytes() == picture(kind)


def test_a_choice_that_can_no_longer_be_read_is_named(services: Services, owner_id: str) -> None:
    services.store.put_bytes(f"owners/{owner_id}/branding.json", b"")
    with pytest.raises(ContractBroken, match=r"branding.json: .* choose name, colour and logo again"):
        branding_of(services, owner_id=owner_id)


def test_one_owner_never_sees_the_look_of_another(services: Services, owner_id: str) -> None:
    set_branding(services, owner_id=owner_id, actor="test", name="Acme")
    other = accounts.ensure_owner(services, email="bob@example.com").id
    assert branding_of(services, owner_id=other) == Branding()


@pytest.mark.parametrize("colour", ["red", "#12345", "#12345g", "#123456;}", "url(x)"])
def test_a_colour_that_could_be_more_than_a_colour_is_refused(services: Services, owner_id: str, colour: str) -> None:
    with pytest.raises(InputError, match="is not a colour"):
        set_branding(services, owner_id=owner_id, actor="test", colour=colour)


@pytest.mark.parametrize(
    ("logo", "message"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PNG or JPEG"),
        (b"GIF89a", "not a PNG or JPEG"),
        (picture()[:40], "not a PNG or JPEG"),
        (b"\x89PNG" + bytes(1 << 20), "larger than 1 MiB"),
        (picture(size=(5000, 900)), "5000 x 900 pixels"),
    ],
)
def test_a_logo_that_is_no_small_picture_is_refused(
    services: Services, owner_id: str, logo: bytes, message: str
) -> None:
    with pytest.raises(InputError, match=message):
        set_branding(services, owner_id=owner_id, actor="test", logo=logo)
    assert branding_of(services, owner_id=owner_id) == Branding()


@pytest.mark.usefixtures("lists_prepared")
def test_the_next_report_has_the_look_that_was_chosen(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    request = MatchRequest(source=source, master=master, formats=(ExportFormat.HTML,))
    set_branding(services, owner_id="local", actor="test", name="Acme Ltd", colour="#0b6e4f", logo=picture())
    match_lists(services, request, into=tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<p>Acme Ltd</p>" in page
    assert "--brand: #0b6e4f" in page
    assert '<img src="data:image/png;base64,' in page
    assert not list((tmp_path / "out").glob("logo*"))
