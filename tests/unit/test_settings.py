"""Settings from the environment."""

from pathlib import Path

import pytest

from listmatch.cli.app import main
from listmatch.errors import SettingsInvalid
from listmatch.settings import Settings, find_home, read_settings


def test_an_empty_variable_of_a_path_or_a_number_is_as_good_as_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".listmatch").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "DROPS_FILE", "REPORT_LOGO", "THREADS", "DEBUG"):
        monkeypatch.setenv(f"LISTMATCH_{name}", "")
    settings = Settings()
    assert settings.home == find_home(tmp_path) == tmp_path / ".listmatch"
    assert (settings.drops_file, settings.report_logo, settings.debug) == (None, None, False)
    assert settings.threads >= 1


def test_a_text_may_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTMATCH_SPARK_MASTER", "")
    assert Settings().spark_master == ""


@pytest.mark.parametrize(("name", "value"), [("THREADS", "many"), ("LLM_TIMEOUT_S", "-1"), ("SPARK_CONF", "{no json")])
def test_a_variable_that_cannot_be_is_named_and_its_value_is_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    monkeypatch.setenv(f"LISTMATCH_{name}", value)
    with pytest.raises(SettingsInvalid) as caught:
        read_settings()
    assert name in str(caught.value).upper()
    assert value not in str(caught.value)
    with pytest.raises(SystemExit) as ended:
        main(["runs"])
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"listmatch: {caught.value}\n"
