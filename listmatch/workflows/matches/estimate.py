"""What a match or a dedupe will cost, before it runs: pairs, time, memory, disk, and what to change first."""

import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from listmatch.domain.columns import Field
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.verdicts import ProfileType
from listmatch.storage import keys
from listmatch.workflows.matches.cost import Cost, IndexUse, advice, cost_of, slowness_of
from listmatch.workflows.matches.index import FEWEST_ROWS, pays_off
from listmatch.workflows.matches.open_lists import LocalLists, OpenLists, open_local
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.blocking.preflight import Forecast
    from listmatch.matching.profile import MatchProfile


def estimate(services: Services, local: LocalLists, *, progress: Progress = silent) -> dict[str, Any]:
    """Predict a match of two local lists, or a dedupe of one; JSON-ready. Afterwards the lists are prepared.

    Raises InputError and its kin for lists or a profile that cannot be used.
    """
    from listmatch.matching.blocking.preflight import forecast

    with open_local(services, local, progress=part_of(progress, 0.0, 0.7)) as lists:
        started = time.perf_counter()
        predicted = forecast(
            lists.source_standard,
            lists.master_standard,
            profile=lists.profile,
            compute=services.compute,
            progress=part_of(progress, 0.7, 1.0),
        )
        probe_s = time.perf_counter() - started
        slowness = slowness_of(predicted, probe_s)
        index = _index_use(services, lists)
        cost = cost_of(predicted, row_bytes=lists.row_bytes, index=index, slowness=slowness)
        assumed = {"isPrepared": True, "index": str(index), "probeSeconds": round(probe_s, 2), "slowness": slowness}
        return _told(services, lists, predicted, cost) | {"assumed": assumed}


def _index_use(services: Services, lists: OpenLists) -> IndexUse:
    """What the next match of the two lists does with an index of the master."""
    master = lists.master
    if master is None or master.profile.rows < FEWEST_ROWS or lists.profile.type is ProfileType.PRODUCT:
        return IndexUse.NONE
    if not pays_off(services, master):
        return IndexUse.NONE
    folder = f"{keys.file_folder(master.record.owner_id, master.record.id)}index/"
    return IndexUse.BUILT if next(services.store.list(folder), None) is None else IndexUse.READ


def _told(services: Services, lists: OpenLists, predicted: "Forecast", cost: Cost) -> dict[str, Any]:
    scale = predicted.source_rows / max(predicted.sampled_rows, 1)
    return {
        "profileType": str(lists.profile.type),
        "sourceRows": predicted.source_rows,
        "masterRows": predicted.master_rows,
        "sampledRows": predicted.sampled_rows,
        "candidatePairs": predicted.pairs,
        "isExact": predicted.is_exact,
        "seconds": cost.seconds,
        "secondsWithReport": cost.seconds_with_report,
        "memoryMb": cost.memory_mb,
        "diskMb": cost.disk_mb,
        "buildsIndex": cost.builds_index,
        "sparkCoreSeconds": cost.spark_core_s,
        **advice(
            cost,
            threads=services.settings.threads,
            limit_mb=services.settings.memory_limit_mb,
            compares_fields=lists.profile.type is not ProfileType.PRODUCT,
        ),
        "passes": [
            {"pass": one.name, "pairs": round(one.pairs * scale), "sourceRows": round(one.source_rows * scale)}
            for one in predicted.seen.passes
        ],
        "hotValues": [_hot(lists, asdict(one)) for one in predicted.seen.hot],
        "idlePasses": [
            {
                "pass": one.name,
                "sourceLacks": list(one.source_lacks),
                "masterLacks": list(one.master_lacks),
            }
            for one in predicted.seen.idle
        ],
        "note": predicted.seen.note,
    }


def _hot(lists: OpenLists, hot: dict[str, Any]) -> dict[str, Any]:
    """A pass some of whose values too many master rows carry: the columns behind it, never the values."""
    fields = lists.profile.master_fields if lists.master else lists.profile.source_fields
    return {
        "pass": hot["name"],
        "columns": [column for field in fields_of_pass(lists.profile, hot["name"]) for column in fields.get(field, ())],
        "rowsOfTheMostFrequent": hot["largest"],
    }


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
