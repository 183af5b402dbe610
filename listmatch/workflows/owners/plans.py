"""What each plan allows."""

from listmatch.domain.jobs import ExportFormat, Tier
from listmatch.errors import Forbidden

API_TIER = Tier.BUSINESS
"""The lowest plan that may use the REST API."""

MIB = 2**20


def allows(tier: Tier, required: Tier) -> bool:
    """Whether a plan includes what *required* includes."""
    order = list(Tier)
    return order.index(tier) >= order.index(required)


def export_tier(export_format: ExportFormat) -> Tier:
    """The lowest plan that may export in a format."""
    tiers = {
        ExportFormat.XLSX: Tier.STARTER,
        ExportFormat.HTML: Tier.STARTER,
        ExportFormat.PDF: Tier.PRO,
        ExportFormat.PPTX: Tier.BUSINESS,
    }
    return tiers[export_format]


def upload_limit_bytes(tier: Tier) -> int:
    """The largest file of a plan. Business stays below the 5 GiB of a single S3 PUT."""
    limits = {Tier.FREE: 10 * MIB, Tier.STARTER: 100 * MIB, Tier.PRO: 500 * MIB, Tier.BUSINESS: 2048 * MIB}
    return limits[tier]


class PlanTooLow(Forbidden):
    """The plan does not include this; ``required`` is the lowest that does."""

    def __init__(self, message: str, *, required: Tier) -> None:
        self.required = required
        super().__init__(message, cure=f"It needs the {required.value.capitalize()} plan.")
