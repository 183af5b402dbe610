"""What holds of the verdicts on any scored pairs."""

import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from listmatch.domain.verdicts import REVIEW_MARGIN
from tests.unit.matching.decided_verdicts import Scored, verdicts

ROWS, MASTER_ROWS = 6, 5
SOURCE = [{"first": f"s{row}"} for row in range(ROWS)]
THRESHOLD = 85.0

scores = st.integers(0, 1000).map(lambda tenths: tenths / 10) | st.sampled_from([64.9, 65.0, 84.9, 85.0, 100.0])
pairs = st.dictionaries(
    st.tuples(st.integers(1, ROWS), st.integers(1, MASTER_ROWS)), scores, max_size=ROWS * MASTER_ROWS
)
profile = settings(max_examples=25, deadline=None, derandomize=True)


def as_scored(found: dict[tuple[int, int], float]) -> list[Scored]:
    """Scored pairs whose evidence is the stronger, the higher they score."""
    return [(source, master, score, score / 10) for (source, master), score in found.items()]


def decided(scored: list[Scored], **changes: object) -> list[dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        lines, summary = verdicts(Path(folder), scored, source=SOURCE, **{"threshold": THRESHOLD, **changes})
    assert (summary.source_rows, summary.lines) == (ROWS, ROWS)
    assert summary.matched + summary.review + summary.unmatched == ROWS
    return lines


@profile
@given(pairs)
def test_each_row_has_one_verdict_and_its_score_says_which(found: dict[tuple[int, int], float]) -> None:
    lines = decided(as_scored(found))
    assert [line["_lmg_row_id"] for line in lines] == list(range(1, ROWS + 1))
    for line in lines:
        row, master, status = line["_lmg_row_id"], line["_lmg_master_row_id"], line["_lmg_match_status"]
        best = max((score for (source, _), score in found.items() if source == row), default=0.0)
        reached = "matched" if best >= THRESHOLD else "review" if best >= THRESHOLD - REVIEW_MARGIN else "unmatched"
        assert status == reached
        assert (master is None) == (status == "unmatched")
        assert master is None or found[row, master] == best


@profile
@given(pairs, st.randoms())
def test_the_order_of_the_pairs_decides_nothing(found: dict[tuple[int, int], float], shuffled: random.Random) -> None:
    scored = as_scored(found)
    again = shuffled.sample(scored, len(scored))
    assert decided(again) == decided(scored)


@profile
@given(pairs)
def test_one_to_one_gives_no_master_row_away_twice(found: dict[tuple[int, int], float]) -> None:
    lines = decided(as_scored(found), one_to_one=True)
    given_away = [line["_lmg_master_row_id"] for line in lines if line["_lmg_match_status"] == "matched"]
    assert len(given_away) == len(set(given_away))


@profile
@given(pairs)
def test_a_higher_threshold_matches_a_part_of_the_same_rows(found: dict[tuple[int, int], float]) -> None:
    low, high = (decided(as_scored(found), threshold=threshold) for threshold in (THRESHOLD, 95.0))
    matched_low, matched_high = (
        {(line["_lmg_row_id"], line["_lmg_master_row_id"]) for line in lines if line["_lmg_match_status"] == "matched"}
        for lines in (low, high)
    )
    assert matched_high <= matched_low
