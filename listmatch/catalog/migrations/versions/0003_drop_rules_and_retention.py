"""Drop rules as rows, and when retention deleted the results of a job."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.create_table(
        "drop_rules",
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.Column("owner_id", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owners.id"], name=op.f("fk_drop_rules_owner_id_owners")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_drop_rules")),
    )
    op.create_index(op.f("ix_drop_rules_owner_id"), "drop_rules", ["owner_id"], unique=False)
    op.add_column("jobs", sa.Column("results_deleted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take the revision back."""
    op.drop_column("jobs", "results_deleted_at")
    op.drop_index(op.f("ix_drop_rules_owner_id"), table_name="drop_rules")
    op.drop_table("drop_rules")
