"""Small handles that stages exchange instead of frames."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Artifact:
    """An object that one stage wrote whole and the next one reads.

    ``rows`` is None where counting makes no sense (a PDF); ``schema_hash`` is the hash of column names and types,
    empty where there are none.
    """

    key: str
    uri: str
    rows: int | None = None
    schema_hash: str = ""


Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class StageResult:
    """What a stage made, and the figures about it that a person would plot or read.

    ``columns`` is (name, type) of the main artifact; ``preview`` a Markdown table of made-up or masked examples.
    """

    artifacts: tuple[Artifact, ...]
    figures: dict[str, Scalar] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()
    preview: str = ""
