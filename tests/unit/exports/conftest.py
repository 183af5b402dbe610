"""Small made-up lists, verdicts and reports, written as the stages before the exports write them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from listmatch.duck import Compute

from . import contents


@pytest.fixture
def compute(tmp_path: Path) -> Compute:
    return Compute(tmp_path / "scratch", threads=2)


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[..., Path]:
    return lambda name, header, rows: contents.write_rows(tmp_path / f"{name}.parquet", header, rows)


@pytest.fixture
def write_verdicts(tmp_path: Path) -> Callable[..., Path]:
    return lambda verdicts: contents.write_verdicts(tmp_path / "verdicts.parquet", verdicts)
