"""Signs of life of a preparation, how often it was begun, and whether a drop's outcome was dealt with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column("files", sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("files", sa.Column("attempt", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("drops", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_drops_finished_at"), "drops", ["finished_at"], unique=False)


def downgrade() -> None:
    """Take the revision back."""
    op.drop_index(op.f("ix_drops_finished_at"), table_name="drops")
    op.drop_column("drops", "finished_at")
    op.drop_column("files", "attempt")
    op.drop_column("files", "heartbeat_at")
