"""How peers are judged, measured and shown."""

import sys
from pathlib import Path

import pytest

from benchmarks.compare import SETS, Result, assess, overview, table
from benchmarks.labelled import LabelledSet
from benchmarks.measure import Cost, run_apart, run_measured
from benchmarks.picture import draw

LINK = LabelledSet("link", Path("s"), Path("m"), frozenset({(1, 10), (2, 20), (3, 30)}), source_rows=5)
DEDUPE = LabelledSet("dedupe", Path("r"), None, frozenset({(1, 2), (1, 3), (2, 3)}), source_rows=4)


def test_the_best_candidate_of_a_row_counts_and_the_others_do_not():
    proposed = [(1, 10, 0.9), (1, 11, 0.95), (2, 20, 0.9), (4, 40, 0.86)]
    precision, recall, f1, _ = assess(proposed, LINK, line=0.85)
    assert (precision, recall) == (pytest.approx(1 / 3), pytest.approx(1 / 3))
    assert f1 == pytest.approx(1 / 3)


def test_the_best_f1_may_draw_another_line():
    proposed = [(1, 10, 0.7), (2, 20, 0.8), (3, 30, 0.9), (4, 40, 0.2)]
    assert assess(proposed, LINK, line=0.85)[2:] == (pytest.approx(0.5), pytest.approx(1.0))


def test_pairs_of_a_dedupe_are_closed_to_groups():
    assert assess([(1, 2, 1.0), (2, 3, 1.0)], DEDUPE, line=0.5)[:3] == (1.0, 1.0, 1.0)


def test_a_peer_that_proposes_nothing_scores_zero():
    assert assess([], LINK, line=0.5) == (0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("script", "timeout", "outcome"),
    [
        ("print('fine')", 60, "ok"),
        ("raise SystemExit('no such column')", 60, "no such column"),
        ("import time; time.sleep(60)", 0.3, "over 0 s"),
    ],
)
def test_a_run_tells_how_it_ended_and_what_it_cost(tmp_path, script, timeout, outcome):
    cost = run_measured([sys.executable, "-c", script], log=tmp_path / "log", timeout=timeout, environment={})
    assert cost.outcome == outcome
    assert cost.seconds > 0
    assert cost.peak_mb > 1


def test_the_memory_of_the_process_that_asks_is_not_counted(tmp_path):
    ballast = bytearray(200 * 2**20)
    cost = run_apart([sys.executable, "-c", "pass"], log=tmp_path / "log", timeout=60, environment={})
    assert len(ballast) > 0
    assert cost.peak_mb < 100


def test_a_failed_peer_shows_its_reason_in_place_of_figures():
    bad = Result("contacts", "Peer", *(float("nan"),) * 4, Cost(3.0, 100.0, "no module"))
    assert "| Peer | no module | | | | 3.0 | 0.0 | 100 |" in table([bad], SETS[:1])


def test_the_overview_has_a_line_per_peer_and_a_column_per_set():
    ok, none = Cost(2.25, 100.4, "ok"), Cost(3, 100, "no module")
    results = [Result(SETS[0].name, "A", 1, 0.8, 0.9, 0.95, ok), Result(SETS[1].name, "A", 0, 0, 0, 0, none)]
    lines = overview([*results, Result(SETS[1].name, "B", 1, 1, 1, 1, ok)], SETS[:2]).splitlines()
    assert lines[2:] == ["| A | **0.900** · 2.2 s · 100 MB | no module |", "| B |  | **1.000** · 2.2 s · 100 MB |"]


def test_the_picture_has_a_dot_per_figure_and_none_for_a_missing_one(tmp_path):
    draw([("contacts", "A", 0.9), ("contacts", "B & C", float("nan"))], tmp_path / "p.svg")
    picture = (tmp_path / "p.svg").read_text()
    assert picture.count("<title>") == 1
    assert "B &amp; C" in picture
