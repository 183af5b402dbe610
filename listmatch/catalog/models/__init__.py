"""The catalog's tables as SQLAlchemy models, one module per noun; importing this package fills ``Base.metadata``."""

from listmatch.catalog.models.accounts import ApiKey, AuditEntry, IdempotencyKey, Owner, RateWindow, Usage
from listmatch.catalog.models.base import Base, utc_now
from listmatch.catalog.models.decisions import Decision, DecisionMark, Exclusion
from listmatch.catalog.models.drops import Drop, DropRule
from listmatch.catalog.models.files import File
from listmatch.catalog.models.jobs import Job
from listmatch.catalog.models.profiles import Profile, ProfileVersion
from listmatch.catalog.models.reports import Export, Report
from listmatch.catalog.models.schedules import Schedule, ScheduleRun
from listmatch.catalog.models.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ApiKey",
    "AuditEntry",
    "Base",
    "Decision",
    "DecisionMark",
    "Drop",
    "DropRule",
    "Exclusion",
    "Export",
    "File",
    "IdempotencyKey",
    "Job",
    "Owner",
    "Profile",
    "ProfileVersion",
    "RateWindow",
    "Report",
    "Schedule",
    "ScheduleRun",
    "Usage",
    "Webhook",
    "WebhookDelivery",
    "utc_now",
]
