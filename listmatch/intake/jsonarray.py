"""One JSON array of objects: its elements, each as its bytes in the file, as a line of JSON Lines would be.

It is the whole file, or a member of its one object, as web services answer: ``{"total": 2, "data": [{…}, {…}]}``.

The array is never held whole: the parser itself says where an element ends, in as much text as has been read. What
follows a fault cannot be read with any certainty, so a broken or cut array is refused, and not read up to there.
"""

import codecs
import json
import re
from collections.abc import Iterable, Iterator

from listmatch.errors import FileUnreadable
from listmatch.intake.ledger import LINE_LIMIT

STARTS = re.compile(rb'\s*\[\s*(?:\{\s*["}]|$)')
"""How an array of objects begins; a sample may end at any place after the bracket."""

_TEXT = rb'"(?:[^"\\]|\\.)*+"'
_INSIDE = re.compile(
    rb'\s*\{\s*(?:%s\s*:\s*(?:%s|[-+.\w]+)\s*,\s*)*+"(?P<member>(?:[^"\\]|\\.)*+)"\s*:\s*\[\s*\{' % (_TEXT, _TEXT)
)
"""How an object begins that holds such an array, after nothing but texts, numbers and the like."""

_GAP = re.compile(r"[ \t\r\n]*")
_ARRAY, _OBJECT = re.compile(r"\]\s*$"), re.compile(r"\][^\[\]]*\}\s*$")
"""How a whole array ends, and an object around one."""
_SCANNER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False)
"""Finds the end of a value; its digits are nobody's business here, and neither are tabs in a text."""


_A_LIST = 2
"""objects from which an object's array is a list and not a detail of the object"""

_OF_NUMBERS = frozenset(("", *"0123456789.eE+-"))


def elements(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The elements of the array in *blocks* of UTF-8; bytes that are none are left as they are.

    Raises `FileUnreadable`, with the number of the element, for an array that breaks off or is not JSON.
    """
    array = _Array(blocks)
    is_inside = not array.skip("[")
    if is_inside:
        array.enter()
    number = 0
    while not array.skip("]"):
        if number:
            array.expect(",", number)
        number += 1
        yield array.element(number)
    if is_inside:
        array.leave(number)
    array.expect_end(number)


def member_of(start: bytes) -> str | None:
    """The member whose array of objects is the list, where a file with this *start* is one object around it.

    None where it is not, or may as well be a row of JSON Lines.
    """
    found = _INSIDE.match(start)
    first, _, others = start.partition(b"\n")
    if found is None or (others.strip() and _is_row(first)):
        return None
    member = found["member"].decode(errors="replace")
    return None if _is_row(start, member) else member


def _is_row(text: bytes, member: str = "") -> bool:
    """Whether *text* is a whole object, one that has hardly anything under *member*."""
    try:
        row = json.loads(text)
    except (ValueError, RecursionError):
        return False
    held = row.get(member)
    return not (isinstance(held, list) and len(held) >= _A_LIST)


class _Array:
    """The text of an array from the place that has been read up to."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        decoder = codecs.getincrementaldecoder("utf-8")(errors="surrogateescape")
        self._texts = (decoder.decode(block) for block in blocks)
        self._text, self._place = "", 0
        self._ending = _ARRAY

    def skip(self, mark: str) -> bool:
        """Go past blanks, and past *mark* if it is what comes next; says whether it was."""
        found = self._next() == mark
        self._place += found
        return found

    def expect(self, mark: str, number: int) -> None:
        """Go past *mark*, which has to follow element *number*. Raises `FileUnreadable`."""
        if not self.skip(mark):
            raise _broken(number) if self._next() else _cut(number)

    def expect_end(self, number: int) -> None:
        """Nothing may follow the array. Raises `FileUnreadable`."""
        if self._next():
            raise _broken(number)

    def enter(self) -> None:
        """Go to the first array of the object that comes next, past its other members. Raises `FileUnreadable`."""
        self.skip("{")
        while True:
            self.element(1)
            self.expect(":", 1)
            if self.skip("["):
                self._ending = _OBJECT
                return
            self.element(1)
            self.expect(",", 1)

    def leave(self, number: int) -> None:
        """Go past what follows in the object around the array of *number* elements. Raises `FileUnreadable`."""
        while self.skip(","):
            self.element(number + 1)
            self.expect(":", number)
            self.element(number + 1)
        self.expect("}", number)

    def element(self, number: int) -> bytes:
        """The element that comes next, the *number*-th. Raises `FileUnreadable`."""
        if not self._next():
            raise _cut(number - 1)
        while (end := self._end_of_value()) is None or self._may_go_on(end):
            is_too_long = len(self._text) - self._place > LINE_LIMIT
            if not is_too_long and self._more():
                continue
            if end is None:
                raise _broken(number) if is_too_long or self._is_ended() else _cut(number - 1)
            break
        start, self._place = self._place, end
        return self._text[start:end].encode("utf-8", "surrogateescape")

    def _end_of_value(self) -> int | None:
        """Where the value ends; None where it does not, or is not JSON: which of the two more text would tell."""
        try:
            return _SCANNER.raw_decode(self._text, self._place)[1]
        except (ValueError, RecursionError):
            return None

    def _may_go_on(self, end: int) -> bool:
        """Whether what looks like a whole value may be the beginning of a number."""
        return self._text[end : end + 1] in _OF_NUMBERS

    def _is_ended(self) -> bool:
        """Whether the text ends as an array does, so that what cannot be read was not cut off."""
        return self._ending.search(self._text) is not None

    def _next(self) -> str:
        """The next character that is not a blank; empty at the end."""
        while True:
            self._place = self._end_of_gap()
            if self._place < len(self._text) or not self._more():
                return self._text[self._place : self._place + 1]

    def _end_of_gap(self) -> int:
        gap = _GAP.match(self._text, self._place)
        return gap.end() if gap else self._place

    def _more(self) -> bool:
        """Read another block; False at the end."""
        for text in self._texts:
            self._text, self._place = self._text[self._place :] + text, 0
            return True
        return False


def _cut(number: int) -> FileUnreadable:
    return FileUnreadable(
        f"the JSON array breaks off after element {number:,}; a part of the list is missing.",
        cure="Export or fetch it again.",
    )


def _broken(number: int) -> FileUnreadable:
    return FileUnreadable(
        "the JSON array cannot be read any further: what stands there is no JSON.",
        place=f"element {number:,}",
        cure="Correct it, or write one object per line (JSON Lines), where a bad line costs only itself.",
    )
