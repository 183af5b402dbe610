"""The events that an owner's webhooks can ask for."""

from enum import StrEnum


class Event(StrEnum):
    """Types of messages to webhooks."""

    FILE_READY = "file.ready"
    FILE_FAILED = "file.failed"
    JOB_COMPLETED = "job.completed"
    JOB_FAILED = "job.failed"
    EXPORT_READY = "export.ready"
