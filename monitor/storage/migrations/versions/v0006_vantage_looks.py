"""What each of several vantages saw of a portal last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "vantage_look",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("portal", "vantage", "network")),
        sa.Column("lead", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in ("at", "since", "holds_until")),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("failure_kind", sa.String(), nullable=True),
        sa.Column("failure_party", sa.String(), nullable=True),
        sa.Column("failure_detail", sa.Text(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("phases", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "vantage"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("vantage_look")
