"""Rows of the catalog as frozen values, usable when the session is closed.

A *summary* is what lists show; a *record* adds the large columns. All instants are UTC.
"""

from listmatch.catalog.records.accounts import AuditRecord, KeyRecord, OwnerRecord, UsageRecord
from listmatch.catalog.records.automation import (
    DeliveryRecord,
    DropRecord,
    DropRuleRecord,
    ScheduleRecord,
    ScheduleRunRecord,
    WebhookRecord,
)
from listmatch.catalog.records.base import Record
from listmatch.catalog.records.jobs import ExportRecord, JobRecord, JobSummary, ReportRecord, ReportSummary
from listmatch.catalog.records.lists import (
    DecisionRecord,
    ExclusionRecord,
    FileRecord,
    FileSummary,
    ProfileRecord,
    ProfileSummary,
)

__all__ = [
    "AuditRecord",
    "DecisionRecord",
    "DeliveryRecord",
    "DropRecord",
    "DropRuleRecord",
    "ExclusionRecord",
    "ExportRecord",
    "FileRecord",
    "FileSummary",
    "JobRecord",
    "JobSummary",
    "KeyRecord",
    "OwnerRecord",
    "ProfileRecord",
    "ProfileSummary",
    "Record",
    "ReportRecord",
    "ReportSummary",
    "ScheduleRecord",
    "ScheduleRunRecord",
    "UsageRecord",
    "WebhookRecord",
]
