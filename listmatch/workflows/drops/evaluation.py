"""One evaluation of all drop rules: look, settle, finish, within a limit of time; what a sensor or a loop calls."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import TypeAdapter

from listmatch.errors import InputError, StorageUnavailable
from listmatch.workflows.drops.finish import Outcome, finish
from listmatch.workflows.drops.look import Bookmark, look
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.drops.settle import Settled, settle
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")

Bookmarks = Mapping[str, Bookmark]
"""Rule name -> where the look at it stands, the rule that waited longest first."""
_CURSOR = TypeAdapter(dict[str, Bookmark])


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation did. ``problems`` is rule name -> why its listing failed or its lists have to wait."""

    bookmarks: Bookmarks
    noted: int
    settled: Sequence[Settled]
    finished: Sequence[tuple[str, Outcome]]
    problems: Mapping[str, str]


def evaluate(services: Services, rules: Sequence[DropRule], *, bookmarks: Bookmarks, seconds: float) -> Evaluation:
    """Deal with what has ended, note new versions, make files and jobs of what was noted; for about *seconds*.

    Each of the three may take until a third more of the time is over, so that none keeps another from going on. A
    listing that fails is skipped and tried again next time; it never counts as an empty one.
    """
    first, is_over, last = (deadline(seconds * share) for share in (1 / 3, 2 / 3, 1.0))
    finished = finish(services, rules, is_over=first)
    marks, problems, noted = dict(bookmarks), {}, 0
    for rule in in_turn(rules, bookmarks):
        try:
            looked = look(services, rule, bookmark=marks.pop(rule.name, Bookmark()), is_over=is_over)
        except (StorageUnavailable, InputError) as error:
            problems[rule.name] = str(error)
            marks[rule.name] = bookmarks.get(rule.name, Bookmark())
            LOGGER.warning("rule %s waits: %s", rule.name, error)
            continue
        marks[rule.name], noted = looked.bookmark, noted + looked.noted
        if is_over():
            break
    settling = settle(services, rules, is_over=last)
    names = {rule.name for rule in rules}
    kept = {name: mark for name, mark in marks.items() if name in names}
    return Evaluation(kept, noted, settling.settled, finished, {**settling.waiting, **problems})


def in_turn(rules: Sequence[DropRule], bookmarks: Bookmarks) -> list[DropRule]:
    """The rules in the order in which their turn comes: never looked at, then looked at longest ago."""
    turn = {name: number for number, name in enumerate(bookmarks)}
    return sorted(rules, key=lambda rule: turn.get(rule.name, -1))


def deadline(seconds: float) -> Callable[[], bool]:
    """Whether *seconds* from now have passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def write_bookmarks(bookmarks: Bookmarks) -> str:
    """Bookmarks as the cursor of a sensor."""
    return _CURSOR.dump_json(dict(bookmarks)).decode()


def read_bookmarks(cursor: str | None) -> Bookmarks:
    """The inverse of write_bookmarks; an unreadable cursor only means that everything is listed again."""
    try:
        return _CURSOR.validate_json(cursor or "{}")
    except ValueError:
        return {}
