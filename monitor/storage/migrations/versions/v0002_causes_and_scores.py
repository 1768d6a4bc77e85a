"""Why a verdict is undecided, which cap it puts on a score, and the scores of agencies day by day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """Add the columns, empty for what was judged before, and the table."""
    op.add_column("verdict", sa.Column("cause", sa.String(), nullable=True))
    op.add_column("verdict", sa.Column("gate", sa.String(), nullable=True))
    op.create_table(
        "agency_score",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("law_day", sa.Date(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("coverage", sa.Float(), nullable=True),
        sa.Column("band", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("day", "agency"),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("agency_score")
    op.drop_column("verdict", "gate")
    op.drop_column("verdict", "cause")
