"""The result lines of a finished match or dedupe, a page at a time: verdict, score, reason, and no cell of a list."""

from typing import Any

from listmatch.domain.stages import StageName
from listmatch.domain.verdicts import DedupeColumn, ResultColumn, Verdict
from listmatch.errors import InputError
from listmatch.workflows.artifacts import opened
from listmatch.workflows.matches.open_jobs import open_job
from listmatch.workflows.results.exports import RESULTS_PARQUET
from listmatch.workflows.services import Services

OF_A_MATCH = {
    "rowId": ResultColumn.ROW_ID,
    "verdict": ResultColumn.STATUS,
    "score": ResultColumn.SCORE,
    "reason": ResultColumn.REASON,
    "masterRowId": ResultColumn.MASTER_ROW_ID,
    "relationship": ResultColumn.RELATIONSHIP,
}
OF_A_DEDUPE = {
    "rowId": DedupeColumn.ROW_ID,
    "clusterId": DedupeColumn.CLUSTER_ID,
    "isRepresentative": DedupeColumn.IS_REPRESENTATIVE,
    "score": DedupeColumn.SCORE,
    "reason": DedupeColumn.REASON,
}


def list_rows(
    services: Services, job_id: str, *, verdict: Verdict | None = None, offset: int = 0, limit: int = 20
) -> list[dict[str, Any]]:
    """*limit* result lines from *offset* on, in the order of results.csv, JSON-ready; of one *verdict* or of all.

    Raises InputError for a verdict asked of a dedupe, NotFound, ResultsDeleted.
    """
    with (
        open_job(services, job_id) as job,
        opened(services.store, job.key(StageName.EXPORTS, RESULTS_PARQUET)) as [results],
    ):
        if job.master is None and verdict is not None:
            raise InputError("the rows of a dedupe have no verdict.", place="verdict", cure="Leave it out.")
        columns = OF_A_DEDUPE if job.master is None else OF_A_MATCH
        shown = ", ".join(f'"{column}" as "{name}"' for name, column in columns.items())
        chosen = f'where "{ResultColumn.STATUS}" = $verdict' if verdict else ""
        values = {"results": str(results), "limit": limit, "offset": offset} | ({"verdict": verdict} if verdict else {})
        query = f"select {shown} from read_parquet($results, file_row_number = true) {chosen}"  # noqa: S608 (our names)
        with services.compute.connect() as connection:
            found = connection.execute(f"{query} order by file_row_number limit $limit offset $offset", values)
            return [dict(zip(columns, line, strict=True)) for line in found.fetchall()]
