"""OpenAPI links: which answer holds the id that another operation asks for, so that tools can follow the way from a
file to its report by themselves (OpenAPI 3.1, 4.8.20). No link gives a body: generators of clients know bodies that are
a string alone and refuse the document (OpenAPI Generator 7.26).
"""

from typing import Any

Document = dict[str, Any]


def add_links(document: Document) -> None:
    """Describe at each operation that makes something what can be done with it next."""
    by_id = {operation["operationId"]: operation for path in document["paths"].values() for operation in path.values()}
    for parameter, (maker, pointer) in _makers().items():
        links = _success(by_id[maker]).setdefault("links", {})
        for name, operation in by_id.items():
            if parameter in _path_parameters(operation):
                links[name] = {"operationId": name, "parameters": {parameter: f"$response.body#{pointer}"}}


def _makers() -> dict[str, tuple[str, str]]:
    """By parameter: the operation that makes such a thing, and where its answer has the id."""
    return {
        "fileId": ("createFile", "/fileId"),
        "profileId": ("createProfile", "/profile/id"),
        "jobId": ("createJob", "/job/id"),
        "reportId": ("listReports", "/reports/0/id"),
        "scheduleId": ("createSchedule", "/schedule/id"),
        "webhookId": ("createWebhook", "/webhook/id"),
        "keyId": ("createKey", "/key/id"),
    }


def _success(operation: Document) -> Document:
    found: Document = next(response for status, response in operation["responses"].items() if status.startswith("2"))
    return found


def _path_parameters(operation: Document) -> set[str]:
    return {parameter["name"] for parameter in operation.get("parameters", []) if parameter["in"] == "path"}
