"""create the tables."""

import sqlalchemy as sa
from alembic import op

revision: str = "tables"
down_revision: str | None = None
branch_labels: tuple[str, ...] | None = ("default",)
depends_on: str | None = None


def upgrade() -> None:
    """Change the tables."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_kind_at"), "attempt", ["kind", "at"], unique=False)
    op.create_index(
        op.f("ix_attempt_kind_mark_at"), "attempt", ["kind", "mark", "at"], unique=False
    )
    op.create_table(
        "code_counter",
        sa.Column("letter", sa.String(length=1), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_code_counter")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("why_now", sa.Text(), nullable=False),
        sa.Column("can_change", sa.Text(), nullable=False),
        sa.Column("cannot_change", sa.Text(), nullable=False),
        sa.Column("who_decides", sa.String(length=200), nullable=False),
        sa.Column(
            "power_level",
            sa.Enum(
                "telling",
                "asking",
                "working_with",
                "deciding_together",
                "you_decide",
                name="powerlevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "closed",
                name="conversationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("reply_by", sa.Date(), nullable=True),
        sa.Column("is_always_open", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("slug", name=op.f("uq_conversation_slug")),
    )
    op.create_table(
        "history_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("acting_as", sa.String(length=120), nullable=False),
        sa.Column("verb", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=True),
        sa.Column("note_hash", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history_entry")),
    )
    op.create_index(
        op.f("ix_history_entry_subject_subject_id_id"),
        "history_entry",
        ["subject", "subject_id", "id"],
        unique=False,
    )
    op.create_table(
        "import_source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_source")),
        sa.UniqueConstraint("name", name=op.f("uq_import_source_name")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_shift_seconds", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "sector",
            sa.Enum(
                "vcfse",
                "faith",
                "business",
                "housing",
                "public",
                "union",
                "funder",
                name="sector",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("name", name=op.f("uq_organisation_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_organisation_slug")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("session_number", sa.Integer(), nullable=False),
        sa.Column("is_closed", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "whole",
                "local_area",
                "neighbourhood",
                "ward",
                name="placekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("ward_id", sa.Integer(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("most_deprived_percent", sa.Integer(), nullable=True),
        sa.Column("access_deprived_percent", sa.Integer(), nullable=True),
        sa.Column(
            "band",
            sa.Enum(
                "high",
                "middle",
                "low",
                name="deprivationband",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name=op.f("fk_place_parent_id")),
        sa.ForeignKeyConstraint(["ward_id"], ["place.id"], name=op.f("fk_place_ward_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint("kind", "slug", name=op.f("uq_place_kind_slug")),
    )
    op.create_index(op.f("ix_place_parent_id"), "place", ["parent_id"], unique=False)
    op.create_index(op.f("ix_place_ward_id"), "place", ["ward_id"], unique=False)
    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "forming",
                "shared",
                "agreed",
                name="themestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "level",
            sa.Enum(
                "local",
                "regional",
                "national",
                name="actinglevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("name", name=op.f("uq_theme_name")),
        sa.UniqueConstraint("number", name=op.f("uq_theme_number")),
    )
    op.create_table(
        "visible_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visible_change")),
    )
    op.create_table(
        "voice_count",
        sa.Column(
            "counted",
            sa.Enum(
                "need",
                "theme",
                "place",
                name="counted",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("online", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("rooms", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.CheckConstraint(
            "online >= 0 AND rooms >= 0", name=op.f("ck_voice_count_counts_not_negative")
        ),
        sa.PrimaryKeyConstraint("counted", "subject_id", "place_id", name=op.f("pk_voice_count")),
    )
    op.create_index(
        op.f("ix_voice_count_counted_place_id_subject_id"),
        "voice_count",
        ["counted", "place_id", "subject_id"],
        unique=False,
    )
    op.create_table(
        "boundary_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_boundary_service_place_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_boundary_service")),
        sa.UniqueConstraint("place_id", "name", name=op.f("uq_boundary_service_place_id_name")),
    )
    op.create_table(
        "cause",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cause",
                "symptom",
                name="causekind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column(
            "confidence",
            sa.Enum(
                "hunch",
                "several_voices",
                "voices_and_data",
                name="confidence",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_cause_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("theme_id", "kind", "words", name=op.f("uq_cause_theme_id_kind_words")),
    )
    op.create_table(
        "gathering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=True),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("came", sa.Integer(), nullable=False),
        sa.Column("also_online", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_gathering_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_gathering_organisation_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_gathering_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
        sa.UniqueConstraint("code", name=op.f("uq_gathering_code")),
    )
    op.create_index(op.f("ix_gathering_place_id"), "gathering", ["place_id"], unique=False)
    op.create_table(
        "history_note",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["history_entry.id"], name=op.f("fk_history_note_entry_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_history_note")),
    )
    op.create_table(
        "outcome",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("good_looks_like", sa.Text(), nullable=False),
        sa.Column("for_whom", sa.String(length=200), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("lead_role", sa.String(length=120), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "agreed",
                name="outcomestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["organisation.id"], name=op.f("fk_outcome_lead_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome")),
        sa.UniqueConstraint("name", name=op.f("uq_outcome_name")),
        sa.UniqueConstraint("number", name=op.f("uq_outcome_number")),
    )
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("joined_into_id", sa.Integer(), nullable=True),
        sa.Column("address_mark", sa.String(length=32), nullable=True),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["joined_into_id"], ["participant.id"], name=op.f("fk_participant_joined_into_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_participant_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index(
        op.f("ix_participant_address_mark_made_at"),
        "participant",
        ["address_mark", "made_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_participant_joined_into_id"), "participant", ["joined_into_id"], unique=False
    )
    op.create_index(op.f("ix_participant_place_id"), "participant", ["place_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "moderator",
                "safeguarding_lead",
                "planner",
                "partner_editor",
                "partnership_manager",
                "councillor",
                "analyst",
                "learning_partner",
                "admin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_grant_person_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_role_grant_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_person_id"), "role_grant", ["person_id"], unique=False)
    op.create_table(
        "need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("works_well", sa.Text(), nullable=False),
        sa.Column("about_whom", sa.String(length=120), nullable=False),
        sa.Column(
            "barrier",
            sa.Enum(
                "travel",
                "cost",
                "hours",
                "waiting",
                "rules",
                "access",
                "information",
                "language",
                "attitude",
                "not_joined_up",
                "nothing_here",
                "short_term_money",
                name="barrier",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("is_about_whole_place", sa.Boolean(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "paper",
                "phone",
                "workshop",
                "home_visit",
                "stall",
                "recorded",
                "imported",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "put_forward_as",
            sa.Enum(
                "resident",
                "group",
                name="putforwardas",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column(
            "moderation",
            sa.Enum(
                "waiting",
                "returned",
                "published",
                "hidden",
                "withdrawn",
                "merged",
                "erased",
                name="moderation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "progress",
            sa.Enum(
                "new",
                "grouped",
                "being_decided",
                "answered",
                "in_plan",
                "under_way",
                "done",
                "reviewed",
                "elsewhere",
                "not_now",
                "passed_on",
                "community_led",
                name="progress",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_small_group_big_need", sa.Boolean(), nullable=False),
        sa.Column("is_gap", sa.Boolean(), nullable=False),
        sa.Column("is_works_well", sa.Boolean(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "local",
                "regional",
                "national",
                name="actinglevel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("team_line", sa.String(length=300), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("check_by", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_code", sa.String(length=40), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("send_key", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("online", sa.Integer(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(moderation = 'merged') = (merged_into_id IS NOT NULL)",
            name=op.f("ck_need_merged_has_target"),
        ),
        sa.CheckConstraint("online >= 0 AND rooms >= 0", name=op.f("ck_need_counts_not_negative")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_need_conversation_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["need.id"], name=op.f("fk_need_merged_into_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_need_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_need_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need")),
        sa.UniqueConstraint("number", name=op.f("uq_need_number")),
        sa.UniqueConstraint("send_key", name=op.f("uq_need_send_key")),
    )
    op.create_index("ix_need_channel", "need", ["moderation", "channel", "number"], unique=False)
    op.create_index(op.f("ix_need_conversation_id"), "need", ["conversation_id"], unique=False)
    op.create_index("ix_need_due", "need", ["moderation", "answer_by", "id"], unique=False)
    op.create_index("ix_need_fewest", "need", ["moderation", "people", "number"], unique=False)
    op.create_index("ix_need_level", "need", ["moderation", "level", "number"], unique=False)
    op.create_index(op.f("ix_need_merged_into_id"), "need", ["merged_into_id"], unique=False)
    op.create_index("ix_need_newest", "need", ["moderation", "number"], unique=False)
    op.create_index(op.f("ix_need_participant_id"), "need", ["participant_id"], unique=False)
    op.create_index("ix_need_progress", "need", ["moderation", "progress", "number"], unique=False)
    op.create_index(
        "ix_need_unanswered",
        "need",
        ["answer_by", "number"],
        unique=False,
        sqlite_where=sa.text(
            "moderation = 'published' AND progress IN ('new', 'grouped', 'being_decided')"
        ),
        postgresql_where=sa.text(
            "moderation = 'published' AND progress IN ('new', 'grouped', 'being_decided')"
        ),
    )
    op.create_index("ix_need_waiting", "need", ["moderation", "sent_at", "id"], unique=False)
    op.create_table(
        "participant_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "cookie",
                "follow_code",
                name="keykind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_for_id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_participant_key_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_key")),
        sa.UniqueConstraint("kind", "digest", name=op.f("uq_participant_key_kind_digest")),
    )
    op.create_index(
        op.f("ix_participant_key_participant_id"),
        "participant_key",
        ["participant_id"],
        unique=False,
    )
    op.create_table(
        "plan_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("expected", sa.Text(), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("lead_role", sa.String(length=120), nullable=False),
        sa.Column(
            "depth",
            sa.Enum(
                "cause",
                "symptom",
                "both",
                name="depth",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "started",
                "on_track",
                "stuck",
                "done",
                "reviewed",
                "stopped",
                name="actionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason", sa.Text(), nullable=False),
        sa.Column("legal_duty", sa.String(length=300), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["lead_id"], ["organisation.id"], name=op.f("fk_plan_action_lead_id")
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_plan_action_outcome_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_action")),
        sa.UniqueConstraint("number", name=op.f("uq_plan_action_number")),
    )
    op.create_index(op.f("ix_plan_action_outcome_id"), "plan_action", ["outcome_id"], unique=False)
    op.create_table(
        "action_need",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_need_action_id")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_action_need_need_id")),
        sa.PrimaryKeyConstraint("action_id", "need_id", name=op.f("pk_action_need")),
    )
    op.create_index(op.f("ix_action_need_need_id"), "action_need", ["need_id"], unique=False)
    op.create_table(
        "action_partner",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_partner_action_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_action_partner_organisation_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "organisation_id", name=op.f("pk_action_partner")),
    )
    op.create_table(
        "action_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["plan_action.id"], name=op.f("fk_action_update_action_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_update")),
    )
    op.create_index(
        op.f("ix_action_update_action_id"), "action_update", ["action_id"], unique=False
    )
    op.create_table(
        "cause_need",
        sa.Column("cause_id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["cause_id"], ["cause.id"], name=op.f("fk_cause_need_cause_id")),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_cause_need_need_id")),
        sa.PrimaryKeyConstraint("cause_id", "need_id", name=op.f("pk_cause_need")),
    )
    op.create_index(op.f("ix_cause_need_need_id"), "cause_need", ["need_id"], unique=False)
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum(
                "yes",
                "partly",
                "not_now",
                "not_ours",
                "you_can",
                "own_words",
                name="decisionkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("people_said", sa.Text(), nullable=False),
        sa.Column("we_decided", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("what_next", sa.Text(), nullable=False),
        sa.Column("differs_because", sa.Text(), nullable=False),
        sa.Column("passed_to", sa.String(length=200), nullable=False),
        sa.Column("kind_in_own_words", sa.String(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="decisionstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("is_standing", sa.Boolean(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(need_id IS NULL) <> (theme_id IS NULL)", name=op.f("ck_decision_one_subject")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_decision_need_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_decision_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("number", name=op.f("uq_decision_number")),
    )
    op.create_index(op.f("ix_decision_need_id"), "decision", ["need_id"], unique=False)
    op.create_index(
        "ix_decision_newest", "decision", ["state", "is_standing", "kind", "number"], unique=False
    )
    op.create_index(op.f("ix_decision_theme_id"), "decision", ["theme_id"], unique=False)
    op.create_index(
        "uq_decision_draft_need",
        "decision",
        ["need_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_decision_draft_theme",
        "decision",
        ["theme_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_decision_standing_need",
        "decision",
        ["need_id"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_index(
        "uq_decision_standing_theme",
        "decision",
        ["theme_id"],
        unique=True,
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.create_table(
        "imported_need",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("external_code", sa.String(length=200), nullable=False),
        sa.Column("signatures", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_imported_need_need_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["import_source.id"], name=op.f("fk_imported_need_source_id")
        ),
        sa.PrimaryKeyConstraint("need_id", name=op.f("pk_imported_need")),
        sa.UniqueConstraint(
            "source_id", "external_code", name=op.f("uq_imported_need_source_id_external_code")
        ),
    )
    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "publish",
                "return",
                "hide",
                "merge",
                "correct_area",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason_code",
            sa.Enum(
                "personal_details",
                "names_a_child",
                "hurtful",
                "not_about_here",
                "advert",
                "cannot_read",
                "wrong_route",
                name="reasoncode",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("words_to_sender", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "moderation_before",
            sa.Enum(
                "waiting",
                "returned",
                "published",
                "hidden",
                "withdrawn",
                "merged",
                "erased",
                name="moderation",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("places_before", sa.Text(), nullable=False),
        sa.Column("was_about_whole_place", sa.Boolean(), nullable=False),
        sa.Column("revision_after", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["person.id"], name=op.f("fk_moderation_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["need.id"], name=op.f("fk_moderation_decision_need_id")
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["need.id"], name=op.f("fk_moderation_decision_target_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_moderation_decision_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
    )
    op.create_index(
        op.f("ix_moderation_decision_decided_at"),
        "moderation_decision",
        ["decided_at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_moderation_decision_need_id_id"),
        "moderation_decision",
        ["need_id", "id"],
        unique=False,
    )
    op.create_table(
        "need_place",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_place_need_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_need_place_place_id")),
        sa.PrimaryKeyConstraint("need_id", "place_id", name=op.f("pk_need_place")),
    )
    op.create_index(
        op.f("ix_need_place_place_id_number"), "need_place", ["place_id", "number"], unique=False
    )
    op.create_table(
        "need_room_voice",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.CheckConstraint("people > 0", name=op.f("ck_need_room_voice_people_positive")),
        sa.ForeignKeyConstraint(
            ["gathering_id"], ["gathering.id"], name=op.f("fk_need_room_voice_gathering_id")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_room_voice_need_id")),
        sa.PrimaryKeyConstraint("need_id", "gathering_id", name=op.f("pk_need_room_voice")),
    )
    op.create_table(
        "need_support",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "online",
                "paper",
                "phone",
                "workshop",
                "home_visit",
                "stall",
                "recorded",
                "imported",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("supported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_support_need_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_need_support_participant_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_need_support_place_id")),
        sa.PrimaryKeyConstraint("need_id", "participant_id", name=op.f("pk_need_support")),
    )
    op.create_index(
        op.f("ix_need_support_participant_id_need_id"),
        "need_support",
        ["participant_id", "need_id"],
        unique=False,
    )
    op.create_table(
        "need_theme",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("grouped_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_theme_need_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_need_theme_theme_id")),
        sa.PrimaryKeyConstraint("need_id", "theme_id", name=op.f("pk_need_theme")),
    )
    op.create_index(
        op.f("ix_need_theme_theme_id_number"), "need_theme", ["theme_id", "number"], unique=False
    )
    op.create_table(
        "need_version",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("works_well", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_need_version_need_id")),
        sa.PrimaryKeyConstraint("need_id", "version", name=op.f("pk_need_version")),
    )
    op.create_table(
        "priority",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=True),
        sa.Column("need_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(need_id IS NULL) <> (theme_id IS NULL)", name=op.f("ck_priority_one_subject")
        ),
        sa.ForeignKeyConstraint(["need_id"], ["need.id"], name=op.f("fk_priority_need_id")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_priority_place_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_priority_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority")),
        sa.UniqueConstraint("place_id", "need_id", name=op.f("uq_priority_place_id_need_id")),
        sa.UniqueConstraint("place_id", "theme_id", name=op.f("uq_priority_place_id_theme_id")),
    )


def downgrade() -> None:
    """Change them back."""
    op.drop_table("priority")
    op.drop_table("need_version")
    op.drop_index(op.f("ix_need_theme_theme_id_number"), table_name="need_theme")
    op.drop_table("need_theme")
    op.drop_index(op.f("ix_need_support_participant_id_need_id"), table_name="need_support")
    op.drop_table("need_support")
    op.drop_table("need_room_voice")
    op.drop_index(op.f("ix_need_place_place_id_number"), table_name="need_place")
    op.drop_table("need_place")
    op.drop_index(op.f("ix_moderation_decision_need_id_id"), table_name="moderation_decision")
    op.drop_index(op.f("ix_moderation_decision_decided_at"), table_name="moderation_decision")
    op.drop_table("moderation_decision")
    op.drop_table("imported_need")
    op.drop_index(
        "uq_decision_standing_theme",
        table_name="decision",
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.drop_index(
        "uq_decision_standing_need",
        table_name="decision",
        sqlite_where=sa.text("is_standing"),
        postgresql_where=sa.text("is_standing"),
    )
    op.drop_index(
        "uq_decision_draft_theme",
        table_name="decision",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index(
        "uq_decision_draft_need",
        table_name="decision",
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.drop_index(op.f("ix_decision_theme_id"), table_name="decision")
    op.drop_index("ix_decision_newest", table_name="decision")
    op.drop_index(op.f("ix_decision_need_id"), table_name="decision")
    op.drop_table("decision")
    op.drop_index(op.f("ix_cause_need_need_id"), table_name="cause_need")
    op.drop_table("cause_need")
    op.drop_index(op.f("ix_action_update_action_id"), table_name="action_update")
    op.drop_table("action_update")
    op.drop_table("action_partner")
    op.drop_index(op.f("ix_action_need_need_id"), table_name="action_need")
    op.drop_table("action_need")
    op.drop_index(op.f("ix_plan_action_outcome_id"), table_name="plan_action")
    op.drop_table("plan_action")
    op.drop_index(op.f("ix_participant_key_participant_id"), table_name="participant_key")
    op.drop_table("participant_key")
    op.drop_index("ix_need_waiting", table_name="need")
    op.drop_index(
        "ix_need_unanswered",
        table_name="need",
        sqlite_where=sa.text(
            "moderation = 'published' AND progress IN ('new', 'grouped', 'being_decided')"
        ),
        postgresql_where=sa.text(
            "moderation = 'published' AND progress IN ('new', 'grouped', 'being_decided')"
        ),
    )
    op.drop_index("ix_need_progress", table_name="need")
    op.drop_index(op.f("ix_need_participant_id"), table_name="need")
    op.drop_index("ix_need_newest", table_name="need")
    op.drop_index(op.f("ix_need_merged_into_id"), table_name="need")
    op.drop_index("ix_need_level", table_name="need")
    op.drop_index("ix_need_fewest", table_name="need")
    op.drop_index("ix_need_due", table_name="need")
    op.drop_index(op.f("ix_need_conversation_id"), table_name="need")
    op.drop_index("ix_need_channel", table_name="need")
    op.drop_table("need")
    op.drop_index(op.f("ix_role_grant_person_id"), table_name="role_grant")
    op.drop_table("role_grant")
    op.drop_index(op.f("ix_participant_place_id"), table_name="participant")
    op.drop_index(op.f("ix_participant_joined_into_id"), table_name="participant")
    op.drop_index(op.f("ix_participant_address_mark_made_at"), table_name="participant")
    op.drop_table("participant")
    op.drop_table("outcome")
    op.drop_table("history_note")
    op.drop_index(op.f("ix_gathering_place_id"), table_name="gathering")
    op.drop_table("gathering")
    op.drop_table("cause")
    op.drop_table("boundary_service")
    op.drop_index(op.f("ix_voice_count_counted_place_id_subject_id"), table_name="voice_count")
    op.drop_table("voice_count")
    op.drop_table("visible_change")
    op.drop_table("theme")
    op.drop_index(op.f("ix_place_ward_id"), table_name="place")
    op.drop_index(op.f("ix_place_parent_id"), table_name="place")
    op.drop_table("place")
    op.drop_table("person")
    op.drop_table("organisation")
    op.drop_table("installation")
    op.drop_table("import_source")
    op.drop_index(op.f("ix_history_entry_subject_subject_id_id"), table_name="history_entry")
    op.drop_table("history_entry")
    op.drop_table("conversation")
    op.drop_table("code_counter")
    op.drop_index(op.f("ix_attempt_kind_mark_at"), table_name="attempt")
    op.drop_index(op.f("ix_attempt_kind_at"), table_name="attempt")
    op.drop_table("attempt")
