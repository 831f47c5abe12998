"""The journal"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Written out here and not taken from the schema, which goes on changing after this step.
MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'received'")
UNSENT = sa.text("state IN ('planned', 'sending')")


def upgrade() -> None:
    op.create_table(
        "forgotten",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("forgotten_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_forgotten"),
    )
    op.create_index("ix_forgotten_forgotten_at", "forgotten", ["forgotten_at"])
    op.create_index("ix_forgotten_sid", "forgotten", ["sid"])

    op.create_table(
        "key_check",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("word_sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_key_check"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("number_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("last_language", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=True),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("last_seen", MOMENT, nullable=False),
        sa.Column("last_sms_at", MOMENT, nullable=True),
        sa.Column("last_whatsapp_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("stopped_at", MOMENT, nullable=True),
        sa.Column("erase_asked_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("person", name="pk_people"),
    )
    op.create_index("ix_people_erase_asked_at", "people", ["erase_asked_at"])
    op.create_index("ix_people_last_seen", "people", ["last_seen"])

    op.create_table(
        "statuses",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("provider_sid", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_statuses"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_statuses_provider_sid", "statuses", ["provider_sid"])
    op.create_index("ix_statuses_received_at", "statuses", ["received_at"])

    op.create_table(
        "inbound",
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("opt_out", sa.Text(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("redacted_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("score", sa.Double(), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_inbound_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("sid", name="pk_inbound"),
    )
    op.create_index("ix_inbound_person_received_at", "inbound", ["person", "received_at"])
    op.create_index("ix_inbound_received_at", "inbound", ["received_at"])
    op.create_index("ix_inbound_waiting", "inbound", ["received_at"], sqlite_where=WAITING, postgresql_where=WAITING)

    op.create_table(
        "trackers",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("state_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_sid", sa.Text(), nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_trackers_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person", name="pk_trackers"),
    )
    op.create_table(
        "feedback",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_feedback_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid"], ["inbound.sid"], name="fk_feedback_sid", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])
    op.create_index("ix_feedback_sid", "feedback", ["sid"])

    op.create_table(
        "handoffs",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("sid", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("taken_by", sa.Text(), nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_handoffs_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid"], ["inbound.sid"], name="fk_handoffs_sid", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_handoffs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_handoffs_closed_at_asked_at", "handoffs", ["closed_at", "asked_at"])
    op.create_index("ix_handoffs_person", "handoffs", ["person"])
    op.create_index("ix_handoffs_sid", "handoffs", ["sid"])

    op.create_table(
        "outbound",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("despite_stop", sa.Boolean(), nullable=False),
        sa.Column("provider_sid", sa.Text(), nullable=True),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("state_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person"], ["people.person"], name="fk_outbound_person", onupdate="CASCADE", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["sid"], ["inbound.sid"], name="fk_outbound_sid", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_outbound"),
        sa.UniqueConstraint("sid", "position", name="uq_outbound_sid_position"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_outbound_provider_sid", "outbound", ["provider_sid"])
    op.create_index("ix_outbound_created_at", "outbound", ["created_at"])
    op.create_index("ix_outbound_person", "outbound", ["person"])
    op.create_index("ix_outbound_unsent", "outbound", ["sid"], sqlite_where=UNSENT, postgresql_where=UNSENT)
