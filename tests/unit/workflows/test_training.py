"""A model learned from lists, and the profile that pins it."""

import json
from pathlib import Path

import pytest

from listmatch.errors import InputError
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.services import Services
from listmatch.workflows.training import train
from tests.lists import write_lists


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    return write_lists(tmp_path)


def test_a_match_under_the_pinned_profile_scores_as_the_one_that_taught_it(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    source, master = lists
    trained = train(services, source, master, out=tmp_path / "model.json", pin=tmp_path / "pinned.yaml")
    document = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    assert tuple(document["kinds"]) == trained.kinds
    assert trained.to_dict()["pairs"] == document["learned_from"]["pairs"] > 0
    results = []
    for name, profile in (("free", None), ("pinned", tmp_path / "pinned.yaml")):
        request = MatchRequest(source=source, master=master, profile=profile, results_only=True)
        outcome = match_lists(services, request, into=tmp_path / name)
        results.append((tmp_path / name / "results.csv").read_bytes())
    assert outcome.profile.model == document
    assert results[0] == results[1]


def test_one_list_teaches_a_dedupe(services: Services, lists: tuple[Path, Path], tmp_path: Path) -> None:
    trained = train(services, lists[0], None, out=tmp_path / "deep" / "model.json")
    assert trained.matched_share is None
    assert json.loads(trained.path.read_text(encoding="utf-8"))["rows"] is None


def test_lists_without_a_common_value_teach_nothing(services: Services, tmp_path: Path) -> None:
    source, master = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_text("Email\nann@lee.example\nbob@ray.example\n", encoding="utf-8")
    master.write_text("Email\nzoe@fox.example\nyan@elm.example\n", encoding="utf-8")
    with pytest.raises(InputError, match="No row of the source shares"):
        train(services, source, master, out=tmp_path / "model.json")
    assert not (tmp_path / "model.json").exists()


def test_a_place_that_cannot_be_written_is_named(services: Services, lists: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        train(services, *lists, out=tmp_path / "file" / "model.json")
