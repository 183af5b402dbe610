"""From rows and pairs to seconds, memory and disk: a cost model fitted to measured jobs, and what to make of it."""

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypedDict

from listmatch.domain.engines import EngineName

if TYPE_CHECKING:
    from listmatch.matching.blocking.preflight import Forecast

MIB = 2**20

LONG_S = 4 * 3600
"""predicted seconds from which a job is better shared between machines, or its source split"""

SPARK_FACTOR = 2
"""how many times the memory it may use a job may need before spilling is better left to a cluster"""


class IndexUse(StrEnum):
    """What a job does with the index of its master."""

    NONE = "none"
    """there is none: the master is scanned; so are dedupes and texts"""
    BUILT = "built"
    """this job builds it, since the master served before"""
    READ = "read"


@dataclass(frozen=True, slots=True)
class CostModel:
    """Seconds, bytes of memory and of disk per row and pair, on prepared lists up to results.csv.

    Fitted to whole processes of ``listmatch match --only results`` on a 2-core x86_64 virtual machine. ``python -m
    benchmarks.estimating`` measures such jobs, says how far off each figure was, and what these should be instead.
    """

    fixed_s: float = 2.4
    pair_s: float = 20e-6
    source_row_s: float = 15e-6
    master_row_s: float = 1.6e-6
    scan_row_s: float = 2e-6
    """of a master row where no index is read"""
    index_row_s: float = 6e-6
    report_s: float = 4.2
    probe_fixed_s: float = 0.2
    probe_row_s: float = 2e-6
    """blocking the sample: the same scan of the master on every machine, so it tells how fast this one is now"""
    fixed_bytes: float = 250 * MIB
    pair_bytes: float = 50
    source_row_bytes: float = 350
    master_row_bytes: float = 150
    fixed_disk: float = 1.6 * MIB
    pair_disk: float = 36
    result_disk: float = 1.3
    """bytes of results.csv and .parquet per byte of the lists' rows that they repeat"""
    index_row_disk: float = 105
    spark_fixed_s: float = 40.0
    """on Spark, of all its cores together: starting it, and planning and compiling the queries"""
    spark_pair_s: float = 150e-6
    spark_row_s: float = 30e-6


@dataclass(frozen=True, slots=True)
class Cost:
    """Predicted cost of a job whose lists are prepared, as the estimate leaves them."""

    seconds: float
    """until results.csv is written"""
    seconds_with_report: float
    memory_mb: int
    disk_mb: float
    builds_index: bool
    spark_core_s: float
    """seconds of cores that Spark's part would take, on whatever number of them"""


def slowness_of(predicted: "Forecast", seconds: float, model: CostModel | None = None) -> float:
    """How much slower than the model's machine this one is now, held between a third and four times."""
    model = model or CostModel()
    expected = model.probe_fixed_s + predicted.master_rows * model.probe_row_s
    return round(min(max(seconds / expected, 1 / 3), 4.0), 2)


def cost_of(
    predicted: "Forecast",
    *,
    row_bytes: float,
    index: IndexUse,
    slowness: float = 1.0,
    model: CostModel | None = None,
) -> Cost:
    """The cost of a job with these rows and pairs; *row_bytes* as uploaded, *slowness* against the model's machine."""
    model = model or CostModel()
    pairs, source, master = predicted.pairs, predicted.source_rows, predicted.master_rows
    scanned, indexed = master * (index is not IndexUse.READ), master * (index is IndexUse.BUILT)
    seconds = model.fixed_s + pairs * model.pair_s + source * model.source_row_s + master * model.master_row_s
    memory = model.fixed_bytes + pairs * model.pair_bytes + source * model.source_row_bytes
    results = source * row_bytes * model.result_disk
    disk = model.fixed_disk + 2 * results + pairs * model.pair_disk + indexed * model.index_row_disk
    seconds = (seconds + scanned * model.scan_row_s + indexed * model.index_row_s) * slowness
    return Cost(
        seconds=round(seconds, 1),
        seconds_with_report=round(seconds + model.report_s * slowness, 1),
        memory_mb=round((memory + master * model.master_row_bytes) / MIB),
        disk_mb=round(disk / MIB, 1),
        builds_index=index is IndexUse.BUILT,
        spark_core_s=round(model.spark_fixed_s + pairs * model.spark_pair_s + (source + master) * model.spark_row_s, 1),
    )


class EngineSettings(TypedDict):
    """The settings of the machine that an estimate is about."""

    threads: int
    memoryLimitMb: int


class Advice(TypedDict):
    """The engine that fits a cost, the settings it was judged by, and what to change first; JSON-ready."""

    engine: EngineName
    settings: EngineSettings
    advice: list[str]


def advice(cost: Cost, *, threads: int, limit_mb: int, compares_fields: bool) -> Advice:
    """Engine and settings that fit the cost, with the reasons; what compares texts has one engine."""
    machine_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MIB
    have_mb = limit_mb or machine_mb * 6 // 10
    reasons = []
    if cost.memory_mb > have_mb:
        reasons.append(
            f"It needs about {cost.memory_mb:,} MB and may use {have_mb:,} MB: raise LISTMATCH_MEMORY_LIMIT_MB or "
            "split the source; until then it spills to disk and takes longer."
        )
    if cost.builds_index:
        reasons.append(
            "This match also builds the index of the master, which was matched against before; later ones are faster."
        )
    if cost.seconds > LONG_S:
        reasons.append("It takes hours: split the source into parts, and match each as a job of its own.")
    is_outgrown = compares_fields and (cost.memory_mb > SPARK_FACTOR * have_mb or cost.seconds > LONG_S)
    if is_outgrown:
        reasons.append(
            "It outgrows this machine: a Spark cluster (`--engine spark`) gives the same verdicts with about "
            f"{cost.spark_core_s:,.0f} seconds of its cores."
        )
    return Advice(
        engine="spark" if is_outgrown else "duckdb",
        settings=EngineSettings(threads=threads, memoryLimitMb=have_mb),
        advice=reasons,
    )
