"""What an estimate says about two lists, about one, and what it costs larger ones."""

from pathlib import Path

import pytest

from listmatch.domain.columns import Field
from listmatch.domain.verdicts import ProfileType
from listmatch.errors import FileUnreadable
from listmatch.matching.candidates import CandidateSummary
from listmatch.matching.preflight import Forecast
from listmatch.matching.profile import MatchProfile
from listmatch.workflows.cost import advice, cost_of, slowness_of
from listmatch.workflows.estimate import estimate, fields_of_pass
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.services import Services
from tests.lists import write_lists


def predicted(pairs: int, *, source: int, master: int) -> Forecast:
    return Forecast(source, master, pairs, source, CandidateSummary(pairs, source, master, source))


def test_a_small_match_is_counted_and_its_idle_passes_are_named(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    told = estimate(services, source, master)
    outcome = match_lists(
        services, MatchRequest(source=source, master=master, results_only=True), into=tmp_path / "out"
    )
    assert (told["sourceRows"], told["masterRows"], told["isExact"]) == (5, 5, True)
    assert told["candidatePairs"] >= outcome.summary["matched"] > 0
    assert {one["pass"]: one["sourceLacks"] for one in told["idlePasses"]}["linkedin_exact"] == ["linkedin"]
    assert told["engine"] == "duckdb"


def test_one_list_is_estimated_as_a_dedupe(services: Services, tmp_path: Path) -> None:
    told = estimate(services, write_lists(tmp_path)[0], None)
    assert (told["sourceRows"], told["masterRows"]) == (5, 5)
    assert not told["buildsIndex"]


def test_hot_values_name_the_columns_and_never_a_value(services: Services, tmp_path: Path) -> None:
    lines = [f"{n},Ann{n},Lee{n},a{n}@x{n}.example,2125550101" for n in range(130)]
    for name in ("source.csv", "master.csv"):
        text = "\n".join(["id,First Name,Last Name,Email,Phone", *lines]) + "\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = estimate(services, tmp_path / "source.csv", tmp_path / "master.csv")
    assert told["hotValues"] == [{"pass": "phone_normalized", "columns": ["Phone"], "rowsOfTheMostFrequent": 130}]
    assert "2125550101" not in str(told)


def test_a_missing_list_is_named(services: Services, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        estimate(services, tmp_path / "none.csv", None)


@pytest.mark.parametrize(
    ("forecast", "row_bytes", "seconds", "memory_mb"),
    [
        pytest.param(predicted(13_046, source=5_000, master=20_000), 330, 3.5, 357, id="5k x 20k"),
        pytest.param(predicted(26_878, source=5_000, master=500_000), 330, 5.0, 425, id="5k x 500k"),
        pytest.param(predicted(151_315, source=99_998, master=99_998), 170, 7.9, 628, id="dedupe 100k"),
    ],
)
def test_the_cost_of_measured_jobs_is_met(forecast: Forecast, row_bytes: float, seconds: float, memory_mb: int) -> None:
    cost = cost_of(forecast, row_bytes=row_bytes, builds_index=False)
    assert cost.seconds == pytest.approx(seconds, rel=0.15)
    assert cost.memory_mb == pytest.approx(memory_mb, rel=0.15)


def test_a_slow_machine_takes_longer_within_limits() -> None:
    forecast = predicted(1_000, source=1_000, master=1_000_000)
    assert slowness_of(forecast, 4.4) == pytest.approx(2)
    assert slowness_of(forecast, 1_000) == 4
    quick, slow = (cost_of(forecast, row_bytes=100, builds_index=False, slowness=n) for n in (1, 2))
    assert slow.seconds == pytest.approx(2 * quick.seconds, rel=0.02)


def test_too_little_memory_and_very_long_jobs_get_advice() -> None:
    large = cost_of(predicted(900_000_000, source=10**7, master=10**7), row_bytes=200, builds_index=True)
    told = advice(large, threads=2, limit_mb=1000, compares_fields=True)
    assert (told["engine"], len(told["advice"])) == ("spark", 4)
    texts = advice(large, threads=2, limit_mb=1000, compares_fields=False)
    assert (texts["engine"], len(texts["advice"])) == ("duckdb", 3)
    small = cost_of(predicted(10, source=10, master=10), row_bytes=200, builds_index=False)
    told = advice(small, threads=2, limit_mb=1000, compares_fields=True)
    assert (told["engine"], told["advice"]) == ("duckdb", [])


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("email_exact", {Field.EMAIL}),
        ("name_birth", {Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME, Field.BIRTH_DATE}),
        ("name_zip", {Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME, Field.POSTCODE}),
    ],
)
def test_a_pass_is_traced_to_the_fields_that_feed_it(name: str, fields: set[Field]) -> None:
    profile = MatchProfile(
        type=ProfileType.PERSON, source_fields={Field.EMAIL: ("e",)}, master_fields={Field.EMAIL: ("e",)}
    )
    assert set(fields_of_pass(profile, name)) == fields
