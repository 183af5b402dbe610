"""One evaluation of all drop rules: look, settle, finish, within a limit of time; what a sensor or a loop calls."""

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from listmatch.errors import InputError, StorageUnavailable
from listmatch.workflows.drops.finish import Outcome, finish
from listmatch.workflows.drops.look import Bookmark, look
from listmatch.workflows.drops.rules import DropRule
from listmatch.workflows.drops.settle import Settled, settle
from listmatch.workflows.services import Services

LOGGER = logging.getLogger("listmatch.drops")

Bookmarks = Mapping[str, Bookmark]
"""Rule name -> where the look at it stands, the rule that waited longest first."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one evaluation did. ``problems`` is rule name -> why its listing failed."""

    bookmarks: Bookmarks
    noted: int
    settled: Sequence[Settled]
    finished: Sequence[tuple[str, Outcome]]
    problems: Mapping[str, str]


def evaluate(services: Services, rules: Sequence[DropRule], *, bookmarks: Bookmarks, seconds: float) -> Evaluation:
    """Note new versions, make files and jobs of what was noted, deal with what has ended; for about *seconds*.

    A listing that fails is skipped and tried again next time; it never counts as an empty one.
    """
    is_over = deadline(seconds)
    finished = finish(services, rules, is_over=is_over)
    marks, problems, noted = dict(bookmarks), {}, 0
    for rule in in_turn(rules, bookmarks):
        try:
            looked = look(services, rule, bookmark=marks.pop(rule.name, Bookmark()), is_over=is_over)
        except (StorageUnavailable, InputError) as error:
            problems[rule.name] = str(error)
            marks[rule.name] = bookmarks.get(rule.name, Bookmark())
            LOGGER.warning("rule %s was skipped: %s", rule.name, error)
            continue
        marks[rule.name], noted = looked.bookmark, noted + looked.noted
        if is_over():
            break
    settled = settle(services, rules, is_over=is_over)
    names = {rule.name for rule in rules}
    return Evaluation({name: mark for name, mark in marks.items() if name in names}, noted, settled, finished, problems)


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
    return json.dumps({name: bookmark.to_dict() for name, bookmark in bookmarks.items()})


def read_bookmarks(cursor: str | None) -> Bookmarks:
    """The inverse of write_bookmarks; a cursor that cannot be read means only that everything is listed anew."""
    try:
        return {name: Bookmark.from_dict(data) for name, data in json.loads(cursor or "{}").items()}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
