"""What an estimate says about two lists, about one, and what it costs larger ones."""

from functools import partial
from pathlib import Path

import pytest

from listmatch.domain.columns import Field
from listmatch.domain.summaries import CandidateSummary
from listmatch.domain.verdicts import ProfileType
from listmatch.errors import FileUnreadable
from listmatch.matching.blocking.preflight import Forecast
from listmatch.matching.passes import pass_plan
from listmatch.matching.profile import MatchProfile
from listmatch.workflows.match_lists import MatchRequest, match_lists
from listmatch.workflows.matches import estimate as estimating
from listmatch.workflows.matches import matching
from listmatch.workflows.matches.cost import IndexUse, advice, cost_of, slowness_of
from listmatch.workflows.matches.estimate import estimate, fields_of_pass
from listmatch.workflows.matches.open_lists import LocalLists
from listmatch.workflows.services import Services
from tests.lists import write_lists


def predicted(pairs: int, *, source: int, master: int) -> Forecast:
    return Forecast(source, master, pairs, source, CandidateSummary(pairs, source, master, source))


def test_a_small_match_is_counted_and_its_idle_passes_are_named(services: Services, tmp_path: Path) -> None:
    source, master = write_lists(tmp_path)
    told = estimate(services, LocalLists(source=source, master=master))
    outcome = match_lists(
        services, MatchRequest(source=source, master=master, results_only=True), into=tmp_path / "out"
    )
    assert (told["sourceRows"], told["masterRows"], told["isExact"]) == (5, 5, True)
    assert told["candidatePairs"] >= outcome.summary["matched"] > 0
    assert {one["pass"]: one["sourceLacks"] for one in told["idlePasses"]}["linkedin_exact"] == ["linkedin"]
    assert told["engine"] == "duckdb"


def test_one_list_is_estimated_as_a_dedupe(services: Services, tmp_path: Path) -> None:
    told = estimate(services, LocalLists(source=write_lists(tmp_path)[0]))
    assert (told["sourceRows"], told["masterRows"]) == (5, 5)
    assert not told["buildsIndex"]


def test_hot_values_name_the_columns_and_never_a_value(services: Services, tmp_path: Path) -> None:
    phones = ["2125550101"] * 130 + [f"212555{n}" for n in range(1000, 1060)]
    lines = [f"{n},Ann{n},Lee{n},a{n}@x{n}.example,{phone}" for n, phone in enumerate(phones)]
    for name in ("source.csv", "master.csv"):
        text = "\n".join(["id,First Name,Last Name,Email,Phone", *lines]) + "\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    told = estimate(services, LocalLists(source=tmp_path / "source.csv", master=tmp_path / "master.csv"))
    assert told["hotValues"] == [{"pass": "phone_normalized", "columns": ["Phone"], "rowsOfTheMostFrequent": 130}]
    assert "2125550101" not in str(told)


def test_a_missing_list_is_named(services: Services, tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no such file"):
        estimate(services, LocalLists(source=tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("forecast", "row_bytes", "index", "memory_mb", "disk_mb"),
    [
        pytest.param(predicted(35, source=20, master=20_000), 330, IndexUse.NONE, 237, 1.5, id="20 x 20k"),
        pytest.param(predicted(13_046, source=5_000, master=20_000), 330, IndexUse.NONE, 267, 5.5, id="5k x 20k"),
        pytest.param(predicted(26_878, source=5_000, master=500_000), 330, IndexUse.NONE, 306, 6.1, id="5k x 500k"),
        pytest.param(predicted(26_878, source=5_000, master=500_000), 330, IndexUse.BUILT, 330, 58.6, id="and builds"),
        pytest.param(predicted(151_315, source=99_998, master=99_998), 170, IndexUse.NONE, 454, 62.4, id="dedupe 100k"),
        pytest.param(predicted(4_563_293, source=10**6, master=10**6), 170, IndexUse.NONE, 1_059, 627, id="dedupe 1M"),
        pytest.param(predicted(798_820, source=10**5, master=10**6), 330, IndexUse.BUILT, 704, 212, id="100k x 1M"),
    ],
)
def test_memory_and_disk_of_measured_jobs_are_met_within_a_factor_of_two(
    forecast: Forecast, row_bytes: float, index: IndexUse, memory_mb: int, disk_mb: float
) -> None:
    cost = cost_of(forecast, row_bytes=row_bytes, index=index)
    assert 1 / 2 < cost.memory_mb / memory_mb < 2
    assert 1 / 2 < cost.disk_mb / disk_mb < 2


def test_a_job_that_reads_an_index_is_quicker_than_one_that_scans_and_that_than_one_that_builds() -> None:
    forecast = predicted(1_000, source=1_000, master=1_000_000)
    read, none, built = (
        cost_of(forecast, row_bytes=100, index=use).seconds for use in (IndexUse.READ, IndexUse.NONE, IndexUse.BUILT)
    )
    assert read < none < built


def test_the_second_match_of_a_master_builds_its_index_and_the_third_reads_it(
    services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(estimating, "FEWEST_ROWS", 5)
    monkeypatch.setattr(matching, "build_missing", partial(matching.build_missing, fewest_rows=5))
    source, master = write_lists(tmp_path)
    seen = []
    for number in range(3):
        told = estimate(services, LocalLists(source=source, master=master))
        seen.append((told["assumed"]["index"], told["buildsIndex"]))
        request = MatchRequest(source=source, master=master, results_only=True, threshold=80.0 + number)
        match_lists(services, request, into=tmp_path / "out")
    assert seen == [("none", False), ("built", True), ("read", False)]


def test_a_slow_machine_takes_longer_within_limits() -> None:
    forecast = predicted(1_000, source=1_000, master=1_000_000)
    assert slowness_of(forecast, 4.4) == pytest.approx(2)
    assert slowness_of(forecast, 1_000) == 4
    quick, slow = (cost_of(forecast, row_bytes=100, index=IndexUse.NONE, slowness=n) for n in (1, 2))
    assert slow.seconds == pytest.approx(2 * quick.seconds, rel=0.02)


def test_too_little_memory_and_very_long_jobs_get_advice() -> None:
    large = cost_of(predicted(900_000_000, source=10**7, master=10**7), row_bytes=200, index=IndexUse.BUILT)
    told = advice(large, threads=2, limit_mb=1000, compares_fields=True)
    assert (told["engine"], len(told["advice"])) == ("spark", 4)
    texts = advice(large, threads=2, limit_mb=1000, compares_fields=False)
    assert (texts["engine"], len(texts["advice"])) == ("duckdb", 3)
    small = cost_of(predicted(10, source=10, master=10), row_bytes=200, index=IndexUse.NONE)
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


@pytest.mark.parametrize("profile_type", ProfileType)
def test_every_pass_is_fed_by_a_field(profile_type: ProfileType) -> None:
    profile = MatchProfile(type=profile_type, source_fields={Field.EMAIL: ("e",)}, master_fields={Field.EMAIL: ("e",)})
    assert all(fields_of_pass(profile, one.name) for one in pass_plan(profile_type).passes)
