"""`listmatch review`: what waits for a decision, and deciding it."""

import re
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from listmatch.cli.summary import counted
from listmatch.cli.terminal import ACTOR, JsonOption, open_local_services, print_json, shortened
from listmatch.domain.decisions import Ruling
from listmatch.workflows.services import Services

LIST = "list"


class _ListByDefault(TyperGroup):
    """A group whose first word, when it is none of the commands, is what to list."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the arguments name, else the list."""
        return super().resolve_command(ctx, args if args[0] in self.commands else [LIST, *args])


review = typer.Typer(
    cls=_ListByDefault,
    help="List the pairs in review, accept or reject them, or import a filled-in workbook.",
    no_args_is_help=True,
)

JobArgument = Annotated[str, typer.Argument(metavar="JOB|OUT", help="A job's id, or the folder of its results.")]
RowArgument = Annotated[int, typer.Argument(min=1, help="The source row, its _lmg_row_id.")]
MasterRowArgument = Annotated[
    int | None,
    typer.Argument(min=1, help="The master row, or in a dedupe the other row (default: the row's best candidate)."),
]
NoteOption = Annotated[str, typer.Option(help="Why; stored with the decision.")]
ByOption = Annotated[str | None, typer.Option("--by", help="Who decides; shown in reasons. Your user name by default.")]
LimitOption = Annotated[int, typer.Option(min=1, max=10_000, help="How many.")]


@review.command(LIST)
def list_pairs(
    job: JobArgument,
    with_decided: Annotated[bool, typer.Option("--all", help="Include pairs that have been decided since.")] = False,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the pairs of a job that wait for a decision, highest score first, both rows beside each other.

    Example: listmatch review out/
    """
    from listmatch.workflows.reviewing.review import pairs_in_review

    services = open_local_services()
    found = pairs_in_review(
        services,
        owner_id=services.settings.owner,
        job_id=_job(services, job),
        limit=limit + 1,
        with_decided=with_decided,
    )
    if as_json:
        print_json([pair.to_dict() for pair in found[:limit]])
        return
    if not found:
        typer.echo("Nothing is waiting for review.")
    for pair in found[:limit]:
        source, master = pair.pair
        said = f"   {pair.said}" if pair.said else ""
        typer.echo(f"Row {source} and {master}   {pair.place.score:.1f}   {pair.reason}{said}")
        for field in pair.fields:
            if field.source or field.master:
                typer.echo(f"  {field.field:<14}{shortened(field.source or '', 31):<32}{field.master or ''}")
    if len(found) > limit:
        typer.echo(f"There are more; show them with --limit {limit * 5}.")


@review.command("accept")
def accept(
    job: JobArgument, row: RowArgument, master_row: MasterRowArgument = None, note: NoteOption = "", by: ByOption = None
) -> None:
    """Accept a pair: the two rows are the same, in every later run.

    Example: listmatch review accept out/ 12 20311
    """
    _decide(job, row, master_row, Ruling.ACCEPT, note=note, by=by)


@review.command("reject")
def reject(
    job: JobArgument, row: RowArgument, master_row: MasterRowArgument = None, note: NoteOption = "", by: ByOption = None
) -> None:
    """Reject a pair: the two rows are not the same, in any later run.

    Example: listmatch review reject out/ 12 20311 --note "his brother"
    """
    _decide(job, row, master_row, Ruling.REJECT, note=note, by=by)


@review.command("import")
def import_workbook(
    workbook: Annotated[Path, typer.Argument(help="The report.xlsx with its decision column filled in.")],
    job: Annotated[str, typer.Option(help="The job or its folder, if the workbook does not say.")] = "",
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Import the decisions made in the Review sheet of report.xlsx.

    Example: listmatch review import out/report.xlsx
    """
    from listmatch.workflows.reviewing.decisions import user_of
    from listmatch.workflows.reviewing.review_import import import_decisions

    services = open_local_services()
    done = import_decisions(
        services,
        workbook,
        owner_id=services.settings.owner,
        decided_by=by or user_of(services),
        actor=ACTOR,
        job_id=_job(services, job) if job else "",
    )
    if as_json:
        print_json({"jobId": done.job_id, "accepted": done.accepted, "rejected": done.rejected})
    else:
        typer.echo(
            f"{counted(done.accepted, 'pair')} accepted, {done.rejected:,} rejected. They apply from the next run on."
        )


@review.command("decisions")
def list_decisions(
    job: Annotated[str, typer.Option(help="Only decisions taken on this job or folder.")] = "",
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the decisions so far, newest first.

    Example: listmatch review decisions --limit 5
    """
    from listmatch.workflows.paging import Page
    from listmatch.workflows.reviewing import decisions

    services = open_local_services()
    found = decisions.list_decisions(
        services, owner_id=services.settings.owner, job_id=_job(services, job) if job else None, page=Page(limit)
    )
    if as_json:
        print_json([decisions.to_dict(record) for record in found])
        return
    for record in found:
        rows = f"rows {record.source_row_id} and {record.master_row_id}"
        note = f": {record.note}" if record.note else ""
        typer.echo(f"{record.id}  {rows}  {decisions.said(record)}{note}")


@review.command("withdraw")
def withdraw(decision: Annotated[str, typer.Argument(help="Its id, as `review decisions` shows it.")]) -> None:
    """Withdraw a decision; later runs judge the pair by its score again.

    Example: listmatch review withdraw DECISION_ID
    """
    from listmatch.workflows.reviewing import decisions

    services = open_local_services()
    decisions.withdraw(services, owner_id=services.settings.owner, decision_id=decision, actor=ACTOR)
    typer.echo(f"Decision {decision} is withdrawn.", err=True)


def _decide(job: str, row: int, master_row: int | None, ruling: Ruling, *, note: str, by: str | None) -> None:
    from listmatch.workflows.reviewing.decisions import Verdict, decide_pairs, said, user_of
    from listmatch.workflows.reviewing.review import best_candidate

    services = open_local_services()
    owner_id, job_id = services.settings.owner, _job(services, job)
    other = master_row or best_candidate(services, owner_id=owner_id, job_id=job_id, row=row)
    verdict = Verdict(row, other, ruling, note)
    decided_by = by or user_of(services)
    [kept] = decide_pairs(services, [verdict], owner_id=owner_id, job_id=job_id, decided_by=decided_by, actor=ACTOR)
    typer.echo(f"Rows {row} and {other} {said(kept)}. This applies from the next run on (decision {kept.id}).")


def _job(services: Services, text: str) -> str:
    """The id of a job that is named by itself or by its folder. Raises NotFound."""
    from listmatch.workflows.results.finished import job_of

    is_id = bool(re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", text))
    return text if is_id else job_of(services, Path(text))
