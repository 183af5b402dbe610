"""Arguments that do not fit a tool are refused with one sentence each, which says what belongs there."""

from typing import Any

import pytest

from tests.mcp.conftest import Assistant

LISTS = {"source": "leads.csv", "master": "crm.csv"}
TWO_LISTS = {**LISTS, "out": "new"}


@pytest.mark.parametrize(
    ("tool", "arguments", "sentence"),
    [
        (
            "match_lists",
            LISTS,
            "match_lists: out is missing. What belongs there: Folder for results and reports; results already there "
            "are replaced.",
        ),
        (
            "match_lists",
            {**TWO_LISTS, "threshold": 101},
            "match_lists: threshold must be 100 or less. What belongs there: Score from which a row is matched; 85 by "
            "default.",
        ),
        (
            "match_lists",
            {**TWO_LISTS, "formats": ["pdf", "docx"]},
            "match_lists: formats, entry 2, must be 'pdf', 'xlsx', 'pptx' or 'html'. What belongs there: Which reports "
            "to write; by default all, with an empty list none.",
        ),
        (
            "explain_row",
            {"out": "new", "row": "Ada Strangeways"},
            "explain_row: row must be a whole number. What belongs there: Number of the row, its _lmg_row_id in "
            "results.csv.",
        ),
        (
            "match_lists",
            {**TWO_LISTS, "treshold": 95},
            "match_lists: treshold: the tool has no argument of this name. Did you mean threshold?",
        ),
        ("list_runs", {"owner": "ada"}, "list_runs: owner: the tool has no argument of this name. It has: limit."),
    ],
)
def test_an_argument_that_does_not_fit_is_named(
    matched: Assistant, tool: str, arguments: dict[str, Any], sentence: str
) -> None:
    assert matched.refused(tool, **arguments) == sentence
    assert not (matched.folder / "new").exists()


def test_a_tool_that_is_not_there_is_named(matched: Assistant) -> None:
    assert matched.refused("delete_everything") == "Unknown tool: delete_everything"
