"""The contracts of the tables between the stages (docs/architecture.md) as data: columns, types, ranges, order.

What belongs here: what must hold of a table whoever wrote it. Whether a score is *right* is the business of the
benchmarks. The rules are said once and read twice: as a DuckDB query (screen.py) and as a pandera schema (schemas.py).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum

from listmatch.domain.columns import LINE, RESERVED_PREFIX, ROW_ID
from listmatch.domain.verdicts import Verdict

STANDARD_COLUMNS = (
    "first", "middle", "last", "generation", "last_2", "partner_last", "sex", "email", "email_2", "email_class",
    "phone", "phone_2", "company", "company_2", "company_full", "party", "domain", "street", "unit", "city", "state",
    "zip",
    "street_2", "unit_2", "city_2", "state_2", "zip_2",
    "country", "birth", "linkedin", "key", "title", "attributes", "detail", "year", "price",
)  # fmt: skip
"""The columns of standard.parquet after the row id, in their order."""
FOLDED_COLUMNS = (
    "first", "middle", "last", "last_2", "partner_last", "company", "company_2", "company_full", "party", "street",
    "unit", "city", "street_2", "unit_2", "city_2", "title", "detail",
)  # fmt: skip
BLANK = "\\s\\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""White space within a character class, in full: RE2's ``\\s`` is that of ASCII only, Rust's is Unicode's."""
PATTERNS = {
    **dict.fromkeys(FOLDED_COLUMNS, r"^[a-z0-9]+( [a-z0-9]+)*$"),
    **dict.fromkeys(("email", "email_2"), rf"^[^@{BLANK}]+@[^@{BLANK}]+$"),
    **dict.fromkeys(("phone", "phone_2"), r"^\+?[0-9]+$"),
    "country": r"^[A-Z]{2}$",
    "birth": r"^[0-9]{8}$",
    "key": r"^[A-Z0-9]+$",
    "attributes": r"^[a-z]+:[a-z0-9.]+( [a-z]+:[a-z0-9.]+)*$",
    "year": r"^[0-9]+$",
    "price": r"^-?[0-9]+(\.[0-9]+)?$",
}
"""Standard column -> what every value of it looks like."""
GENERATIONS = ("jr", "sr", "ii", "iii", "iv")
EMAIL_CLASSES = ("work", "free", "role", "disposable")


class Type(StrEnum):
    """A column's type, named as DuckDB names it."""

    INTEGER = "BIGINT"
    UNSIGNED = "UBIGINT"
    NUMBER = "DOUBLE"
    TEXT = "VARCHAR"
    TRUTH = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class AtLeast:
    """No value is smaller."""

    lowest: int


@dataclass(frozen=True, slots=True)
class OneOf:
    """Every value is one of these words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """Every value matches a regular expression, in the words that RE2 and Rust understand alike."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Score:
    """Every value lies between 0 and 100, which NaN does not."""


@dataclass(frozen=True, slots=True)
class CountsUp:
    """1, 2, 3, ... in the order of the lines."""


@dataclass(frozen=True, slots=True)
class Ascends:
    """No value is smaller than that of the line before, or (*strictly*) every one is greater."""

    strictly: bool = False


Rule = AtLeast | OneOf | Like | Score | CountsUp | Ascends


class Between(Enum):
    """A rule between the columns of a table, and how it is called in an error."""

    PAIR_ORDER = "distinct and ordered by source and master row"
    SCORE_ORDER = "ordered by source row, score descending, master row"
    NAMES_MASTER_ROW = "with a master row exactly where not unmatched"
    CLUSTERS_HOLD = "clusters with one representative, sizes as stated"


@dataclass(frozen=True, slots=True)
class Column:
    """What holds of one column; ``type`` None: any."""

    type: Type | None
    rules: tuple[Rule, ...] = ()
    is_nullable: bool = False


@dataclass(frozen=True, slots=True)
class Contract:
    """What holds of a table; it may have further columns."""

    columns: Mapping[str, Column]
    between: Between | None = None


POSITIVE = AtLeast(1)


def contract_of(name: str, columns: Collection[str]) -> Contract:
    """The contract of the table *name* for a file that has *columns*; KeyError for an unknown table."""
    contracts: Mapping[str, Callable[[Collection[str]], Contract]] = {
        "rows": _rows,
        "standard": _standard,
        "candidate_pairs": _candidate_pairs,
        "scored_matches": _scored_matches,
        "verdicts": _verdicts,
        "clusters": _clusters,
    }
    return contracts[name](columns)


def _rows(columns: Collection[str]) -> Contract:
    own = [name for name in columns if not name.startswith(RESERVED_PREFIX)]
    return Contract(
        {
            ROW_ID: Column(Type.INTEGER, (CountsUp(),)),
            LINE: Column(Type.INTEGER, (POSITIVE, Ascends(strictly=True))),
            **{name: Column(Type.TEXT, is_nullable=True) for name in own},
        }
    )


def _standard(_: Collection[str]) -> Contract:
    rules: dict[str, tuple[Rule, ...]] = {name: (Like(pattern),) for name, pattern in PATTERNS.items()}
    rules |= {"generation": (OneOf(GENERATIONS),), "email_class": (OneOf(EMAIL_CLASSES),)}
    columns = {name: Column(Type.TEXT, rules.get(name, ()), is_nullable=True) for name in STANDARD_COLUMNS}
    return Contract({ROW_ID: Column(Type.INTEGER, (CountsUp(),)), **columns})


def _candidate_pairs(_: Collection[str]) -> Contract:
    return Contract(
        {
            "source_row_id": Column(Type.INTEGER, (POSITIVE, Ascends())),
            "master_row_id": Column(Type.INTEGER, (POSITIVE,)),
            "passes": Column(Type.UNSIGNED, (POSITIVE,)),
        },
        Between.PAIR_ORDER,
    )


def _scored_matches(columns: Collection[str]) -> Contract:
    evidence = [name for name in columns if name.startswith("evidence_")]
    return Contract(
        {
            "source_row_id": Column(Type.INTEGER, (POSITIVE, Ascends())),
            "master_row_id": Column(Type.INTEGER, (POSITIVE,)),
            "score": Column(Type.NUMBER, (Score(),)),
            **{name: Column(Type.TEXT) for name in ("relationship", "pass", "reason")},
            **{name: Column(None, (AtLeast(-1),)) for name in evidence},
            **{name: Column(None) for name in ("match_weight", "match_probability")},
        },
        Between.SCORE_ORDER,
    )


def _verdicts(_: Collection[str]) -> Contract:
    rows = ("_lmg_master_row_id", "nearest_master_row_id", "source_duplicate_of")
    return Contract(
        {
            ROW_ID: Column(Type.INTEGER, (POSITIVE, Ascends())),
            "_lmg_match_status": Column(Type.TEXT, (OneOf(tuple(verdict.value for verdict in Verdict)),)),
            "_lmg_match_score": Column(Type.NUMBER, (Score(),)),
            "_lmg_match_reason": Column(Type.TEXT),
            **{name: Column(Type.INTEGER, (POSITIVE,), is_nullable=True) for name in rows},
            **{name: Column(Type.TEXT, is_nullable=True) for name in ("_lmg_relationship", "pass")},
            "_lmg_master_duplicates": Column(None, is_nullable=True),
        },
        Between.NAMES_MASTER_ROW,
    )


def _clusters(_: Collection[str]) -> Contract:
    return Contract(
        {
            ROW_ID: Column(Type.INTEGER, (CountsUp(),)),
            "_lmg_cluster_id": Column(Type.INTEGER, (POSITIVE,)),
            "_lmg_is_representative": Column(Type.TRUTH),
            "_lmg_match_score": Column(Type.NUMBER, (Score(),)),
            "_lmg_match_reason": Column(Type.TEXT),
            "cluster_size": Column(Type.INTEGER, (POSITIVE,)),
            "weakest_link": Column(Type.NUMBER, (Score(),), is_nullable=True),
        },
        Between.CLUSTERS_HOLD,
    )
