"""What a match or a dedupe will cost, before it runs: pairs, time, memory, disk, and what to change first."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.domain.columns import Field
from listmatch.domain.files import Purpose
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.storage import keys
from listmatch.workflows import profiles
from listmatch.workflows.cost import Cost, advice, cost_of, slowness_of
from listmatch.workflows.files import PreparedFile, open_prepared
from listmatch.workflows.index import FEWEST_ROWS
from listmatch.workflows.match_lists import prepare_path
from listmatch.workflows.services import Services
from listmatch.workflows.standards import standard_of

if TYPE_CHECKING:
    from listmatch.matching.preflight import Forecast
    from listmatch.matching.profile import MatchProfile


def estimate(
    services: Services,
    source: Path,
    master: Path | None,
    *,
    profile: Path | None = None,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Predict a match of two local lists, or a dedupe of one; JSON-ready. Afterwards both lists are prepared.

    Raises InputError and its kin for lists or a profile that cannot be used.
    """
    from listmatch.matching.preflight import forecast

    paths = [source] if master is None else [source, master]
    for number, path in enumerate(paths):
        purpose = Purpose.MASTER if number else Purpose.SOURCE
        part = part_of(progress, 0.7 * number / len(paths), 0.7 * (number + 1) / len(paths))
        prepare_path(services, path, purpose=purpose, progress=part)
    with _opened(services, paths, profile) as lists:
        started = time.perf_counter()
        predicted = forecast(
            lists.source_standard,
            lists.master_standard,
            profile=lists.profile,
            compute=services.compute,
            progress=part_of(progress, 0.7, 1.0),
        )
        slowness = slowness_of(predicted, time.perf_counter() - started)
        builds_index = lists.master is not None and _lacks_index(services, lists.master)
        cost = cost_of(predicted, row_bytes=lists.row_bytes, builds_index=builds_index, slowness=slowness)
        return _told(services, lists, predicted, cost)


@dataclass(frozen=True, slots=True)
class _Lists:
    profile: "MatchProfile"
    source: PreparedFile
    master: PreparedFile | None
    source_standard: Path
    master_standard: Path | None

    @property
    def row_bytes(self) -> float:
        """Mean bytes of a source row and of the master row beside it, as uploaded."""
        files = [each for each in (self.source, self.master) if each]
        return sum(each.record.size / max(each.profile.rows, 1) for each in files)


@contextmanager
def _opened(services: Services, paths: list[Path], profile: Path | None) -> Iterator[_Lists]:
    owner = services.settings.owner
    records = [prepare_path(services, path, purpose=Purpose.SOURCE) for path in paths]
    master_id = records[1].id if len(records) > 1 else None
    lists = profiles.Lists(owner, records[0].id, master_id)
    chosen = profiles.propose(services, lists) if profile is None else profiles.read_profile(profile)
    profiles.check(services, chosen, lists)
    with open_prepared(services, owner_id=owner, file_id=records[0].id) as source:
        if master_id is None:
            with standard_of(services, source, wanted=chosen.source_fields, other=source.profile.fields) as left:
                yield _Lists(chosen, source, None, left, None)
            return
        with (
            open_prepared(services, owner_id=owner, file_id=master_id) as master,
            standard_of(services, source, wanted=chosen.source_fields, other=master.profile.fields) as left,
            standard_of(services, master, wanted=chosen.master_fields, other=chosen.source_fields) as right,
        ):
            yield _Lists(chosen, source, master, left, right)


def _lacks_index(services: Services, master: PreparedFile) -> bool:
    folder = f"{keys.file_folder(master.record.owner_id, master.record.id)}index/"
    return master.profile.rows >= FEWEST_ROWS and next(services.store.list(folder), None) is None


def _told(services: Services, lists: _Lists, predicted: "Forecast", cost: Cost) -> dict[str, Any]:
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
        **advice(cost, threads=services.settings.threads, limit_mb=services.settings.memory_limit_mb),
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


def _hot(lists: _Lists, hot: dict[str, Any]) -> dict[str, Any]:
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
        "last": (Field.LAST_NAME, Field.FULL_NAME),
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
