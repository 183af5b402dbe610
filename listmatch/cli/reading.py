"""The options that say how a list is to be read, instead of having it detected: one set per list of a command."""

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from listmatch.domain.reading import ReadOptions

Command = Callable[..., None]

_OPTIONS: Mapping[str, tuple[Any, str]] = {
    "encoding": (str, "Text encoding, e.g. cp1250, if letters look wrong."),
    "delimiter": (str, "Cell delimiter: one character, or tab, comma, semicolon, pipe."),
    "quote": (str | None, "Quote character; '' if nothing is quoted."),
    "sheet": (str, "Worksheet to read (default: the one with most cells)."),
    "header_row": (int | None, "Line or worksheet row of the header; 0 if there is none."),
}
"""Option -> its type and help; an option that is not given leaves the matter to detection."""


def reads(*sides: str) -> Callable[[Command], Command]:
    """Give a command the options for reading its lists.

    For a side ``source`` it has ``--source-encoding`` and so on, and is called with ``source_reading``; for the side
    ``""`` the options have no prefix, and the argument is ``reading``.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def wrapped(**arguments: Any) -> None:
            readings = {_argument(side): _reading(side, arguments) for side in sides}
            command(**arguments, **readings)

        own = inspect.signature(command, eval_str=True)
        kept = [each for name, each in own.parameters.items() if name not in map(_argument, sides)]
        added = [_parameter(side, name) for side in sides for name in _OPTIONS]
        wrapped.__signature__ = own.replace(parameters=[*kept, *added])  # type: ignore[attr-defined]
        wrapped.__annotations__ = {each.name: each.annotation for each in (*kept, *added)}
        return wrapped

    return decorate


def _argument(side: str) -> str:
    return f"{side}_reading" if side else "reading"


def _name(side: str, option: str) -> str:
    return f"{side}_{option}" if side else option


def _parameter(side: str, option: str) -> inspect.Parameter:
    kind, text = _OPTIONS[option]
    called = f"--{_name(side, option).replace('_', '-')}"
    of = f"The {side} list. " if side else ""
    shown = typer.Option(called, help=f"{of}{text}", min=0 if option == "header_row" else None)
    default = "" if kind is str else None
    return inspect.Parameter(
        _name(side, option), inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, shown]
    )


def _reading(side: str, arguments: dict[str, Any]) -> ReadOptions:
    """The options of one side, taken out of the command's arguments."""
    given = {option: arguments.pop(_name(side, option)) for option in _OPTIONS}
    row = given.pop("header_row")
    return ReadOptions(**given, has_header=None if row is None else row > 0, header_line=row or 0)
