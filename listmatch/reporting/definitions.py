"""The sentence that defines each figure of a report, and what the figure is called in print."""

import tomllib
from functools import cache
from importlib.resources import files

from listmatch.domain.rollups import Definition


def definitions_of(variant: str) -> list[Definition]:
    """The definitions that a report of *variant* (``match`` or ``dedupe``) needs, in printing order."""
    return [
        Definition(figure=entry["figure"], label=entry["label"], text=entry["text"])
        for entry in _all()
        if variant in entry["variants"]
    ]


def label_of(figure: str) -> str:
    """What *figure* (a path such as ``totals.matched``) is called in print."""
    return next(entry["label"] for entry in _all() if entry["figure"] == figure)


@cache
def _all() -> tuple[dict[str, str], ...]:
    text = files("listmatch.reporting").joinpath("data", "definitions.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(text)["definition"])
