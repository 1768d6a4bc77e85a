"""The first tables: what was seen, how it was judged, and what stands at present."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None

_TABLES = (
    "meta",
    "evidence",
    "facts_part",
    "observation",
    "last_look",
    "last_round",
    "state_span",
    "verdict",
    "figure",
    "memory",
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    _meta()
    _evidence()
    _facts_part()
    _observation()
    _last_look()
    _last_round()
    _state_span()
    _verdict()
    _figure()
    _memory()


def downgrade() -> None:
    """Drop them, the dependent ones first."""
    for name in reversed(_TABLES):
        op.drop_table(name)


def _meta() -> None:
    op.create_table(
        "meta",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_evidence_last_used", "evidence", ["last_used"])


def _facts_part() -> None:
    op.create_table(
        "facts_part",
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("last_used", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_facts_part_last_used", "facts_part", ["last_used"])


def _observation() -> None:
    op.create_table(
        "observation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("probe", sa.String(), nullable=False),
        sa.Column("vantage", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("law_day", sa.Date(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("failure_kind", sa.String(), nullable=True),
        sa.Column("failure_party", sa.String(), nullable=True),
        sa.Column("failure_detail", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_observation_at", "observation", ["at"])
    op.create_index("ix_observation_portal_at", "observation", ["portal", "at"])


def _last_look() -> None:
    op.create_table(
        "last_look",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("probe", sa.String(), nullable=False),
        sa.Column("observation", sa.String(), nullable=False),
        sa.Column("seen", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["observation"], ["observation.id"]),
        sa.ForeignKeyConstraint(["seen"], ["observation.id"]),
        sa.PrimaryKeyConstraint("portal", "probe"),
    )
    op.create_index("ix_last_look_observation", "last_look", ["observation"])
    op.create_index("ix_last_look_seen", "last_look", ["seen"])


def _last_round() -> None:
    op.create_table(
        "last_round",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("vantage", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holds_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("law_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("judged", sa.Boolean(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.Column("figures_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("portal"),
    )


def _state_span() -> None:
    op.create_table(
        "state_span",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("last_look", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("portal", "starts"),
    )
    op.create_index("ix_state_span_portal_ends", "state_span", ["portal", "ends"])


def _verdict() -> None:
    op.create_table(
        "verdict",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_en", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.Column("law_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "rule", "since"),
    )
    op.create_index("ix_verdict_since", "verdict", ["since"])
    op.create_index(
        "ux_verdict_present",
        "verdict",
        ["portal", "rule"],
        unique=True,
        sqlite_where=sa.text("ended IS NULL"),
        postgresql_where=sa.text("ended IS NULL"),
    )


def _figure() -> None:
    op.create_table(
        "figure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=True),
        sa.Column("period", sa.Boolean(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=True),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("qualifier", sa.String(), nullable=False),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("derived", sa.Boolean(), nullable=False),
        sa.Column("observation", sa.String(), nullable=False),
        sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_figure_portal_key", "figure", ["portal", "key", "first_seen"])
    op.create_index("ix_figure_portal_last_seen", "figure", ["portal", "last_seen"])


def _memory() -> None:
    op.create_table(
        "memory",
        sa.Column("portal", sa.String(), nullable=False),
        sa.Column("probe", sa.String(), nullable=False),
        sa.Column("remembered", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("portal", "probe"),
    )
