"""Registrations: the event stands in every row, and some events are called as people are."""

from listmatch.domain.columns import ColumnType, Field
from listmatch.domain.files import ColumnProfile
from listmatch.profiling import propose_fields
from listmatch.profiling.detect import by_values
from listmatch.profiling.evidence import weigh


def test_values_with_figures_are_no_names_whatever_words_stand_beside_them() -> None:
    events = [f"{word} {year}" for year in range(2012, 2026) for word in ("Summit", "Forum", "April", "Georgia")]
    assert by_values(weigh(events * 20)).type is not ColumnType.FULL_NAME


def test_of_two_columns_the_one_that_is_known_to_hold_names_is_compared() -> None:
    event = ColumnProfile("Event", "Event", ColumnType.FULL_NAME, 0.4, 0.0, 0, 20)
    attendee = ColumnProfile("Attendee", "Attendee", ColumnType.FULL_NAME, 1.0, 1.0, 40, 3_000)
    assert propose_fields([event, attendee])[Field.FULL_NAME] == ("Attendee",)
