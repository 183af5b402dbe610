"""What too many rows carry, pass by pass, and the threshold that was chosen: figures that come with the job."""

from dataclasses import replace

from listmatch.duck import Compute
from listmatch.reporting import RollupInputs, compute_rollups
from listmatch.reporting.frequent import frequent_values
from tests.unit.reporting.made_up import SQL_ROOT

HOT = {"name": "email_exact", "values": 1, "largest": 5000, "source_rows": 204, "pairs_kept": 20, "pairs_left_out": 9}


BLOCKING = {
    "hot": [HOT],
    "passes": [{"name": "email_exact", "pairs_left_out": 0}, {"name": "name_zip", "pairs_left_out": 7}],
    "crowded": ["email_exact", "name_zip"],
    "source_rows_left_out": 4,
}


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
    assert frequent_values({"hot": []}, labels={}) is None


def test_what_blocking_told_and_the_promise_that_chose_the_threshold_are_in_the_rollups(
    match_job: RollupInputs, compute: Compute
) -> None:
    inputs = replace(match_job, blocking=BLOCKING, max_wrong=0.015)
    rollups = compute_rollups(inputs, compute=compute, sql_root=SQL_ROOT)
    assert rollups["frequentValues"] == frequent_values(inputs.blocking, labels=inputs.passes)
    assert rollups["maxWrongPct"] == 1.5
