"""A model learned from lists, and the profile that pins it."""

import json
from pathlib import Path
from typing import Any

import pytest

from listmatch.domain.stages import StageName
from listmatch.errors import InputError
from listmatch.workflows.learning.training import Trained, TrainingRequest
from listmatch.workflows.learning.training import train as fit
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.matches.open_lists import LocalLists
from listmatch.workflows.running.checks import checks_of
from listmatch.workflows.services import Services
from tests.lists import write_lists

pytestmark = pytest.mark.usefixtures("lists_prepared")


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    return write_lists(tmp_path)


def train(services: Services, source: Path, master: Path | None, **asked: Any) -> Trained:
    return fit(services, TrainingRequest(lists=LocalLists(source=source, master=master), **asked))


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


def test_labels_may_name_rows_by_a_column_of_each_list(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    keyed, numbered = tmp_path / "keyed.csv", tmp_path / "numbered.csv"
    keyed.write_text("source.id,master.Contact ID,is_match\ns1,m1,yes\ns6,m1,no\n", encoding="utf-8")
    numbered.write_text("source_row,master_row,is_match\n1,1,yes\n5,1,no\n", encoding="utf-8")
    models = []
    for labels in (keyed, numbered):
        out = tmp_path / f"{labels.stem}.json"
        assert train(services, *lists, out=out, labels=labels).refined.labels == 2
        models.append(out.read_bytes())
    assert models[0] == models[1]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("source.id,master.Contact ID\ns1,m9\n", "labels, line 2: 0 rows of the master list have this value"),
        ("source.Company,master.Contact ID\nAldercombe Inc,m1\n", "2 rows of the source list have this value"),
        ("source.id,master.Number\ns1,m1\n", "the master list has no column 'Number'"),
        ("id,master.Number\ns1,m1\n", "the column source_row is missing"),
    ],
)
def test_a_key_that_names_no_single_row_is_refused(
    services: Services, lists: tuple[Path, Path], tmp_path: Path, labels: str, message: str
) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(labels, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        train(services, *lists, out=tmp_path / "model.json", labels=path)


def splink_model(**comparisons: dict[str, Any]) -> dict[str, Any]:
    return {
        "link_type": "link_only",
        "comparisons": [{"output_column_name": name, **comparison} for name, comparison in comparisons.items()],
    }


def exact(column: str, *, m: float, u: float) -> dict[str, Any]:
    levels = [
        {"sql_condition": f'"{column}_l" IS NULL OR "{column}_r" IS NULL', "is_null_level": True},
        {"sql_condition": f'"{column}_l" = "{column}_r"', "m_probability": m, "u_probability": u},
        {"sql_condition": "ELSE", "m_probability": 1 - m, "u_probability": 1 - u},
    ]
    return {"comparison_levels": levels}


def test_a_splink_model_is_taken_over_by_the_columns_of_the_lists(
    services: Services, lists: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / "splink.json"
    # "Account Name" is a column of the master, "zip_code" one of neither list, "mood" nothing that is compared
    content = splink_model(
        a=exact("Account Name", m=0.5, u=0.01), b=exact("zip_code", m=0.6, u=0.01), c=exact("mood", m=0.5, u=0.1)
    )
    path.write_text(json.dumps(content), encoding="utf-8")
    trained = train(services, *lists, out=tmp_path / "model.json", splink=path, pin=tmp_path / "pinned.yaml")
    assert trained.from_splink.taken == ("org", "place")
    assert trained.from_splink.left_out == ("c: no field of the profile is its mood",)
    plain = train(services, *lists, out=tmp_path / "plain.json")
    assert plain.model_hash != trained.model_hash
    request = MatchRequest(source=lists[0], master=lists[1], profile=tmp_path / "pinned.yaml", results_only=True)
    assert match_lists(services, request, into=tmp_path / "out").summary["matched"] > 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("no json", "no JSON"),
        ("[1]", "not a model saved by Splink"),
        ('{"comparisons": []}', "not a model saved by Splink"),
        (json.dumps(splink_model(c=exact("mood", m=0.5, u=0.1))), "nothing of it fits these lists .c: no field"),
    ],
)
def test_a_splink_model_that_does_not_fit_is_refused_with_the_reason(
    services: Services, lists: tuple[Path, Path], tmp_path: Path, content: str, message: str
) -> None:
    path = tmp_path / "splink.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        train(services, *lists, out=tmp_path / "model.json", splink=path)
    assert not (tmp_path / "model.json").exists()


def test_a_pinned_model_that_no_longer_fits_the_pairs_is_warned_of(services: Services, tmp_path: Path) -> None:
    """Learned where e-mails agree, used where phones do and the e-mails are others."""
    source, master, moved = tmp_path / "leads.csv", tmp_path / "crm.csv", tmp_path / "crm_2.csv"
    people = [(f"{first}{n}", f"lee{n}", f"555{n:07}") for n in range(200) for first in ("ann", "bob")]

    def write(path: Path, host: str) -> None:
        rows = [f"{first},{last},{first}.{last}@{host},{phone}" for first, last, phone in people]
        path.write_text("\n".join(["first name,last name,email,phone", *rows]) + "\n", encoding="utf-8")

    write(source, "one.example")
    write(master, "one.example")
    write(moved, "two.example")
    train(services, source, master, out=tmp_path / "model.json", pin=tmp_path / "pinned.yaml")
    [check] = [each for each in checks_of(StageName.SCORED_MATCHES) if not each.is_blocking]
    outcomes = []
    for number, (right, profile) in enumerate(((master, "pinned.yaml"), (moved, "pinned.yaml"), (moved, ""))):
        request = MatchRequest(
            source=source, master=right, profile=tmp_path / profile if profile else None, results_only=True
        )
        job = match_lists(services, request, into=tmp_path / str(number)).job
        outcomes.append(check.run(services, job.id))
    assert [outcome.passed for outcome in outcomes] == [True, False, True]
    assert "email: 'name before the @' was 0% of the pairs" in outcomes[1].description
    assert outcomes[2].description.startswith("No model is pinned")
