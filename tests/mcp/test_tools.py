"""The tools of the MCP server: the same answers as at the command line, and nothing but what they may tell."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from listmatch.catalog.queries import audit
from listmatch.catalog.queries import jobs as job_rows
from listmatch.domain.jobs import JobStatus
from listmatch.mcp.server import create_server
from tests.homes import LOOP
from tests.lists import MASTER, SOURCE
from tests.mcp.conftest import Assistant


def test_each_tool_says_what_it_does_and_whether_it_changes_anything(matched: Assistant) -> None:
    tools = matched.talk(lambda client: client.list_tools()).tools
    assert {tool.name: tool.annotations.read_only_hint for tool in tools} == {
        "profile_list": True,
        "estimate_match": True,
        "match_lists": False,
        "dedupe_list": False,
        "list_runs": True,
        "explain_row": True,
        "list_rows": True,
        "write_crm_files": False,
        "list_review": True,
        "decide_pair": False,
    }
    assert all(tool.description and tool.title for tool in tools)
    undescribed = [
        f"{tool.name}.{name}"
        for tool in tools
        for name, schema in tool.input_schema["properties"].items()
        if "description" not in schema
    ]
    assert undescribed == []


def test_a_match_writes_its_results_and_tells_the_counts(assistant: Assistant) -> None:
    told = assistant.ask("match_lists", source="leads.csv", master="crm.csv", out="out", formats=["html"])
    assert told["resultSummary"]["matched"] == 3
    assert told["resultSummary"]["total_source_rows"] == 5
    names = {Path(path).name for path in told["files"]}
    assert {"results.csv", "report.html"} <= names
    assert "report.pdf" not in names
    assert all(Path(path).is_file() for path in told["files"])
    assert len(assistant.reported) > 5
    assert assistant.reported == sorted(assistant.reported)


def test_what_the_user_asked_reaches_the_match(assistant: Assistant) -> None:
    told = assistant.ask(
        "match_lists",
        source="leads.csv",
        master="crm.csv",
        out="out",
        threshold=99.9,
        all_candidates=True,
        one_to_one=False,
        formats=[],
    )
    assert told["mode"] == "all_candidates"
    assert told["threshold"] == 99.9


def test_a_promise_is_asked_for_in_percent(assistant: Assistant) -> None:
    assistant.ask("match_lists", source="leads.csv", master="crm.csv", out="out", max_wrong_percent=2, formats=[])
    assert "max_wrong: 0.02" in (assistant.folder / "out" / "profile.yaml").read_text(encoding="utf-8")


def test_a_dedupe_takes_one_list(assistant: Assistant) -> None:
    told = assistant.ask("dedupe_list", path="leads.csv", out="out", formats=[])
    assert told["mode"] == "dedupe"
    [first, *_] = assistant.ask("list_rows", out="out", limit=1)
    assert set(first) == {"rowId", "clusterId", "isRepresentative", "score", "reason"}
    assert "no verdict" in assistant.refused("list_rows", out="out", verdict="review")
    assistant.ask("dedupe_list", path="crm.csv", out="other", formats=[])
    runs = assistant.ask("list_runs")
    assert [(run["mode"], run["source"], run["status"]) for run in runs] == [
        ("dedupe", "crm.csv", "completed"),
        ("dedupe", "leads.csv", "completed"),
    ]


def test_rows_are_told_a_page_at_a_time(matched: Assistant) -> None:
    rows = matched.ask("list_rows", out="out")
    assert [row["rowId"] for row in rows] == [1, 2, 3, 4, 5]
    assert matched.ask("list_rows", out="out", offset=1, limit=2) == rows[1:3]
    taken = matched.ask("list_rows", out="out", verdict="matched")
    assert taken == [row for row in rows if row["verdict"] == "matched"]
    assert {row["masterRowId"] for row in taken} == {1, 2, 3}


def test_a_row_is_explained_by_parts_that_add_up(matched: Assistant) -> None:
    told = matched.ask("explain_row", out="out", row=1)
    assert told["verdict"] == "matched"
    assert told["contributions"][-1]["total"] == pytest.approx(sum(part["logOdds"] for part in told["contributions"]))


def test_files_for_a_crm_lie_beside_the_results(matched: Assistant) -> None:
    told = matched.ask("write_crm_files", out="out", preset="hubspot")
    assert told["newRecords"]["count"] + told["updates"]["count"] > 0
    assert Path(told["newRecords"]["file"]).parent == matched.folder / "out"


def test_a_decision_is_remembered_and_followed(assistant: Assistant) -> None:
    assistant.ask("match_lists", source="leads.csv", master="crm.csv", out="out", formats=[])
    kept = assistant.ask("decide_pair", out="out", row=1, ruling="reject", note="his son")
    assert (kept["decision"], kept["masterRowId"], kept["note"]) == ("reject", 1, "his son")
    assistant.ask("match_lists", source="leads.csv", master="crm.csv", out="out", formats=[])
    [first] = assistant.ask("list_rows", out="out", limit=1)
    assert first["masterRowId"] != 1


CELLS = [
    cell
    for line in (*SOURCE.splitlines()[1:], *MASTER.replace(";", ",").splitlines()[1:])
    for cell in line.split(",")
    if len(cell) > 3
]


def test_no_cell_is_told_unless_the_user_allows_it(matched: Assistant) -> None:
    asked: list[tuple[str, dict[str, Any]]] = [
        ("profile_list", {"path": "leads.csv"}),
        ("estimate_match", {"source": "leads.csv", "master": "crm.csv"}),
        ("match_lists", {"source": "leads.csv", "master": "crm.csv", "out": "out", "formats": []}),
        ("list_rows", {"out": "out"}),
        *(("explain_row", {"out": "out", "row": row}) for row in (1, 4, 5)),
        ("list_review", {"out": "out"}),
        ("list_runs", {}),
        ("write_crm_files", {"out": "out", "preset": "hubspot"}),
    ]
    for tool, arguments in asked:
        told = json.dumps(matched.ask(tool, **arguments), ensure_ascii=False)
        assert [cell for cell in CELLS if cell in told] == [], tool


def test_cells_are_told_where_the_user_allows_it(matched: Assistant) -> None:
    trusted = replace(matched, shows_cells=True)
    assert "Denver" in json.dumps(trusted.ask("profile_list", path="leads.csv"))
    assert "mquillon@fenbury.example" in json.dumps(trusted.ask("explain_row", out="out", row=2))


def test_nothing_is_read_outside_of_the_folders(matched: Assistant) -> None:
    secret, link = matched.folder.parent / "secret.csv", matched.folder / "link.csv"
    secret.write_text("Name\nAda Strangeways\n", encoding="utf-8")
    link.symlink_to(secret)
    for path in ("../secret.csv", "/etc/passwd", "~/secret.csv", "link.csv"):
        assert "outside of the folders" in matched.refused("profile_list", path=path)


def test_a_match_stays_within_the_folders_whatever_is_named(matched: Assistant) -> None:
    elsewhere = matched.folder.parent / "elsewhere"
    for argument in ("source", "master", "out", "profile"):
        arguments = {"source": "leads.csv", "master": "crm.csv", "out": "out"} | {argument: str(elsewhere)}
        assert "outside of the folders" in matched.refused("match_lists", **arguments)
    assert not elsewhere.exists()


def test_an_error_is_the_sentence_of_the_command_line(matched: Assistant) -> None:
    refused = matched.refused("match_lists", source="leads.csv", master="none.csv", out="new")
    assert refused == f"{matched.folder / 'none.csv'}: there is no such file. Check the path."
    assert not (matched.folder / "new").exists()
    assert "holds no listmatch results" in matched.refused("explain_row", out=".", row=1)


def test_a_fault_of_ours_is_told_without_its_text(
    matched: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*arguments: Any, **options: Any) -> None:
        raise ValueError("cannot convert 'mquillon@fenbury.example'")

    monkeypatch.setattr("listmatch.workflows.matches.history.recent_jobs", fail)
    assert "an internal error occurred (ValueError)." in matched.refused("list_runs")
    assert "mquillon" not in caplog.text


def test_a_cancelled_request_cancels_the_job(assistant: Assistant) -> None:
    """The client goes at the first progress of the job itself; what was being done ends in order."""
    arguments = {"source": "leads.csv", "master": "crm.csv", "out": "out", "formats": []}

    async def leave() -> None:
        server = create_server(assistant.services, folders=[assistant.folder], shows_cells=False)
        with anyio.CancelScope() as scope:

            async def heard(share: float, total: float | None, message: str | None) -> None:
                del total, message
                if share > 0.4:
                    scope.cancel()

            async with Client(server) as client:
                await client.call_tool("match_lists", arguments, progress_callback=heard)

    anyio.run(leave)
    assert not (assistant.folder / "out").exists()
    with assistant.services.catalog.reading() as session:
        [job] = job_rows.list_recent(session, owner_id="local")
        noted = {(entry.actor, entry.action) for entry in audit.list_recent(session, owner_id="local")}
    assert job.status is JobStatus.CANCELLED
    assert ("mcp", "job.cancel") in noted


@pytest.mark.parametrize("mode", ["auto", "legacy"])  # with and without the handshake of the protocol's first years
def test_the_command_speaks_over_stdin_and_stdout(assistant: Assistant, mode: str) -> None:
    parameters = StdioServerParameters(
        command=str(Path(sys.executable).parent / "listmatch"),
        args=["mcp", "--folder", str(assistant.folder)],
        env=dict(os.environ) | {"LISTMATCH_HOME": str(assistant.services.settings.home), "LISTMATCH_RUNNER": LOOP},
    )

    async def talk() -> tuple[str, dict[str, Any]]:
        async with Client(stdio_client(parameters), mode=mode) as client:
            answer = await client.call_tool("profile_list", {"path": "leads.csv"})
            return client.server_info.name, answer.structured_content or {}

    name, told = anyio.run(talk)
    assert name == "listmatch"
    assert (told["rows"], told["quarantined"]) == (5, 1)


def test_ctrl_c_ends_it_at_a_terminal(assistant: Assistant) -> None:
    ours, theirs = pty.openpty()
    environment = dict(os.environ) | {"LISTMATCH_HOME": str(assistant.services.settings.home)}
    command = [Path(sys.executable).parent / "listmatch", "mcp", "--folder", assistant.folder]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        assert b"Waiting for an assistant" in os.read(ours, 1000)
        time.sleep(1)  # until it reads
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == -signal.SIGINT
    os.close(ours)
    os.close(theirs)
