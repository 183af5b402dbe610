"""What the terminal says beside the counts: options that did nothing, rows not to contact; and of an estimate."""

from pathlib import Path

import pytest

from listmatch.cli.estimate import _speed
from tests.homes import LOOP
from tests.unit.cli.test_commands import call

LEADS = "Name,Email\nAnn Lee,ann@lornmere.example\nBob Roe,bob@fenbury.example\nCay Poe,cay@selridge.example\n"
CRM = "Id,Full Name,Email\n1,Ann Lee,ann@lornmere.example\n2,Bob Roe,bob@fenbury.example\n"


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LISTMATCH_RUNNER", LOOP)
    monkeypatch.chdir(tmp_path)
    Path("leads.csv").write_text(LEADS, encoding="utf-8")
    Path("crm.csv").write_text(CRM, encoding="utf-8")
    Path("stop.csv").write_text("Email\nann@lornmere.example\n", encoding="utf-8")


def test_an_option_that_does_not_apply_is_named_after_the_match(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("leads.csv", "-m", "crm.csv", "-o", "out", "--only", "results")
    assert call("match", *arguments, "--master-sheet", "Contacts") == 0
    assert "Master: Option sheet was not used: it does not apply to csv." in capsys.readouterr().out
    assert call("match", *arguments) == 0
    assert "was not used" not in capsys.readouterr().out


def test_rows_on_the_do_not_contact_list_are_counted_after_the_match(capsys: pytest.CaptureFixture[str]) -> None:
    assert call("exclude", "stop.csv") == 0
    assert call("match", "leads.csv", "-m", "crm.csv", "-o", "out", "-f", "html") == 0
    assert "On the do-not-contact list: 1 row, marked in the results." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("slowness", "said"), [(1.0, "as fast as"), (1.6, "1.6 times slower than"), (0.5, "2.0 times faster than")]
)
def test_the_speed_of_a_machine_is_said_as_people_say_it(slowness: float, said: str) -> None:
    assert _speed(slowness) == said
