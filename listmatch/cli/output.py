"""The options that a match and a dedupe share: where they compute, what they promise, what they are to write."""

from enum import StrEnum
from typing import Annotated

import typer

from listmatch.domain.engines import EngineName
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.verdicts import ProfileType
from listmatch.errors import InputError


class Only(StrEnum):
    """What to confine a job to."""

    RESULTS = "results"


OnlyOption = Annotated[
    Only | None, typer.Option(help="`results`: only results.csv and results.parquet, no report; fastest.")
]
TypeOption = Annotated[
    ProfileType | None,
    typer.Option(
        "--type", help="What the rows are; by default the columns decide. `account`: people and their companies."
    ),
]
MaxWrongOption = Annotated[
    str | None, typer.Option(help="Choose the threshold so that at most this share of the matches is wrong, e.g. 1%.")
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(help="Where to compare: this machine (duckdb) or Apache Spark; the verdicts are the same."),
]
PivotsOption = Annotated[
    list[str] | None,
    typer.Option("--pivot", help="Break the report down by this column; repeatable. Chosen automatically by default."),
]
NeutraliseOption = Annotated[
    bool,
    typer.Option(
        "--neutralise-formulas", help="In results.csv, put ' before cells that a spreadsheet would run as a formula."
    ),
]
FormatsOption = Annotated[
    list[ExportFormat] | None, typer.Option("--format", "-f", help="Report format; repeatable. All by default.")
]


def parse_share(text: str | None) -> float | None:
    """``1%`` or ``0.01`` as a share between 0 and 0.5. Raises InputError."""
    if text is None:
        return None
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = 0.0
    if not 0 < share <= 0.5:
        raise InputError(f"{text!r} is not a share.", place="--max-wrong", cure="Write it as 1% or 0.01, at most 50%.")
    return share
