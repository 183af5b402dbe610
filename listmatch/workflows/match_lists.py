"""The main job as one call: two local lists (or one) in, a folder of results out, through the usual stages."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from listmatch.catalog.queries import files as file_rows
from listmatch.catalog.queries import jobs as job_rows
from listmatch.catalog.records import FileRecord, JobRecord
from listmatch.domain.engines import EngineName
from listmatch.domain.files import FileStatus, Purpose
from listmatch.domain.jobs import ExportFormat
from listmatch.domain.progress import Progress, part_of, silent
from listmatch.domain.reading import DETECT_ALL, ReadOptions
from listmatch.domain.verdicts import MatchMode, ProfileType
from listmatch.errors import InputError
from listmatch.workflows.lists.files import register_path
from listmatch.workflows.matches import profiles
from listmatch.workflows.matches.jobs import ALL_FORMATS, JobOptions, JobRequest, request_job
from listmatch.workflows.matches.requests import Conflict, cancel_job
from listmatch.workflows.results import exports
from listmatch.workflows.results.delivery import deliver
from listmatch.workflows.results.remarks import Remarks, remarks
from listmatch.workflows.runners import Runner, find_runner
from listmatch.workflows.services import Services

if TYPE_CHECKING:
    from listmatch.matching.profile import MatchProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRequest:
    """What a person asks for; ``None`` leaves a choice to the profile."""

    source: Path
    master: Path | None
    profile: Path | None = None
    profile_type: ProfileType | None = None
    mode: MatchMode = MatchMode.BEST_MATCH
    threshold: float | None = None
    max_wrong: float | None = None
    one_to_one: bool = False
    engine: EngineName | None = None
    formats: tuple[ExportFormat, ...] = ALL_FORMATS
    results_only: bool = False
    title: str = ""
    pivots: tuple[str, ...] = ()
    neutralise_formulas: bool = False
    actor: str = "cli"
    """who the audit log says it was"""
    source_reading: ReadOptions = DETECT_ALL
    master_reading: ReadOptions = DETECT_ALL


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished job and the files it was delivered as."""

    job: JobRecord
    profile: "MatchProfile"
    source: FileRecord
    master: FileRecord | None
    folder: Path
    files: tuple[Path, ...]
    remarks: Remarks

    @property
    def summary(self) -> dict[str, Any]:
        """The counts of the verdicts or clusters."""
        return dict(self.job.result_summary or {})

    @property
    def is_against_itself(self) -> bool:
        """Whether source and master are one list, byte for byte: then every row finds itself."""
        return self.master is not None and self.master.content_hash == self.source.content_hash

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready, for ``--json``."""
        return {
            "jobId": self.job.id,
            "mode": str(self.job.mode),
            "profileType": str(self.profile.type),
            "threshold": self.remarks.threshold,
            "resultSummary": self.summary,
            "remarks": list(self.remarks.sentences),
            "folder": str(self.folder),
            "files": [str(path) for path in self.files],
        }


def match_lists(services: Services, request: MatchRequest, *, into: Path, progress: Progress = silent) -> Outcome:
    """Take the lists in, prepare them, match them and deliver the results into the folder *into*.

    Raises InputError and its kin for anything the user can mend; then *into* is as it was before. Whoever stops it at
    the keyboard does not want the job any more: it is cancelled.
    """
    if into.exists() and not into.is_dir():
        raise InputError("there is already a file of that name.", place=str(into), cure="Name a folder after -o.")
    files = _register(services, request)
    runner = find_runner(services)
    source, master = _prepared(services, files, runner, progress=part_of(progress, 0.0, 0.35))
    if ExportFormat.PDF in request.formats and not request.results_only:
        exports.warm_pdf()
    profile = _profile(services, request, source=source, master=master)
    job = request_job(
        services,
        JobRequest(
            owner_id=services.settings.owner,
            source_file_id=source.id,
            master_file_id=master.id if master else None,
            profile=profile,
            mode=request.mode,
            options=_options(request),
        ),
    )
    try:
        runner.run_job(job.id, part_of(progress, 0.35, 1.0))
    except KeyboardInterrupt:
        with suppress(Conflict):  # its last stage had just ended
            cancel_job(services, owner_id=job.owner_id, job_id=job.id, actor=request.actor)
        raise
    delivered = deliver(services, job.id, into)
    with services.catalog.reading() as session:
        done = job_rows.get_any(session, job_id=job.id)
    return Outcome(done, profile, source, master, into, tuple(delivered), remarks(services, done, profile))


def _options(request: MatchRequest) -> JobOptions:
    return JobOptions(
        formats=request.formats,
        results_only=request.results_only,
        title=request.title,
        neutralise_formulas=request.neutralise_formulas,
    )


def _register(services: Services, request: MatchRequest) -> list[FileRecord]:
    """Both lists taken in, or the one of a dedupe."""
    asked = [(request.source, Purpose.SOURCE, request.source_reading)]
    if request.master is not None:
        asked.append((request.master, Purpose.MASTER, request.master_reading))
    return [
        register_path(services, path, owner_id=services.settings.owner, purpose=purpose, options=options)
        for path, purpose, options in asked
    ]


def _prepared(
    services: Services, files: Sequence[FileRecord], runner: Runner, *, progress: Progress
) -> tuple[FileRecord, FileRecord | None]:
    """Source and master as they are when those that were not ready have been prepared."""
    waiting = [file.id for file in files if file.status is not FileStatus.READY]
    if waiting:
        runner.prepare(list(dict.fromkeys(waiting)), progress)
    with services.catalog.reading() as session:
        ready = [file_rows.get(session, owner_id=file.owner_id, file_id=file.id) for file in files]
    return ready[0], ready[1] if len(ready) > 1 else None


def _profile(
    services: Services, request: MatchRequest, *, source: FileRecord, master: FileRecord | None
) -> "MatchProfile":
    """The profile given, else one proposed from the lists; what the request says wins over both."""
    lists = profiles.Lists(services.settings.owner, source.id, master.id if master else None)
    if request.profile is None:
        profile = profiles.propose(services, lists, profile_type=request.profile_type)
    else:
        profile = profiles.read_profile(request.profile)
        if request.profile_type not in (None, profile.type):
            raise InputError(
                f"{request.profile} says type {profile.type}.", place="--type", cure="Leave out --type or --profile."
            )
        profiles.check(services, profile, lists)
    chosen = {
        "mode": request.mode,
        "threshold": request.threshold,
        "max_wrong": request.max_wrong,
        "one_to_one": request.one_to_one or None,
        "engine": request.engine,
        "pivots": request.pivots or None,
    }
    wanted = {name: value for name, value in chosen.items() if value is not None}
    settled = profile.from_dict(profile.to_dict() | wanted)
    if request.pivots:
        profiles.check_pivots(services, settled, lists)
    return settled
