"""What a user may say about a list instead of having it detected: the same options in the command line, the API and
drop rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Overrides of the detection; every default means *detect it*.

    They describe text and workbooks; JSON Lines and Parquet describe themselves.
    """

    encoding: str = ""
    """a Python codec name, e.g. ``cp1250``"""
    delimiter: str = ""
    """one ASCII character, or ``comma``, ``semicolon``, ``tab``, ``pipe``, ``space``"""
    quote: str | None = None
    """one ASCII character; an empty string says that nothing is quoted"""
    sheet: str = ""
    """name of the worksheet"""
    has_header: bool | None = None
    """False: the first line is data and the columns become ``column_1`` ..."""
    header_line: int = 0
    """1-based number of the line (or worksheet row) that holds the header"""
    column_names: tuple[str, ...] = ()
    """names to use instead of the file's own, one per column"""


DETECT_ALL = ReadOptions()
"""Nothing said: everything is detected."""

_UNUSED = "was not used: it does not apply to"


def unused_note(option: str, kind: str) -> str:
    """The note on a list of this *kind* that was read although *option* says nothing about such lists."""
    return f"Option {option} {_UNUSED} {kind}."


def tells_unused(note: str) -> bool:
    """Whether a note on how a list was read is one of `unused_note`."""
    return _UNUSED in note
