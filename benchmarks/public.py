"""Public labelled sets in the layouts in which they are passed around: truth by their own ids, read as row numbers."""

from pathlib import Path

import polars as pl

Pairs = frozenset[tuple[int, int]]


def public_pair(folder: Path) -> tuple[Path, Path, Pairs] | None:
    """(source, master, true pairs) of a folder that holds abt_buy, dblp_acm or fodors_zagats, else None."""
    for make in (_abt_buy, _dblp_acm, _fodors_zagats):
        found = make(folder)
        if found is not None:
            return found
    return None


def _abt_buy(folder: Path) -> tuple[Path, Path, Pairs] | None:
    """Products; truth is a pair of row numbers from 0 (pyJedAI's copy)."""
    if not (folder / "abt.csv").exists():
        return None
    truth = pl.read_csv(folder / "gt.csv", separator="|")
    return folder / "abt.csv", folder / "buy.csv", frozenset((a + 1, b + 1) for a, b in truth.rows())


def _dblp_acm(folder: Path) -> tuple[Path, Path, Pairs] | None:
    """Publications (Leipzig benchmark)."""
    if not (folder / "DBLP2.csv").exists():
        return None
    return _by_ids(folder / "DBLP2.csv", folder / "ACM.csv", _read(folder / "map.csv").rows())


def _fodors_zagats(folder: Path) -> tuple[Path, Path, Pairs] | None:
    """Restaurants (py_entitymatching's copy); gold marks the true ones among labelled pairs."""
    if not (folder / "fodors.csv").exists():
        return None
    labelled = _read(next(folder.glob("match_*.csv"))).filter(pl.col("gold") == "1")
    return _by_ids(folder / "fodors.csv", folder / "zagats.csv", labelled.select("fodors_id", "zagats_id").rows())


def _by_ids(source: Path, master: Path, truth: list[tuple[str, ...]]) -> tuple[Path, Path, Pairs]:
    mine, theirs = ({key: row for row, key in enumerate(_read(path)["id"], 1)} for path in (source, master))
    return source, master, frozenset((mine[a], theirs[b]) for a, b in truth)


def _read(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False, encoding="utf8-lossy")
