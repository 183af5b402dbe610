"""Jobs, reports and exports: their states, as the catalog keeps them."""

from enum import StrEnum


class JobStatus(StrEnum):
    """The life of a match or dedupe job."""

    PENDING = "pending"
    PROCESSING = "processing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


class ExportFormat(StrEnum):
    """A formatted report that can be asked for."""

    PDF = "pdf"
    XLSX = "xlsx"
    PPTX = "pptx"
    HTML = "html"


class Tier(StrEnum):
    """What a plan allows, lowest first."""

    FREE = "free"
    STARTER = "starter"
    PRO = "pro"
    BUSINESS = "business"


class ExportStatus(StrEnum):
    """The life of one formatted report."""

    GENERATING = "generating"
    READY = "ready"
    FAILED = "failed"


class ScheduleStatus(StrEnum):
    """Whether a schedule runs."""

    ACTIVE = "active"
    PAUSED = "paused"
