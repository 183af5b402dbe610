"""Which of the options for reading apply to a kind of list, and what delimiters are called."""

from listmatch.domain.reading import DETECT_ALL, ReadOptions, unused_note
from listmatch.errors import InputError
from listmatch.intake.containers import Kind

_APPLIES = {
    "encoding": (Kind.TEXT, Kind.JSON_LINES, Kind.JSON_ARRAY),
    "delimiter": (Kind.TEXT,),
    "quote": (Kind.TEXT,),
    "sheet": (Kind.WORKBOOK,),
    "has_header": (Kind.TEXT, Kind.WORKBOOK),
    "header_line": (Kind.TEXT, Kind.WORKBOOK),
}
_CALLED = {"has_header": "header row", "header_line": "header row"}
_DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", r"\t": "\t", "pipe": "|", "space": " "}


def unused(options: ReadOptions, kind: Kind) -> tuple[str, ...]:
    """A sentence for each option that was given but says nothing about a list of this *kind*."""
    idle = [name for name, kinds in _APPLIES.items() if kind not in kinds]
    given = [name for name in idle if getattr(options, name) != getattr(DETECT_ALL, name)]
    called = dict.fromkeys(_CALLED.get(name, name) for name in given)
    return tuple(unused_note(name, kind) for name in called)


def told_delimiter(options: ReadOptions) -> str:
    """The delimiter a person named, by itself or in a word; empty when it is to be detected. Raises InputError."""
    return one_character(_DELIMITERS.get(options.delimiter.lower(), options.delimiter), "delimiter")


def told_quote(options: ReadOptions) -> str | None:
    """The quote a person named; None when it is to be detected. Raises InputError."""
    return None if options.quote is None else one_character(options.quote, "quote")


def one_character(text: str, option: str) -> str:
    """*text* if it can be the delimiter or quote of a text. Raises InputError."""
    if len(text) > 1 or not text.isascii() or text in {"\n", "\r"}:
        raise InputError(
            f"{text!r} is not one ASCII character.", place=f"option {option}", cure="Give e.g. ; or leave it out."
        )
    return text
