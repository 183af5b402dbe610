"""The doctor: proves that the catalog and the object store agree, says where they do not, and mends it when asked."""

from listmatch.workflows.doctor.diagnosis import Finding, Trouble
from listmatch.workflows.doctor.examination import examine, treat

__all__ = ["Finding", "Trouble", "examine", "treat"]
