"""A report says nothing rather than nought: tables without a single telling figure are left out."""

from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from listmatch.domain.jobs import ExportFormat
from listmatch.exports import EXPORTERS, quality_tables, result_tables, segments
from listmatch.exports.chart_data import native_charts
from listmatch.exports.document import compose, executive, headlines
from listmatch.exports.markup import differs
from listmatch.exports.next_steps import next_steps

from .contents import dedupe_content, golden, match_content
from .readers import html_text, pptx_text


def without_a_match() -> dict[str, Any]:
    rollups = golden()
    rollups["totals"] |= {"matched": 0, "review": 0, "unmatched": 5000, "matchRatePct": 0.0}
    rollups["scoreDistribution"] = [bucket | {"count": 0, "matched": 0} for bucket in rollups["scoreDistribution"]]
    return rollups


@pytest.mark.parametrize(("rollups", "shown"), [(golden(), True), (without_a_match(), False)])
def test_promises_and_scores_are_shown_where_there_are_matches(
    rollups: dict[str, Any], shown: bool, tmp_path: Path
) -> None:
    content = match_content(tmp_path, rollups=rollups)
    assert bool(result_tables.scores(content).rows) == bool(result_tables.expectations(content).rows) == shown
    text = html_text(EXPORTERS[ExportFormat.HTML](content, tmp_path))
    told = ("How reliable the result is", "Score distribution")
    assert [title in text.partition("Definitions")[0] for title in told] == [shown, shown]


@pytest.mark.parametrize(
    ("figures", "notes"),
    [
        ({"review": 0, "newRecords": 944}, ("none needs a decision", "all of them new records")),
        ({"review": 3, "newRecords": 921}, ("% of the rows; look at these first", "921 of them new records")),
        ({"review": 1, "newRecords": 921}, ("% of the rows; look at it first", "921 of them new records")),
        ({"review": 3, "newRecords": 0}, ("look at these first", "none of them a new record")),
        ({"unmatched": 1, "newRecords": 1}, ("", "of the rows: a new record")),
        ({"unmatched": 0, "newRecords": 0}, ("", "% of the rows")),
        ({"newRecords": None}, ("", "% of the rows")),
    ],
)
def test_the_cover_says_of_each_figure_what_it_asks_for(
    figures: dict[str, Any], notes: tuple[str, str], tmp_path: Path
) -> None:
    rollups = golden()
    rollups["totals"] |= {"unmatched": 944} | figures
    _, review, unmatched = headlines(match_content(tmp_path, rollups=rollups))
    assert review.note.endswith(notes[0])
    assert unmatched.note.endswith(notes[1])


def test_only_fields_that_lack_something_are_listed_as_missing_and_the_others_named(tmp_path: Path) -> None:
    rollups = golden()
    name = {"field": "first_name", "label": "First name", "columns": ["f"], "count": 0, "pct": 0.0}
    rollups["dataQuality"]["missing"].append(name)
    table = quality_tables.missing(match_content(tmp_path, rollups=rollups))
    assert "First name" not in [row[0] for row in table.rows]
    assert table.note == "Never empty: First name."
    counts = [
        int(row[1] or 0) for row in quality_tables.missing_in_short(match_content(tmp_path, rollups=rollups)).rows
    ]
    assert counts == sorted(counts, reverse=True) != []


def test_what_to_do_next_is_a_paragraph_of_its_own_on_the_cover_too(tmp_path: Path) -> None:
    text = "Most is known. " * 60 + "Next: look at the 3 rows in review."
    content = match_content(tmp_path, narrative={"executive": text})
    assert executive(content)[-1] == "Next: look at the 3 rows in review."
    cover, after = (page.extract_text() for page in PdfReader(EXPORTERS[ExportFormat.PDF](content, tmp_path)).pages[:2])
    assert "Next: look at the 3 rows in review." in " ".join(cover.split())
    assert cover.count("Most is known.") < 60
    assert " ".join(after.split()).count("Most is known.") == 60


@pytest.mark.parametrize("export_format", [ExportFormat.PDF, ExportFormat.HTML])
def test_what_an_executive_is_told_is_told_once(tmp_path: Path, export_format: ExportFormat) -> None:
    path = EXPORTERS[export_format](match_content(tmp_path), tmp_path)
    is_pdf = export_format is ExportFormat.PDF
    pages = [page.extract_text() for page in PdfReader(path).pages] if is_pdf else [path.read_text(encoding="utf-8")]
    assert [" ".join(page.split()).count("Most of the list is known.") for page in pages] == [1] + [0] * (
        len(pages) - 1
    )


def test_without_a_duplicate_there_is_no_rate_by_segment_and_no_size_that_does_not_occur(tmp_path: Path) -> None:
    rollups = golden("rollups_dedupe_example")
    assert "segments" in [section.key for section in compose(dedupe_content(tmp_path, rollups=rollups)).sections]
    rollups["totals"]["duplicates"] = 0
    rollups["clusterSizes"] = [size | {"clusters": int(size["from"] == 1)} for size in rollups["clusterSizes"]]
    content = dedupe_content(tmp_path, rollups=rollups)
    assert "segments" not in [section.key for section in compose(content).sections]
    assert not result_tables.cluster_sizes(content).rows


@pytest.mark.parametrize("verdict", ["matched", "unmatched"])
def test_where_all_rows_have_one_verdict_no_segment_differs_from_another(verdict: str, tmp_path: Path) -> None:
    rollups = golden()
    rollups["totals"] |= {"matched": 0, "review": 0, "unmatched": 0} | {verdict: 5000}
    content = match_content(tmp_path, rollups=rollups)
    assert not segments.pivots(content)
    assert "segments" not in [section.key for section in compose(content).sections]
    assert not any(key.startswith("pivot") for key in native_charts(content))
    assert segments.pivots(match_content(tmp_path, rollups=golden()))


def test_buckets_below_the_lowest_score_are_left_out_and_so_is_what_too_few_matches_promise(tmp_path: Path) -> None:
    rollups = golden()
    for bucket in rollups["scoreDistribution"][2:]:
        bucket |= {"count": 0, "matched": 0, "review": 0}
    del rollups["promises"]["expectedPrecisionPct"]
    table = result_tables.scores(match_content(tmp_path, rollups=rollups))
    assert [row[0] for row in table.rows] == ["90-100", "80-89"]
    assert table.columns[-1].label == "Share of rows"
    assert native_charts(match_content(tmp_path, rollups=rollups))["scores"].categories == ("90-100", "80-89")


def test_slides_leave_out_the_names_of_columns_which_may_be_long(tmp_path: Path) -> None:
    rollups = golden()
    rollups["dataQuality"]["missing"][0]["columns"] = ["a rather long column name that says what is in it"]
    content = match_content(tmp_path, rollups=rollups)
    assert [column.label for column in quality_tables.missing_in_short(content).columns] == [
        "Field",
        "Rows without it",
        "Share",
    ]
    assert "a rather long column name" not in pptx_text(EXPORTERS[ExportFormat.PPTX](content, tmp_path))


def test_each_bucket_of_scores_says_how_many_of_it_should_be_right_where_the_verdicts_promise_it(
    tmp_path: Path,
) -> None:
    rollups = golden()
    promised = {line["bucket"]: line["expectedPct"] for line in rollups["promises"]["reliability"]}
    table = result_tables.scores(match_content(tmp_path, rollups=rollups))
    assert {row[0]: row[-1] for row in table.rows} == promised
    assert table.columns[-1].label == "Expected to be right"
    rollups["promises"] = None
    assert result_tables.scores(match_content(tmp_path, rollups=rollups)).columns[-1].label == "Share of rows"


def test_values_too_frequent_to_tell_rows_apart_have_a_table_where_there_are_any(tmp_path: Path) -> None:
    assert not result_tables.frequent_values(match_content(tmp_path, rollups=golden())).rows
    hot = {
        "label": "email",
        "values": 1,
        "rowsOfTheMostFrequent": 5000,
        "sourceRows": 204,
        "pairsCompared": 604,
        "pairsLeftOut": 1_019_396,
    }
    content = match_content(tmp_path, rollups=golden() | {"frequentValues": {"rowsLeftOut": 4, "passes": [hot]}})
    assert result_tables.frequent_values(content).rows == (("Email", 1, 5000, 604, 1_019_396),)
    [matches] = [section for section in compose(content).sections if section.key == "matches"]
    assert "frequent_values" in [block.table.key for block in matches.blocks if block.table]


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        ("+1 220 555 0173", "(220) 555-0173", False),
        ("975.555.0128", "(975) 555-0128 x65", False),
        ("2915", "02915", False),
        ("ROSELLO", "Roselló", False),
        ("2915", "12915", True),
        ("(662) 555-0110", "661.555.0190", True),
        ("Chris", "Christopher", True),
        ("unit 7", "7", True),
    ],
)
def test_only_what_is_more_than_another_way_to_write_it_is_marked_as_different(
    one: str, other: str, shown: bool
) -> None:
    assert differs(one, other) is shown
    assert differs(other, one) is shown


def test_of_leads_the_cover_says_that_they_belong_to_accounts(tmp_path: Path) -> None:
    rollups = {**golden(), "leads": True}
    matched, _, unmatched = headlines(match_content(tmp_path, rollups=rollups))
    assert matched.note.endswith("rows belong to an account of the master list")
    assert unmatched.note.endswith("of the rows belong to none")
    steps = [row[0] for row in next_steps(match_content(tmp_path, rollups=rollups)).rows]
    assert "Find or create an account for the leads without one" in steps
    assert not [step for step in steps if "new records" in str(step)]
