"""What a match or a dedupe will cost, before it runs: pairs, time, memory, disk, and what to change first."""

import time
from typing import TYPE_CHECKING, TypedDict

from listmatch.domain.columns import Field
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.verdicts import ProfileType
from listmatch.storage import keys
from listmatch.workflows.matches.cost import Advice, IndexUse, advice, cost_of, slowness_of
from listmatch.workflows.matches.index import FEWEST_ROWS, pays_off
from listmatch.workflows.matches.open_lists import LocalLists, OpenLists, open_local
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.domain.summaries import HotValues
    from listmatch.matching.blocking.preflight import Forecast
    from listmatch.matching.profile import MatchProfile


PassPairs = TypedDict("PassPairs", {"pass": str, "pairs": int, "sourceRows": int})
"""What one blocking pass should find; a pair that several passes find counts for each of them."""

HotPass = TypedDict("HotPass", {"pass": str, "columns": list[str], "rowsOfTheMostFrequent": int})
"""A pass in which too many master rows share some values: the columns behind it, never the values."""

PassThatCannotRun = TypedDict("PassThatCannotRun", {"pass": str, "sourceLacks": list[str], "masterLacks": list[str]})
"""A pass that cannot run, and the standard columns that each list lacks for it."""


class Assumptions(TypedDict):
    """What the seconds of an estimate rest on."""

    isPrepared: bool
    index: IndexUse
    probeSeconds: float
    """how long the sample took"""
    slowness: float
    """of this machine now, against the two free cores on which the cost model was fitted"""


class Estimate(Advice, TypedDict):
    """What a match or a dedupe should cost, JSON-ready."""

    profileType: ProfileType
    sourceRows: int
    masterRows: int
    """of a dedupe the rows of the one list"""
    sampledRows: int
    candidatePairs: int
    isExact: bool
    """all rows were blocked, not a sample"""
    seconds: float
    secondsWithReport: float
    memoryMb: int
    diskMb: float
    buildsIndex: bool
    sparkCoreSeconds: float
    passes: list[PassPairs]
    hotValues: list[HotPass]
    idlePasses: list[PassThatCannotRun]
    note: str
    """why there are no pairs; empty where there are some"""
    assumed: Assumptions


def estimate(services: Services, local: LocalLists, *, progress: Progress = silent) -> Estimate:
    """Predict a match of two local lists, or a dedupe of one. Afterwards the lists are prepared.

    Raises InputError and its kin for lists or a profile that cannot be used.
    """
    from listmatch.matching.blocking.preflight import forecast

    with open_local(services, local, progress=part_of(progress, 0.0, 0.7)) as lists:
        started = time.perf_counter()
        predicted = forecast(
            lists.paths(), profile=lists.profile, compute=services.compute, progress=part_of(progress, 0.7, 1.0)
        )
        probe_s = time.perf_counter() - started
        assumed = Assumptions(
            isPrepared=True,
            index=_index_use(services, lists),
            probeSeconds=round(probe_s, 2),
            slowness=slowness_of(predicted, probe_s),
        )
        return _estimate(services, lists, predicted, assumed)


def _index_use(services: Services, lists: OpenLists) -> IndexUse:
    """What the next match of the two lists does with an index of the master."""
    master = lists.master
    if master is None or master.profile.rows < FEWEST_ROWS or lists.profile.type is ProfileType.PRODUCT:
        return IndexUse.NONE
    if not pays_off(services, master):
        return IndexUse.NONE
    folder = f"{keys.file_folder(master.record.owner_id, master.record.id)}index/"
    return IndexUse.BUILT if next(services.store.list(folder), None) is None else IndexUse.READ


def _estimate(services: Services, lists: OpenLists, predicted: "Forecast", assumed: Assumptions) -> Estimate:
    scale = predicted.source_rows / max(predicted.sampled_rows, 1)
    cost = cost_of(predicted, row_bytes=lists.row_bytes, index=assumed["index"], slowness=assumed["slowness"])
    advised = advice(
        cost,
        threads=services.settings.threads,
        limit_mb=services.settings.memory_limit_mb,
        compares_fields=lists.profile.type is not ProfileType.PRODUCT,
    )
    return Estimate(
        profileType=lists.profile.type,
        sourceRows=predicted.source_rows,
        masterRows=predicted.master_rows,
        sampledRows=predicted.sampled_rows,
        candidatePairs=predicted.pairs,
        isExact=predicted.is_exact,
        seconds=cost.seconds,
        secondsWithReport=cost.seconds_with_report,
        memoryMb=cost.memory_mb,
        diskMb=cost.disk_mb,
        buildsIndex=cost.builds_index,
        sparkCoreSeconds=cost.spark_core_s,
        **advised,
        passes=[
            {"pass": one.name, "pairs": round(one.pairs * scale), "sourceRows": round(one.source_rows * scale)}
            for one in predicted.seen.passes
        ],
        hotValues=[_hot(lists, one) for one in predicted.seen.hot],
        idlePasses=[
            {"pass": one.name, "sourceLacks": list(one.source_lacks), "masterLacks": list(one.master_lacks)}
            for one in predicted.seen.idle
        ],
        note=predicted.seen.note,
        assumed=assumed,
    )


def _hot(lists: OpenLists, hot: "HotValues") -> HotPass:
    fields = lists.profile.master_fields if lists.master else lists.profile.source_fields
    columns = [column for field in fields_of_pass(lists.profile, hot.name) for column in fields.get(field, ())]
    return {"pass": hot.name, "columns": columns, "rowsOfTheMostFrequent": hot.largest}


def fields_of_pass(profile: "MatchProfile", name: str) -> tuple[Field, ...]:
    """The fields that feed the keys of a pass, in the order of ``Field``."""
    from listmatch.matching.passes import pass_plan

    feeding = {
        "first": (Field.FIRST_NAME, Field.FULL_NAME),
        "middle": (Field.FIRST_NAME, Field.FULL_NAME),  # the second one of a couple
        "last": (Field.LAST_NAME, Field.FULL_NAME),
        "partner_last": (Field.LAST_NAME, Field.FULL_NAME),
        "email": (Field.EMAIL,),
        "phone": (Field.PHONE,),
        "domain": (Field.DOMAIN, Field.EMAIL),
        "zip": (Field.POSTCODE,),
        "birth": (Field.BIRTH_DATE,),
        "linkedin": (Field.LINKEDIN_URL,),
    }
    [one] = [each for each in pass_plan(profile.type).passes if each.name == name]
    columns = {column.removesuffix("_2") for key in one.keys for column in key.columns}
    found = {field for column in columns for field in feeding.get(column) or (Field(column),)}
    return tuple(field for field in Field if field in found)
