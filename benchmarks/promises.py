"""Whether what a match promises is kept: its error bars, and the share of wrong matches that `--max-wrong` allows.

    python -m benchmarks.promises DIR [DIR ...]          DIR as in ``evaluate``, two lists each, no profile given

One line per set: true precision and recall of `matched` beside what was estimated (recall of the matches that share any
key), and the matches and wrong ones at the line that `--max-wrong 1%` chooses; `!` marks what does not hold. The last
lines are shares of all sets: bars are 90 % for the intervals and 95 % for the line.
"""

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from benchmarks.evaluate import standardised
from benchmarks.labelled import LabelledSet, open_set
from listmatch.domain.summaries import Interval
from listmatch.duck import Compute, literal
from listmatch.matching.blocking.candidates import find_candidates
from listmatch.matching.lists import ListPaths
from listmatch.matching.model.calibration import line_for, promises
from listmatch.matching.scoring.score import score_candidates
from listmatch.matching.verdicts.assignment import VerdictInputs, decide

ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Answers:
    """Per source row that has a candidate the score (0-100) of the best one and whether it is right, and how many rows
    have their true partner among the candidates. Rows without a candidate score 0."""

    scores: NDArray[np.float64]
    is_right: NDArray[np.bool_]
    reachable: int
    threshold: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What one set was promised and what is true of it; None where there is nothing to take a share of."""

    precision: float | None
    recall: float | None
    told_precision: Interval | None
    told_recall: Interval | None
    line: float
    matched: int
    wrong: int
    allowed: float

    @property
    def is_precision_covered(self) -> bool:
        return _covers(self.told_precision, self.precision)

    @property
    def is_recall_covered(self) -> bool:
        return _covers(self.told_recall, self.recall)

    @property
    def is_kept(self) -> bool:
        return self.wrong <= self.allowed * self.matched


def answers_of(labelled: LabelledSet, *, compute: Compute) -> Answers:
    """Match the set, of two lists, as shipped."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        profile, source, master = standardised(labelled, work, compute)
        assert master is not None, f"{labelled.name} is one list"
        lists = ListPaths(source, master)
        find_candidates(lists, profile=profile, into=work, compute=compute)
        candidates, scored = work / "candidate_pairs.parquet", work / "scored_matches.parquet"
        score_candidates(lists, candidates, profile=profile, into=work, compute=compute)
        decide(VerdictInputs(lists, scored), profile=profile, mode=profile.mode, into=work, compute=compute)
        pairs = duckdb.execute(f"select source_row_id, master_row_id, score from read_parquet({literal(scored)})")
        scores = {(row, other): score for row, other, score in pairs.fetchall()}
        verdicts = f"read_parquet({literal(work / 'verdicts.parquet')})"
        best = duckdb.execute(f"select _lmg_row_id, nearest_master_row_id from {verdicts}").fetchall()
    return Answers(
        np.array([scores.get(pair, 0.0) for pair in best]),
        np.array([pair in labelled.truth for pair in best]),
        len({row for row, _ in labelled.truth & scores.keys()}),
        profile.threshold,
    )


def judge(answers: Answers, *, max_wrong: float) -> Trial:
    """Hold what is promised against the truth. Scores count as they are shown, with one decimal."""
    shown = np.round(answers.scores, 1)
    is_matched = shown >= answers.threshold
    right = int((is_matched & answers.is_right).sum())
    told = promises(answers.scores, threshold=answers.threshold)
    line = line_for(answers.scores, max_wrong=max_wrong)
    above = shown >= line
    return Trial(
        precision=right / int(is_matched.sum()) if is_matched.any() else None,
        recall=right / answers.reachable if answers.reachable else None,
        told_precision=told.precision,
        told_recall=told.recall,
        line=line,
        matched=int(above.sum()),
        wrong=int((above & ~answers.is_right).sum()),
        allowed=max_wrong,
    )


def _covers(told: Interval | None, true: float | None) -> bool:
    return told is None or true is None or told.low - ROUNDING <= true <= told.high + ROUNDING


def _line(name: str, trial: Trial) -> str:
    return (
        f"{name:<16}{_beside(trial.precision, trial.told_precision)}{_mark(trial.is_precision_covered)} "
        f"{_beside(trial.recall, trial.told_recall)}{_mark(trial.is_recall_covered)} "
        f"{trial.line:6.1f}{trial.matched:8}{trial.wrong:6}{_mark(trial.is_kept)}"
    )


def _beside(true: float | None, told: Interval | None) -> str:
    shown = "   -  " if true is None else f"{true:6.3f}"
    return f"{shown}  {'-':^21}" if told is None else f"{shown}  {told.expected:.3f} [{told.low:.3f}, {told.high:.3f}]"


def _mark(holds: bool) -> str:
    return " " if holds else "!"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--max-wrong", type=float, default=0.01, help="share of wrong matches allowed (0-1)")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    print("set                  P  told                         R  told                      line matched wrong")
    trials = []
    with tempfile.TemporaryDirectory() as scratch:
        compute = Compute(scratch=Path(scratch), threads=arguments.threads)
        for folder in arguments.folders:
            labelled = open_set(folder)
            if labelled.master is None:
                parser.error(f"{folder} is one list: promises are judged of a match of two")
            trials.append(judge(answers_of(labelled, compute=compute), max_wrong=arguments.max_wrong))
            print(_line(labelled.name, trials[-1]), flush=True)
    print(f"precision in its interval  {np.mean([trial.is_precision_covered for trial in trials]):.1%}")
    print(f"recall in its interval     {np.mean([trial.is_recall_covered for trial in trials]):.1%}")
    print(f"--max-wrong kept           {np.mean([trial.is_kept for trial in trials]):.1%}")


if __name__ == "__main__":
    main()
