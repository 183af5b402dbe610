"""What may be chosen for a match and a dedupe alike: how rows are compared, what is promised, what is written."""

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from listmatch.domain.engines import EngineName
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import InputError

if TYPE_CHECKING:
    from listmatch.workflows.match_lists import MatchRequest

Command = Callable[..., None]


class Only(StrEnum):
    """What to confine a job to."""

    RESULTS = "results"


ProfileOption = Annotated[
    Path | None, typer.Option("--profile", "-p", help="A match profile (YAML); by default one is proposed.")
]
TypeOption = Annotated[
    ProfileType | None,
    typer.Option(
        "--type", help="What the rows are; by default the columns decide. `account`: people and their companies."
    ),
]
ThresholdOption = Annotated[
    float | None, typer.Option(min=0, max=100, help="Score from which rows count as matched; 85 by default.")
]
MaxWrongOption = Annotated[
    str | None, typer.Option(help="Choose the threshold so that at most this share of the matches is wrong, e.g. 1%.")
]
EngineOption = Annotated[
    EngineName | None,
    typer.Option(help="Where to compare: this machine (duckdb) or Apache Spark; the verdicts are the same."),
]
FormatsOption = Annotated[
    list[ExportFormat] | None, typer.Option("--format", "-f", help="Report format; repeatable. All by default.")
]
OnlyOption = Annotated[
    Only | None, typer.Option(help="`results`: only results.csv and results.parquet, no report; fastest.")
]
TitleOption = Annotated[str, typer.Option(help="Title of the report.")]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """The options, in the order in which the help shows them; None leaves a choice to the profile."""

    profile: ProfileOption = None
    profile_type: TypeOption = None
    threshold: ThresholdOption = None
    max_wrong: MaxWrongOption = None
    engine: EngineOption = None
    formats: FormatsOption = None
    only: OnlyOption = None
    title: TitleOption = ""
    pivots: PivotsOption = None
    neutralise_formulas: NeutraliseOption = False

    def request(
        self,
        source: Path,
        master: Path | None = None,
        *,
        mode: MatchMode,
        one_to_one: bool = False,
        source_reading: ReadOptions,
        master_reading: ReadOptions = DETECT_ALL,
    ) -> "MatchRequest":
        """What is asked for: a match of two lists, or without a master the dedupe of one. Raises InputError."""
        from listmatch.workflows.match_lists import MatchRequest
        from listmatch.workflows.matches.jobs import ALL_FORMATS

        return MatchRequest(
            source=source,
            master=master,
            profile=self.profile,
            profile_type=self.profile_type,
            mode=mode,
            threshold=self.threshold,
            max_wrong=parse_share(self.max_wrong),
            one_to_one=one_to_one,
            engine=self.engine,
            formats=tuple(self.formats or ALL_FORMATS),
            results_only=self.only is Only.RESULTS,
            title=self.title,
            pivots=tuple(self.pivots or ()),
            neutralise_formulas=self.neutralise_formulas,
            source_reading=source_reading,
            master_reading=master_reading,
        )


def chooses(command: Command) -> Command:
    """Give a command that takes ``choices`` an option for each of them, in their place."""

    @functools.wraps(command)
    def wrapped(**arguments: Any) -> None:
        chosen = {each.name: arguments.pop(each.name) for each in fields(Choices)}
        command(**arguments, choices=Choices(**chosen))

    own = inspect.signature(command, eval_str=True)
    parameters = [
        parameter
        for name, each in own.parameters.items()
        for parameter in (_parameters() if name == "choices" else [each])
    ]
    wrapped.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
    wrapped.__annotations__ = {each.name: each.annotation for each in parameters}
    return wrapped


def _parameters() -> Iterator[inspect.Parameter]:
    types = get_type_hints(Choices, include_extras=True)
    for each in fields(Choices):
        yield inspect.Parameter(
            each.name, inspect.Parameter.KEYWORD_ONLY, default=each.default, annotation=types[each.name]
        )


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
