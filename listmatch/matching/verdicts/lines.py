"""The two lines of a run, as SQL: from the upper one on a row is matched, from the lower one on it is for review.

A candidate that would be matched but for a rival (``rivals``) is for review too: one of them is right, and a person can
say which. So its score is shown as no less than the lower line.
"""

from dataclasses import dataclass

from listmatch.domain.verdicts import REVIEW_MARGIN, Verdict, reached_from


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines that follow from a *threshold*, the score from which a row is matched.

    ``of`` names what stands in the SQL for a line of the table ``ranked``.
    """

    threshold: float

    @property
    def review_from(self) -> float:
        """The lower line. Where no score is sure enough to be matched, a person is asked as if 100 were."""
        return min(self.threshold, 100.0) - REVIEW_MARGIN

    def is_matched(self, of: str) -> str:
        """SQL: whether a candidate is the answer, by its score or because a person said so."""
        return f"({of}.score >= {reached_from(self.threshold)} or {of}.is_accepted)"

    def shown(self, of: str) -> str:
        """SQL: the score that is shown."""
        lowest = reached_from(self.threshold)
        is_held = f"{of}.fit >= {lowest} and {of}.best < {lowest} and {of}.score >= {of}.best / 2"
        held = f"greatest({of}.score, {self.review_from})"
        return f"round(case when {is_held} then {held} else coalesce({of}.score, 0) end, 1)"

    def is_shown(self, of: str) -> str:
        """SQL: whether a candidate reaches the lower line."""
        return f"{self.shown(of)} >= {self.review_from}"

    def status(self, of: str) -> str:
        """SQL: the verdict on a source row, of its candidate."""
        return f"""case when {of}.score is null then '{Verdict.UNMATCHED}'
            when {self.is_matched(of)} then '{Verdict.MATCHED}'
            when {self.is_shown(of)} then '{Verdict.REVIEW}' else '{Verdict.UNMATCHED}' end"""
