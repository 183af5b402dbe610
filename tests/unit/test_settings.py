"""Settings from the environment."""

from pathlib import Path

import pytest

from listmatch.settings import Settings, find_home


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
