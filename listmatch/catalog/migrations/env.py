"""What Alembic runs around the revisions: always on a connection whose transaction the caller holds."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Enum

from listmatch.catalog.models import Base
from listmatch.catalog.models.base import Instant


def plain_type(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types into a revision as what they are, so that it stands when the models move on."""
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    compare_type=True,
    render_item=plain_type,
    transactional_ddl=False,
)
context.run_migrations()
