"""What a finished job reports besides its counts, in sentences: the threshold that was chosen, what was too common to
compare by, and why nothing was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from listmatch.catalog.records import JobRecord
from listmatch.domain.columns import Field
from listmatch.domain.summaries import CandidateSummary, ClusterSummary, ScoreSummary, VerdictSummary
from listmatch.domain.verdicts import MatchMode
from listmatch.workflows.matches.summaries import answer_summary, candidate_summary, score_summary
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile


@dataclass(frozen=True, slots=True)
class Remarks:
    """The line that was used (0-100), be it given or chosen, and the sentences; none where there is nothing to say."""

    threshold: float
    sentences: tuple[str, ...]


def remarks(services: Services, record: JobRecord, profile: "MatchProfile") -> Remarks:
    """What is to be said of a completed job that ran with *profile*. Raises NotFound for a job without answers."""
    answered = answer_summary(services, record)
    sentences = (
        *blocking_remarks(candidate_summary(services, record), profile),
        *key_remarks(score_summary(services, record), profile),
        *line_remarks(answered, profile),
    )
    return Remarks(answered.threshold, sentences)


def blocking_remarks(blocking: CandidateSummary, profile: "MatchProfile") -> Iterator[str]:
    """Why no row has a pair, or how many rows share only what is too common."""
    from listmatch.matching.passes import pass_plan

    if blocking.note:
        yield blocking.note
    elif left_out := blocking.source_rows_left_out:
        says = {one.name: one.says for one in pass_plan(profile.type, lists=profile.fields_of_lists).passes}
        shared = [says[name] for name in blocking.crowded]
        rows, they = ("1 row was", "it shares") if left_out == 1 else (f"{left_out:,} rows were", "they share")
        there = "other rows" if profile.mode is MatchMode.DEDUPE else "the master"
        yield f"{rows} not compared: all that {they} with {there} is too common to go by ({', '.join(shared)})."


def key_remarks(scored: ScoreSummary, profile: "MatchProfile") -> Iterator[str]:
    """That identifiers were not compared, since they are not those of one system."""
    if columns := foreign_identifiers(scored, profile):
        mine, theirs = columns
        yield f"{mine} and {theirs} come from different systems, as the other columns show, and were not compared."


def foreign_identifiers(scored: ScoreSummary, profile: "MatchProfile") -> tuple[str, str] | None:
    """The columns of identifiers, of source and master, that were found to be of two systems; None if they are not."""
    if not scored.foreign_key:
        return None
    return profile.source_fields[Field.KEY][0], profile.master_fields[Field.KEY][0]


def line_remarks(answered: VerdictSummary | ClusterSummary, profile: "MatchProfile") -> Iterator[str]:
    """The line that ``max_wrong`` chose, and what it leaves to people."""
    if profile.max_wrong is None:
        return
    wrong, line = f"{100 * profile.max_wrong:.4g} %", f"{answered.threshold:.4g}"
    if isinstance(answered, ClusterSummary):
        if answered.duplicates:
            yield f"Rows are the same from a score of {line} on, so that at most {wrong} of the duplicates are wrong."
        return
    review = answered.review
    waiting = "1 row is" if review == 1 else f"{review:,} rows are"
    if answered.matched:
        yield f"Matched from a score of {line} on, so that at most {wrong} are wrong; {waiting} left to review."
    elif review:
        yield f"No score is sure enough for at most {wrong} of wrong matches; {waiting} left to review."
