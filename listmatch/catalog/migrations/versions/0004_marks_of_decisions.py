"""The marks by which a decision finds its two rows again, and where and how sure it was when it was taken."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the revision."""
    op.add_column("decisions", sa.Column("source_row_id", sa.BigInteger(), nullable=True))
    op.add_column("decisions", sa.Column("master_row_id", sa.BigInteger(), nullable=True))
    op.add_column("decisions", sa.Column("profile_type", sa.String(length=32), nullable=True))
    op.add_column("decisions", sa.Column("model_score", sa.Double(), nullable=True))
    op.create_index(op.f("ix_decisions_owner_id_updated_at"), "decisions", ["owner_id", "updated_at"], unique=False)
    op.create_table(
        "decision_marks",
        sa.Column("decision_id", sa.String(length=64), nullable=False),
        sa.Column("is_source", sa.Boolean(), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_decision_marks_decision_id_decisions"),
            ondelete="cascade",
        ),
        sa.PrimaryKeyConstraint("decision_id", "is_source", "mark", name=op.f("pk_decision_marks")),
    )


def downgrade() -> None:
    """Take the revision back."""
    op.drop_table("decision_marks")
    op.drop_index(op.f("ix_decisions_owner_id_updated_at"), table_name="decisions")
    for name in ("model_score", "profile_type", "master_row_id", "source_row_id"):
        op.drop_column("decisions", name)
