"""What too many rows carry, pass by pass, and the threshold that was chosen: figures that come with the job."""

from dataclasses import replace

from listmatch.domain.summaries import CandidateSummary, HotValues, PassReach
from listmatch.duck import Compute
from listmatch.reporting import RollupInputs, compute_rollups
from listmatch.reporting.frequent import frequent_values
from tests.unit.reporting.made_up import SQL_ROOT

HOT = HotValues("email_exact", values=1, largest=5000, source_rows=204, pairs_kept=20, pairs_left_out=9)
NOT_CROWDED = CandidateSummary(pairs=300, source_rows=300, master_rows=9000, source_rows_reached=250)
BLOCKING = replace(
    NOT_CROWDED,
    source_rows_left_out=4,
    hot=(HOT,),
    passes=(PassReach("email_exact", 200, 190, 90), PassReach("name_zip", 190, 180, 80, pairs_left_out=7)),
    crowded=("email_exact", "name_zip"),
)


def test_values_that_are_too_frequent_are_told_pass_by_pass() -> None:
    told = frequent_values(BLOCKING, labels={"email_exact": "email"})
    assert told == {
        "rowsLeftOut": 4,
        "passes": [
            {
                "pass": "email_exact",
                "label": "email",
                "values": 1,
                "rowsOfTheMostFrequent": 5000,
                "sourceRows": 204,
                "pairsCompared": 20,
                "pairsLeftOut": 9,
            },
            {
                "pass": "name_zip",
                "label": "name zip",
                "values": None,
                "rowsOfTheMostFrequent": None,
                "sourceRows": None,
                "pairsCompared": None,
                "pairsLeftOut": 7,
            },
        ],
    }


def test_where_nothing_is_too_frequent_there_is_nothing_to_tell() -> None:
    assert frequent_values(NOT_CROWDED, labels={}) is None


def test_what_blocking_told_and_the_promise_that_chose_the_threshold_are_in_the_rollups(
    match_job: RollupInputs, compute: Compute
) -> None:
    inputs = replace(match_job, blocking=BLOCKING, max_wrong=0.015)
    rollups = compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)
    assert rollups["frequentValues"] == frequent_values(inputs.blocking, labels=inputs.passes)
    assert rollups["maxWrongPct"] == 1.5
