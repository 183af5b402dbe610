"""Errors in a command line, in one sentence: the option or argument, what is wrong with it, and the cure."""

from difflib import get_close_matches

import typer


def in_words(error: typer.TyperException) -> str:
    """An *error* of the command line in the form of all others: the place, what is wrong there, what to do."""
    if error.message.startswith("Usage: "):  # a group of commands without the name of one: its help
        return error.message
    context, param = getattr(error, "ctx", None), getattr(error, "param", None)
    command = getattr(context, "command_path", "listmatch")
    wrong, cure = _wrong_and_cure(error, param)
    return " ".join(filter(None, (f"{command}: {wrong}", cure, _example(context) or f"See {command} --help.")))


def _wrong_and_cure(error: typer.TyperException, param: object) -> tuple[str, str]:
    if hasattr(error, "possibilities"):
        return _unknown(error)
    if param is None:
        return _sentence(error.message), ""
    place, meaning = _place(param), getattr(param, "help", "") or ""
    if hasattr(error, "param_type"):  # only an error about something missing has it
        return f"{place} is missing{f': {_small(meaning)}' if meaning else '.'}", ""
    return f"{place}: {_sentence(error.message)}", meaning


def _unknown(error: typer.TyperException) -> tuple[str, str]:
    """An option that does not exist, and the one that was probably meant."""
    given = getattr(error, "option_name", "")
    possible = list(getattr(error, "possibilities", None) or ())
    near = get_close_matches(given, possible, n=1) or sorted(possible)
    return f"there is no option {given}.", f"Did you mean {' or '.join(near)}?" if near else ""


def _place(param: object) -> str:
    names = [name for name in getattr(param, "opts", ()) if name.startswith("--")]
    if names:
        return f"option {names[0]}"
    return f"argument {str(getattr(param, 'name', '')).upper()}"


def _sentence(message: str) -> str:
    """In our style: lower case at the start, a full stop at the end, without the name of Python's error."""
    message = _small(message.strip().removeprefix("Value error, ").partition(", unable to parse")[0])
    return message if message.endswith((".", "?")) else f"{message}."


def _small(text: str) -> str:
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _example(context: object) -> str:
    """The example in the command's own help, on one line; empty where it has none."""
    text = getattr(getattr(context, "command", None), "help", None) or ""
    lines = [line.strip() for line in text.splitlines()]
    return next((line for line in lines if line.startswith("Example: ")), "")
