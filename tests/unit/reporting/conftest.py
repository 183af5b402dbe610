"""Small jobs, made by hand, to compute rollups of: a match of ten rows and a dedupe of eight."""

from copy import deepcopy
from pathlib import Path

import pytest

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import Quality
from listmatch.domain.rollups import Rollups
from listmatch.domain.verdicts import MatchMode
from listmatch.duck import Compute
from listmatch.reporting import RollupInputs, compute_rollups
from tests.unit.reporting.made_up import (
    CLUSTER_SCHEMA,
    PAIR_SCHEMA,
    SQL_ROOT,
    VERDICT_SCHEMA,
    column,
    file_profile,
    pair,
    verdict,
    write_list,
    write_table,
)


@pytest.fixture
def compute(tmp_path: Path) -> Compute:
    return Compute(scratch=tmp_path / "scratch", threads=2)


def _match_job(folder: Path) -> RollupInputs:
    """Ten rows: six matched, one in review, three unmatched, of which one repeats an earlier row."""
    tiers = ["gold", "Gold", "gold", "silver", "silver", "silver", None, "bronze", "bronze", "gold"]
    cells = [
        {
            "mail": None if number == 9 else f"person{number}@example.com",
            "mobile": "" if number in (2, 3) else "5551234567",
            "work_phone": "5557654321" if number == 2 else None,
            "tier": tiers[number - 1],
        }
        for number in range(1, 11)
    ]
    write_list(folder, cells, standard={"email": "mail", "phone": "mobile"})
    verdicts = [
        verdict(1, "matched", 100.0, 11, **{"pass": "email_exact"}),
        verdict(2, "matched", 99.5, 12, **{"pass": "email_exact"}),
        verdict(3, "matched", 97.0, 13, **{"pass": "email_exact"}),
        verdict(4, "matched", 90.0, 14, **{"pass": "name_zip"}),
        verdict(5, "matched", 89.9, 14, **{"pass": "name_zip", "source_duplicate_of": 4}),
        verdict(6, "matched", 85.0, 16, **{"pass": "name_zip", "_lmg_master_duplicates": 2}),
        verdict(7, "review", 70.4, 17, **{"pass": "email_exact"}),
        verdict(8, "unmatched", 12.0, None, nearest_master_row_id=18),
        verdict(9, "unmatched", 0.0),
        verdict(10, "unmatched", 12.0, None, nearest_master_row_id=18, source_duplicate_of=8),
    ]
    pairs = [
        *(pair(row, master, 99.0, "same person") for row, master in ((1, 11), (2, 12), (3, 13), (4, 14), (5, 14))),
        pair(6, 16, 85.0, "same person, new employer"),
        pair(7, 17, 70.4, "same household"),
        pair(8, 18, 12.0, "namesake"),
        pair(8, 19, 1.0, "no relation"),
        pair(10, 18, 12.0, "namesake"),
    ]
    source = file_profile(
        10,
        [
            column("mail", ColumnType.EMAIL, distinct=9, nulls=1),
            column("mobile", ColumnType.PHONE, distinct=1, nulls=2),
            column("work_phone", ColumnType.PHONE, distinct=1, nulls=9),
            column("tier", ColumnType.TEXT, distinct=4, nulls=1),
        ],
        fields={Field.EMAIL: ("mail",), Field.PHONE: ("mobile", "work_phone")},
        quarantined=2,
        duplicate_rows=1,
        padded_rows=1,
        blank_lines=3,
        cleanse_report={"invalidEmails": 1, "normalizedPhones": 8, "untouched": 0},
        quality=Quality(90.5, {"validity": 95.0}),
        repairs=("the header was on line 2.",),
    )
    return RollupInputs(
        rows=folder / "rows.parquet",
        standard=folder / "standard.parquet",
        scored=write_table(folder / "scored_matches.parquet", pairs, PAIR_SCHEMA),
        verdicts=write_table(folder / "verdicts.parquet", verdicts, VERDICT_SCHEMA),
        source=source,
        master=file_profile(40, cleanse_report={"invalidEmails": 5}),
        mode=MatchMode.BEST_MATCH,
        pivot_columns=("tier",),
        passes={"email_exact": "the same email address"},
    )


def _dedupe_job(folder: Path) -> RollupInputs:
    """Eight rows in a cluster of three, one of two, and three rows alone, of which two resemble each other."""
    cells = [{"mail": f"person{number}@example.com", "tier": "a" if number < 4 else "b"} for number in range(1, 9)]
    write_list(folder, cells, standard={"email": "mail"})
    sizes = {1: 3, 4: 2, 6: 1, 7: 1, 8: 1}
    members = {1: 1, 2: 1, 3: 1, 4: 4, 5: 4, 6: 6, 7: 7, 8: 8}
    clusters = [
        {
            "_lmg_row_id": row,
            "_lmg_cluster_id": cluster,
            "_lmg_is_representative": row == cluster,
            "_lmg_match_score": {2: 98.0, 3: 86.0, 5: 95.0}.get(row, 0.0),
            "cluster_size": sizes[cluster],
            "weakest_link": {1: 86.0, 4: 100.0}.get(cluster),
        }
        for row, cluster in members.items()
    ]
    pairs = [
        pair(1, 2, 98.0, "same person"),
        pair(2, 3, 86.0, "same person, moved", "name_zip"),
        pair(4, 5, 95.0, "same person"),
        pair(6, 7, 72.0, "same household", "name_zip"),
        pair(1, 8, 20.0, "namesake", "name_zip"),
    ]
    source = file_profile(
        8,
        [column("mail", ColumnType.EMAIL, distinct=8), column("tier", ColumnType.TEXT, distinct=2)],
        fields={Field.EMAIL: ("mail",)},
    )
    return RollupInputs(
        rows=folder / "rows.parquet",
        standard=folder / "standard.parquet",
        scored=write_table(folder / "scored_matches.parquet", pairs, PAIR_SCHEMA),
        clusters=write_table(folder / "clusters.parquet", clusters, CLUSTER_SCHEMA),
        source=source,
        mode=MatchMode.DEDUPE,
        pivot_columns=("tier",),
    )


@pytest.fixture
def match_job(tmp_path: Path) -> RollupInputs:
    """A job whose files a test may change."""
    return _match_job(tmp_path)


@pytest.fixture
def dedupe_job(tmp_path: Path) -> RollupInputs:
    return _dedupe_job(tmp_path)


@pytest.fixture(scope="session")
def computed_rollups(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Rollups]:
    """The rollups of the two jobs as they are, computed once."""
    folder = tmp_path_factory.mktemp("jobs")
    compute = Compute(scratch=folder / "scratch", threads=2)
    jobs = {}
    for name, build in (("match", _match_job), ("dedupe", _dedupe_job)):
        (folder / name).mkdir()
        jobs[name] = compute_rollups(build(folder / name), compute=compute, sql_root=SQL_ROOT)
    return jobs


@pytest.fixture
def match_rollups(computed_rollups: dict[str, Rollups]) -> Rollups:
    return deepcopy(computed_rollups["match"])


@pytest.fixture
def dedupe_rollups(computed_rollups: dict[str, Rollups]) -> Rollups:
    return deepcopy(computed_rollups["dedupe"])
