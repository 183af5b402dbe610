"""Checking a list against a suite: the only module that touches Great Expectations."""

import os
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.domain.columns import LINE, ROW_ID
from listmatch.domain.files import FileProfile
from listmatch.duck import Compute, identifier, literal
from listmatch.errors import InputError
from listmatch.expectations.suite import Expectation, Finding, Suite, figures_of

if TYPE_CHECKING:
    import pandas as pd

SAMPLE_ROWS = 50_000
"""Rows looked at; a share of 1 % is then known to 0.1 points, in a few seconds and 200 MB."""

SHOWN_EXAMPLES = 5


def check(rows: Path, *, profile: FileProfile, suite: Suite, compute: Compute, shows_values: bool) -> list[Finding]:
    """Check rows.parquet and its profile against a suite; findings in the suite's order.

    Values of the list appear in the findings only when *shows_values*; the lines that hold them always do.
    Raises InputError for an expectation that Great Expectations does not know.
    """
    import pandas as pd

    with compute.connect() as connection:
        query = f"select * from read_parquet({literal(rows)}) order by hash({identifier(ROW_ID)}) limit ?"  # noqa: S608
        sample = connection.execute(query, [SAMPLE_ROWS]).df()
    figures = figures_of(profile)
    shown = SHOWN_EXAMPLES if shows_values else 0
    of_figures = _validated(pd.DataFrame([figures]), suite.figures, shown=SHOWN_EXAMPLES)
    return [*_validated(sample, suite.values, shown=shown), *(_with_figure(each, figures) for each in of_figures)]


def _with_figure(finding: Finding, figures: Mapping[str, float]) -> Finding:
    """A figure is no value of the list, so the finding tells what it is."""
    figure = figures.get(finding.expectation.column)
    return finding if finding.observed or figure is None else replace(finding, observed=f"{figure:g}")


def _validated(table: "pd.DataFrame", expectations: Iterable[Expectation], *, shown: int) -> list[Finding]:
    asked = list(expectations)
    absent = {each for each in range(len(asked)) if asked[each].column and asked[each].column not in table.columns}
    results = iter(_run(table, [each for number, each in enumerate(asked) if number not in absent], shown=shown))
    return [
        Finding(each, is_met=False, observed="there is no such column") if number in absent else next(results)
        for number, each in enumerate(asked)
    ]


def _run(table: "pd.DataFrame", expectations: list[Expectation], *, shown: int) -> list[Finding]:
    if not expectations:
        return []
    suite, batch = _prepared(table, expectations)
    # Each by itself: a suite's results come back in an order of their own.
    summary: dict[str, Any] = {"result_format": "SUMMARY", "partial_unexpected_count": SHOWN_EXAMPLES}
    if LINE in table.columns:
        summary["unexpected_index_column_names"] = [LINE]
    return [
        _finding(expectation, batch.validate(configured, result_format=summary), shown=shown)
        for expectation, configured in zip(expectations, suite, strict=True)
    ]


def _prepared(table: "pd.DataFrame", expectations: list[Expectation]) -> tuple[list[Any], Any]:
    """The expectations and the table as Great Expectations' own objects, in a context that leaves nothing behind."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"  # it would tell its makers of every run
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own imports
        import great_expectations as gx
        from great_expectations.data_context.types.base import ProgressBarsConfig
        from great_expectations.exceptions.exceptions import GreatExpectationsError
        from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("list").add_dataframe_asset("rows")
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": table})
    try:
        configured = [
            ExpectationConfiguration(type=each.type, kwargs=dict(each.arguments)).to_domain_obj()
            for each in expectations
        ]
    except (GreatExpectationsError, ValueError, TypeError) as error:
        message = "an expectation is not known to Great Expectations, or an argument is wrong."
        raise InputError(message, place="expectations", cure="Check type and arguments.") from error
    return configured, batch


def _finding(expectation: Expectation, result: Any, *, shown: int) -> Finding:
    found = result.result or {}
    examples = [value for value in found.get("partial_unexpected_list", []) if isinstance(value, str | int | float)]
    places = found.get("partial_unexpected_index_list") or ()  # of the figures: no lines, but positions
    return Finding(
        expectation,
        is_met=bool(result.success),
        unexpected_count=int(found.get("unexpected_count") or 0),
        unexpected_share=round(float(found.get("unexpected_percent") or 0.0) / 100, 6),
        observed=_missing(found),
        # An empty cell (NaN) differs from itself and is not an example.
        examples=tuple(str(value) for value in examples if value == value)[:shown],
        lines=tuple(sorted(int(place[LINE]) for place in places if isinstance(place, dict))),
    )


def _missing(found: dict[str, Any]) -> str:
    if not found:
        return "could not be checked"  # Great Expectations' own message may quote values
    columns = found.get("details", {}).get("mismatched", {}).get("missing", [])
    return f"missing: {', '.join(map(str, columns))}" if columns else ""
