"""The office: every table of the first release.

Desks are updated one by one, so the release before this one must go on working: expand now (new tables, nullable
columns, indexes), contract a release later. No statement may hold a lock on a busy table for longer than 4 s.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.models.tables.spine import Xid8

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column(
            "at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.UUID(), nullable=True),
        sa.Column("detail", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        schema="office",
    )
    op.create_index("ix_audit_at", "audit", ["at"], unique=False, schema="office")
    op.create_index("ix_audit_subject", "audit", ["subject", "at"], unique=False, schema="office")
    op.create_table(
        "audit_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.BigInteger(), nullable=False),
        sa.Column("last_id", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column(
            "sealed_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seal")),
        schema="office",
    )
    op.create_table(
        "blob",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.Text(), nullable=False),
        sa.Column("complete", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("content_id", sa.UUID(), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob")),
        schema="office",
    )
    op.create_index("ix_blob_content", "blob", ["content_id"], unique=False, schema="office")
    op.create_table(
        "blob_chunk",
        sa.Column("content_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(bytes) <= 1048576", name=op.f("ck_blob_chunk_one_mebibyte")),
        sa.PrimaryKeyConstraint("content_id", "seq", name=op.f("pk_blob_chunk")),
        schema="office",
    )
    op.create_table(
        "code",
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("title_zh", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=True),
        sa.Column("national_code", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.PrimaryKeyConstraint("list", "code", name=op.f("pk_code")),
        schema="office",
    )
    op.create_table(
        "command",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload_sha256", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("result", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_command")),
        schema="office",
    )
    op.create_table(
        "command_kind",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=True),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("approvable", sa.Boolean(), nullable=False),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_command_kind")),
        schema="office",
    )
    op.create_table(
        "door_file",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_door_file")),
        schema="office",
    )
    op.create_table(
        "figure_delta",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("dims_id", sa.Integer(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_delta")),
        schema="office",
    )
    op.create_table(
        "figure_dims",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("cube", sa.Text(), nullable=False),
        sa.Column("registering_unit_id", sa.UUID(), nullable=False),
        sa.Column("deciding_authority_id", sa.UUID(), nullable=True),
        sa.Column("handling_unit_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_dims")),
        schema="office",
    )
    op.create_index(
        "uq_figure_dims_cell",
        "figure_dims",
        ["cube", "registering_unit_id", "deciding_authority_id", "handling_unit_id", "kind", "channel", "code"],
        unique=True,
        schema="office",
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "figure_fold",
        sa.Column("cube", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("dims_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=18, scale=2), nullable=False),
        sa.PrimaryKeyConstraint(
            "cube",
            "measure",
            "grain",
            "day",
            "dims_id",
            name=op.f("pk_figure_fold"),
            postgresql_include=["n", "amount"],
        ),
        schema="office",
    )
    op.create_table(
        "identity_ticket",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("subject", sa.UUID(), nullable=True),
        sa.Column("question", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asker_xid", sa.Text(), nullable=False),
        sa.Column(
            "asked_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("used_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_ticket")),
        schema="office",
    )
    op.create_index(
        "ix_identity_ticket_match",
        "identity_ticket",
        ["asked_at"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("door = 'match'"),
    )
    op.create_index("ix_identity_ticket_rate", "identity_ticket", ["login", "asked_at"], unique=False, schema="office")
    op.create_table(
        "indicator",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("definition", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_indicator")),
        schema="office",
    )
    op.create_table(
        "installation",
        sa.Column("one", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("iid", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), server_default="Asia/Shanghai", nullable=False),
        sa.Column("desk_salt", sa.Text(), nullable=False),
        sa.Column("recovery_public_key", sa.Text(), nullable=True),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("oldest_client", sa.Text(), nullable=False),
        sa.Column("epoch", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint("one", name=op.f("ck_installation_one_row")),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_installation")),
        schema="office",
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("once", sa.Text(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("leased_until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("leased_by", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        schema="office",
    )
    op.create_index(
        "ix_job_due", "job", ["due_at"], unique=False, schema="office", postgresql_where=sa.text("done_at IS NULL")
    )
    op.create_index(
        "uq_job_once",
        "job",
        ["kind", "once"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("done_at IS NULL AND once IS NOT NULL"),
    )
    op.create_table(
        "law_article",
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("summary", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("law", "article", name=op.f("pk_law_article")),
        schema="office",
    )
    op.create_table(
        "measured",
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("dims", sa.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint("subject_id", "measure", name=op.f("pk_measured")),
        schema="office",
    )
    op.create_index("ix_measured_day", "measured", ["measure", "day", "subject_id"], unique=False, schema="office")
    op.create_table(
        "notice_duty",
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("condition", sa.Text(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("law", "article", name=op.f("pk_notice_duty")),
        schema="office",
    )
    op.create_table(
        "role_permission",
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("role", "permission", name=op.f("pk_role_permission")),
        schema="office",
    )
    op.create_table(
        "rule_set",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_rule_set")),
        schema="office",
    )
    op.create_table(
        "transition",
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("command", "kind", "from_state", name=op.f("pk_transition")),
        schema="office",
    )
    op.create_table(
        "unit",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("is_authority", sa.Boolean(), nullable=False),
        sa.Column("one_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("number_word", sa.Text(), nullable=True),
        sa.Column("letterhead", sa.Text(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("NOT (is_authority AND level = 'station')", name=op.f("ck_unit_station_decides_nothing")),
        sa.CheckConstraint("level IN ('province','city','county','station','association')", name=op.f("ck_unit_level")),
        sa.ForeignKeyConstraint(["parent_id"], ["office.unit.id"], name=op.f("fk_unit_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit")),
        sa.UniqueConstraint("code", name=op.f("uq_unit_code")),
        schema="office",
    )
    op.create_index(op.f("ix_unit_parent_id"), "unit", ["parent_id"], unique=False, schema="office")
    op.create_table(
        "work_calendar",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("is_holiday", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_calendar")),
        schema="office",
    )
    op.create_index(
        "ix_work_calendar_ordinal",
        "work_calendar",
        ["ordinal"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("is_workday"),
    )
    op.create_table(
        "worker_beat",
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("worker", name=op.f("pk_worker_beat")),
        schema="office",
    )
    op.create_table(
        "approval_rule",
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("by_law", sa.Boolean(), nullable=False),
        sa.Column("waived_alone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("NOT (by_law AND waived_alone)", name=op.f("ck_approval_rule_law_is_not_waived")),
        sa.ForeignKeyConstraint(["command"], ["office.command_kind.kind"], name=op.f("fk_approval_rule_command")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_approval_rule_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "command", name=op.f("pk_approval_rule")),
        schema="office",
    )
    op.create_table(
        "enterprise",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_name", sa.Text(), nullable=True),
        sa.Column("initials", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.UUID(), nullable=True),
        sa.Column("merged_into_id", sa.UUID(), nullable=True),
        sa.Column("is_platform", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("legal_representative", sa.Text(), nullable=True),
        sa.Column("industry", sa.Text(), nullable=True),
        sa.Column("region_code", sa.Text(), nullable=True),
        sa.Column("authority_id", sa.UUID(), nullable=True),
        sa.Column("answers_orders", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["office.unit.id"], name=op.f("fk_enterprise_authority_id")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["office.enterprise.id"], name=op.f("fk_enterprise_merged_into_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["office.enterprise.id"], name=op.f("fk_enterprise_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise")),
        sa.UniqueConstraint("uscc", name=op.f("uq_enterprise_uscc")),
        schema="office",
    )
    op.create_index(
        "ix_enterprise_initials",
        "enterprise",
        [sa.literal_column('initials COLLATE "C" text_pattern_ops')],
        unique=False,
        schema="office",
    )
    op.create_index(
        op.f("ix_enterprise_merged_into_id"), "enterprise", ["merged_into_id"], unique=False, schema="office"
    )
    op.create_index(op.f("ix_enterprise_parent_id"), "enterprise", ["parent_id"], unique=False, schema="office")
    op.create_table(
        "ground",
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["rule_set"], ["office.rule_set.code"], name=op.f("fk_ground_rule_set")),
        sa.PrimaryKeyConstraint("rule_set", "code", name=op.f("pk_ground")),
        schema="office",
    )
    op.create_table(
        "number_scheme",
        sa.Column("authority_id", sa.UUID(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["office.unit.id"], name=op.f("fk_number_scheme_authority_id")),
        sa.PrimaryKeyConstraint("authority_id", "form", name=op.f("pk_number_scheme")),
        schema="office",
    )
    op.create_table(
        "rule_clock",
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("start_event", sa.Text(), nullable=False),
        sa.Column("stop_event", sa.Text(), nullable=False),
        sa.Column("pauses", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("extension", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.CheckConstraint("unit IN ('working_day','day','hour')", name=op.f("ck_rule_clock_unit")),
        sa.ForeignKeyConstraint(["rule_set"], ["office.rule_set.code"], name=op.f("fk_rule_clock_rule_set")),
        sa.PrimaryKeyConstraint("rule_set", "key", name=op.f("pk_rule_clock")),
        schema="office",
    )
    op.create_table(
        "series",
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("next", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_series_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "series", "year", name=op.f("pk_series")),
        schema="office",
    )
    op.create_table(
        "unit_line",
        sa.Column("above_id", sa.UUID(), nullable=False),
        sa.Column("below_id", sa.UUID(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["above_id"], ["office.unit.id"], name=op.f("fk_unit_line_above_id")),
        sa.ForeignKeyConstraint(["below_id"], ["office.unit.id"], name=op.f("fk_unit_line_below_id")),
        sa.PrimaryKeyConstraint("above_id", "below_id", name=op.f("pk_unit_line")),
        schema="office",
    )
    op.create_index("ix_unit_line_below", "unit_line", ["below_id", "above_id"], unique=False, schema="office")
    op.create_table(
        "person",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("staff_number", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("created_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("kind IN ('desk','liaison','worker')", name=op.f("ck_person_kind")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["office.enterprise.id"], name=op.f("fk_person_enterprise_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_person_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
        sa.UniqueConstraint("staff_number", name=op.f("uq_person_staff_number")),
        schema="office",
    )
    op.create_table(
        "scope",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column(
            "channel",
            sa.Text(),
            server_default=sa.text("'c' || replace(gen_random_uuid()::text, '-', '')"),
            nullable=False,
        ),
        sa.CheckConstraint("kind IN ('unit','clearance','enterprise')", name=op.f("ck_scope_kind")),
        sa.ForeignKeyConstraint(["enterprise_id"], ["office.enterprise.id"], name=op.f("fk_scope_enterprise_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_scope_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope")),
        schema="office",
    )
    op.create_index(
        "uq_scope_enterprise",
        "scope",
        ["enterprise_id"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("enterprise_id IS NOT NULL"),
    )
    op.create_index(
        "uq_scope_unit",
        "scope",
        ["kind", "unit_id"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("unit_id IS NOT NULL"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("registering_unit_id", sa.UUID(), nullable=False),
        sa.Column("deciding_authority_id", sa.UUID(), nullable=True),
        sa.Column("handling_unit_id", sa.UUID(), nullable=False),
        sa.Column("registrar_id", sa.UUID(), nullable=False),
        sa.Column("handler_id", sa.UUID(), nullable=True),
        sa.Column("rule_set", sa.Text(), nullable=True),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("received_basis", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("authority_received_on", sa.Date(), nullable=True),
        sa.Column(
            "registered_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("object_code", sa.Text(), nullable=True),
        sa.Column("problem_code", sa.Text(), nullable=True),
        sa.Column("violation_code", sa.Text(), nullable=True),
        sa.Column("occurred_on", sa.Date(), nullable=True),
        sa.Column("amount_involved", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("payment_method", sa.Text(), nullable=True),
        sa.Column("online", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("platform_name", sa.Text(), nullable=True),
        sa.Column("shop_name", sa.Text(), nullable=True),
        sa.Column("order_number", sa.Text(), nullable=True),
        sa.Column("enterprise_id", sa.UUID(), nullable=True),
        sa.Column("respondent_name", sa.Text(), server_default="", nullable=False),
        sa.Column("respondent_address", sa.Text(), server_default="", nullable=False),
        sa.Column("respondent_phone", sa.Text(), server_default="", nullable=False),
        sa.Column("respondent_contact", sa.Text(), server_default="", nullable=False),
        sa.Column("for_daily_life", sa.Boolean(), nullable=True),
        sa.Column("handled_elsewhere", sa.Text(), nullable=True),
        sa.Column("known_since", sa.Date(), nullable=True),
        sa.Column("tried_trader", sa.Boolean(), nullable=True),
        sa.Column("consent_publish", sa.Boolean(), nullable=True),
        sa.Column("consent_entrust", sa.Boolean(), nullable=True),
        sa.Column("consent_share_identity", sa.Boolean(), nullable=True),
        sa.Column("pattern_flags", sa.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("emergency", sa.Text(), nullable=True),
        sa.Column("joint", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("declined_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=True),
        sa.Column("sub_ground", sa.Text(), nullable=True),
        sa.Column("mediation_consent_complainant", sa.Boolean(), nullable=True),
        sa.Column("mediation_consent_respondent", sa.Boolean(), nullable=True),
        sa.Column("concluded_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("verified_on", sa.Date(), nullable=True),
        sa.Column("filed", sa.Boolean(), nullable=True),
        sa.Column("notices_served_on", sa.Date(), nullable=True),
        sa.Column("closed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("imported_from", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('consultation','complaint','report','suggestion','praise','service_complaint','other')",
            name=op.f("ck_cases_kind"),
        ),
        sa.CheckConstraint("amount_involved IS NULL OR amount_involved >= 0", name=op.f("ck_cases_amount_involved")),
        sa.ForeignKeyConstraint(
            ["deciding_authority_id"], ["office.unit.id"], name=op.f("fk_cases_deciding_authority_id")
        ),
        sa.ForeignKeyConstraint(["enterprise_id"], ["office.enterprise.id"], name=op.f("fk_cases_enterprise_id")),
        sa.ForeignKeyConstraint(["handler_id"], ["office.person.id"], name=op.f("fk_cases_handler_id")),
        sa.ForeignKeyConstraint(["handling_unit_id"], ["office.unit.id"], name=op.f("fk_cases_handling_unit_id")),
        sa.ForeignKeyConstraint(["registering_unit_id"], ["office.unit.id"], name=op.f("fk_cases_registering_unit_id")),
        sa.ForeignKeyConstraint(["registrar_id"], ["office.person.id"], name=op.f("fk_cases_registrar_id")),
        sa.ForeignKeyConstraint(["rule_set"], ["office.rule_set.code"], name=op.f("fk_cases_rule_set")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        schema="office",
    )
    op.create_index(
        "ix_cases_enterprise",
        "cases",
        ["enterprise_id", "received_at"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("enterprise_id IS NOT NULL"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("subject", sa.UUID(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("command_id", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["scope_id"], ["office.scope.id"], name=op.f("fk_change_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
        schema="office",
    )
    op.create_index("ix_change_scope", "change", ["scope_id", "xid"], unique=False, schema="office")
    op.create_table(
        "contact",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("secret", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("received_basis", sa.Text(), nullable=False),
        sa.Column("postmarked_on", sa.Date(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=True),
        sa.Column(
            "registered_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.Column("desk_time", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("desk_offset_ms", sa.Integer(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("content_sha256", sa.Text(), nullable=True),
        sa.Column("blob_id", sa.UUID(), nullable=True),
        sa.Column("mail_number", sa.Text(), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("operator_id", sa.UUID(), nullable=True),
        sa.Column("claimed_by", sa.UUID(), nullable=True),
        sa.Column("claimed_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("heard_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("done_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(state = 'claimed') <= (claimed_by IS NOT NULL)", name=op.f("ck_contact_claimed_by_somebody")
        ),
        sa.CheckConstraint("state IN ('waiting','claimed','calling_back','done')", name=op.f("ck_contact_state")),
        sa.ForeignKeyConstraint(["blob_id"], ["office.blob.id"], name=op.f("fk_contact_blob_id")),
        sa.ForeignKeyConstraint(["claimed_by"], ["office.person.id"], name=op.f("fk_contact_claimed_by")),
        sa.ForeignKeyConstraint(["operator_id"], ["office.person.id"], name=op.f("fk_contact_operator_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_contact_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        schema="office",
    )
    op.create_index(
        "ix_contact_claimed",
        "contact",
        ["claimed_by"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("state = 'claimed'"),
    )
    op.create_index(
        "ix_contact_content",
        "contact",
        ["content_sha256"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("secret"),
    )
    op.create_index(
        "uq_contact_content",
        "contact",
        ["unit_id", "content_sha256"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("NOT secret"),
    )
    op.create_index(
        "uq_contact_source",
        "contact",
        ["unit_id", "channel", "source_id"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("NOT secret"),
    )
    op.create_table(
        "person_role",
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_person_role_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_person_role_unit_id")),
        sa.PrimaryKeyConstraint("person_id", "role", "unit_id", name=op.f("pk_person_role")),
        schema="office",
    )
    op.create_table(
        "person_scope",
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("until", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["scope_id"], ["office.scope.id"], name=op.f("fk_person_scope_scope_id")),
        sa.PrimaryKeyConstraint("login", "scope_id", name=op.f("pk_person_scope")),
        schema="office",
    )
    op.create_table(
        "template",
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rule_set", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("signed_off_by", sa.UUID(), nullable=True),
        sa.ForeignKeyConstraint(["rule_set"], ["office.rule_set.code"], name=op.f("fk_template_rule_set")),
        sa.ForeignKeyConstraint(["signed_off_by"], ["office.person.id"], name=op.f("fk_template_signed_off_by")),
        sa.PrimaryKeyConstraint("form", "version", name=op.f("pk_template")),
        schema="office",
    )
    op.create_table(
        "approval",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("command", sa.Text(), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("asked_by", sa.UUID(), nullable=False),
        sa.Column("asked_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.UUID(), nullable=True),
        sa.Column("decided_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["asked_by"], ["office.person.id"], name=op.f("fk_approval_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_approval_case_id")),
        sa.ForeignKeyConstraint(["command"], ["office.command_kind.kind"], name=op.f("fk_approval_command")),
        sa.ForeignKeyConstraint(["decided_by"], ["office.person.id"], name=op.f("fk_approval_decided_by")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_approval_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approval")),
        schema="office",
    )
    op.create_index("ix_approval_case", "approval", ["case_id"], unique=False, schema="office")
    op.create_index(
        "ix_approval_open",
        "approval",
        ["unit_id", "due_on"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("decision IS NULL"),
    )
    op.create_table(
        "call_back",
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.CheckConstraint("attempt BETWEEN 1 AND 3", name=op.f("ck_call_back_three_attempts")),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_call_back_contact_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_call_back_person_id")),
        sa.PrimaryKeyConstraint("contact_id", "attempt", name=op.f("pk_call_back")),
        schema="office",
    )
    op.create_table(
        "case_access",
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("handler_id", sa.UUID(), nullable=True),
        sa.Column("handling_unit_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_case_access_case_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["office.scope.id"], name=op.f("fk_case_access_scope_id")),
        sa.PrimaryKeyConstraint("scope_id", "case_id", name=op.f("pk_case_access")),
        schema="office",
    )
    op.create_index("ix_case_access_case", "case_access", ["case_id"], unique=False, schema="office")
    op.create_index(
        "ix_case_access_due",
        "case_access",
        ["scope_id", "due_on", "case_id"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_case_access_handler",
        "case_access",
        ["handler_id", "due_on", "case_id"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("open"),
    )
    op.create_index(
        "ix_case_access_received", "case_access", ["scope_id", "received_at", "case_id"], unique=False, schema="office"
    )
    op.create_index(
        "ix_case_access_state",
        "case_access",
        ["scope_id", "state", "received_at", "case_id"],
        unique=False,
        schema="office",
    )
    op.create_table(
        "case_clock",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("paused_days", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("extension", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_case_clock_case_id")),
        sa.PrimaryKeyConstraint("case_id", "key", name=op.f("pk_case_clock")),
        schema="office",
    )
    op.create_table(
        "case_link",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("other_id", sa.UUID(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_case_link_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["office.cases.id"], name=op.f("fk_case_link_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", "relation", name=op.f("pk_case_link")),
        schema="office",
    )
    op.create_index("ix_case_link_other", "case_link", ["other_id"], unique=False, schema="office")
    op.create_table(
        "case_text",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_case_text_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_text")),
        schema="office",
    )
    op.create_table(
        "case_undo",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("was", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_case_undo_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_undo")),
        schema="office",
    )
    op.create_table(
        "presence",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("seen_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_presence")),
        schema="office",
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_claim_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        schema="office",
    )
    op.create_index(op.f("ix_claim_case_id"), "claim", ["case_id"], unique=False, schema="office")
    op.create_table(
        "contact_access",
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("behaviour", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_contact_access_contact_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["office.scope.id"], name=op.f("fk_contact_access_scope_id")),
        sa.PrimaryKeyConstraint("scope_id", "contact_id", name=op.f("pk_contact_access")),
        schema="office",
    )
    op.create_index("ix_contact_access_contact", "contact_access", ["contact_id"], unique=False, schema="office")
    op.create_index(
        "ix_contact_access_queue",
        "contact_access",
        ["scope_id", "behaviour", "received_at"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "contact_case",
        sa.Column("contact_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_contact_case_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_contact_case_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", "case_id", name=op.f("pk_contact_case")),
        schema="office",
    )
    op.create_index("ix_contact_case_case", "contact_case", ["case_id"], unique=False, schema="office")
    op.create_table(
        "distribution",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("from_unit_id", sa.UUID(), nullable=False),
        sa.Column("to_unit_id", sa.UUID(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("is_return", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_distribution_case_id")),
        sa.ForeignKeyConstraint(["from_unit_id"], ["office.unit.id"], name=op.f("fk_distribution_from_unit_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_distribution_person_id")),
        sa.ForeignKeyConstraint(["to_unit_id"], ["office.unit.id"], name=op.f("fk_distribution_to_unit_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_distribution")),
        schema="office",
    )
    op.create_table(
        "event",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("command_id", sa.UUID(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_event_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_event_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_event_unit_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_event")),
        schema="office",
    )
    op.create_table(
        "external_ref",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("secret", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("received_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("source_deadline", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("reply_due", sa.Date(), nullable=True),
        sa.Column("written_back_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_external_ref_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_ref")),
        schema="office",
    )
    op.create_index("ix_external_ref_case", "external_ref", ["case_id"], unique=False, schema="office")
    op.create_index(
        "uq_external_ref_number",
        "external_ref",
        ["source", "number"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("NOT secret"),
    )
    op.create_table(
        "follow_up",
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("call_again_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome = 'reached' OR (process IS NULL AND result IS NULL)",
            name=op.f("ck_follow_up_answers_when_reached"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_follow_up_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_follow_up_person_id")),
        sa.PrimaryKeyConstraint("case_id", "attempt", name=op.f("pk_follow_up")),
        schema="office",
    )
    op.create_table(
        "material",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("blob_id", sa.UUID(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("added_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("added_by", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["office.person.id"], name=op.f("fk_material_added_by")),
        sa.ForeignKeyConstraint(["blob_id"], ["office.blob.id"], name=op.f("fk_material_blob_id")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_material_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_material")),
        schema="office",
    )
    op.create_index(op.f("ix_material_case_id"), "material", ["case_id"], unique=False, schema="office")
    op.create_table(
        "mediation",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("scheduled_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.Column("mediators", sa.Text(), server_default="", nullable=False),
        sa.Column("entrusted_to_id", sa.UUID(), nullable=True),
        sa.Column("held_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("minutes", sa.Text(), server_default="", nullable=False),
        sa.Column("agreement", sa.Text(), server_default="", nullable=False),
        sa.Column("waiver", sa.Text(), nullable=True),
        sa.CheckConstraint("mode IN ('on_site','remote','entrusted')", name=op.f("ck_mediation_mode")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_mediation_case_id")),
        sa.ForeignKeyConstraint(["entrusted_to_id"], ["office.unit.id"], name=op.f("fk_mediation_entrusted_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation")),
        schema="office",
    )
    op.create_index(op.f("ix_mediation_case_id"), "mediation", ["case_id"], unique=False, schema="office")
    op.create_table(
        "paper",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("template_version", sa.Integer(), nullable=False),
        sa.Column("authority_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("serial", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("issued_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("issued_by", sa.UUID(), nullable=True),
        sa.Column("drafted_by", sa.UUID(), nullable=False),
        sa.Column("drafted_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("approved_by", sa.UUID(), nullable=True),
        sa.Column("blob_id", sa.UUID(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state IN ('issued','voided')) = (number IS NOT NULL)", name=op.f("ck_paper_numbered_when_issued")
        ),
        sa.CheckConstraint("state IN ('draft','approved','issued','voided')", name=op.f("ck_paper_state")),
        sa.ForeignKeyConstraint(["approved_by"], ["office.person.id"], name=op.f("fk_paper_approved_by")),
        sa.ForeignKeyConstraint(["authority_id"], ["office.unit.id"], name=op.f("fk_paper_authority_id")),
        sa.ForeignKeyConstraint(["blob_id"], ["office.blob.id"], name=op.f("fk_paper_blob_id")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_paper_case_id")),
        sa.ForeignKeyConstraint(["drafted_by"], ["office.person.id"], name=op.f("fk_paper_drafted_by")),
        sa.ForeignKeyConstraint(["issued_by"], ["office.person.id"], name=op.f("fk_paper_issued_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        schema="office",
    )
    op.create_index("ix_paper_case", "paper", ["case_id"], unique=False, schema="office")
    op.create_index(
        "ix_paper_issued",
        "paper",
        ["issued_at", "id"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("issued_at IS NOT NULL"),
    )
    op.create_index(
        "uq_paper_number",
        "paper",
        ["authority_id", "number"],
        unique=True,
        schema="office",
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_table(
        "pause",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), server_default="", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_pause_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pause")),
        schema="office",
    )
    op.create_index(op.f("ix_pause_case_id"), "pause", ["case_id"], unique=False, schema="office")
    op.create_table(
        "settlement_order",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("enterprise_id", sa.UUID(), nullable=False),
        sa.Column("unit_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("case_kind", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("followed_by_case_id", sa.UUID(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("claim", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("chosen_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("chosen_how", sa.Text(), nullable=True),
        sa.Column("shares_identity", sa.Boolean(), nullable=False),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("seen_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("answered_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("urged_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("urged", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("concluded_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("contacted_at", postgresql.TIMESTAMP(timezone=True), nullable=True),
        sa.Column("contacted_how", sa.Text(), nullable=True),
        sa.Column("proposal", sa.Text(), nullable=True),
        sa.Column("offered", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("agrees", sa.Boolean(), nullable=True),
        sa.Column("refusal_ground", sa.Text(), nullable=True),
        sa.Column("reply_source", sa.Text(), nullable=True),
        sa.Column("proof_blob_id", sa.UUID(), nullable=True),
        sa.Column("settled_amount", sa.Numeric(precision=14, scale=2), nullable=True),
        sa.Column("confirmed_how", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(mode = 'within_complaint') = (case_id IS NOT NULL)", name=op.f("ck_settlement_order_case_by_mode")
        ),
        sa.CheckConstraint(
            "case_kind IS NULL OR case_kind = 'complaint'", name=op.f("ck_settlement_order_complaints_only")
        ),
        sa.CheckConstraint("mode IN ('before_complaint','within_complaint')", name=op.f("ck_settlement_order_mode")),
        sa.CheckConstraint(
            "state IN ('sent','seen','answered','settled','failed','expired')", name=op.f("ck_settlement_order_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_settlement_order_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_settlement_order_contact_id")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["office.enterprise.id"], name=op.f("fk_settlement_order_enterprise_id")
        ),
        sa.ForeignKeyConstraint(
            ["followed_by_case_id"], ["office.cases.id"], name=op.f("fk_settlement_order_followed_by_case_id")
        ),
        sa.ForeignKeyConstraint(["proof_blob_id"], ["office.blob.id"], name=op.f("fk_settlement_order_proof_blob_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_settlement_order_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_order")),
        sa.UniqueConstraint("number", name=op.f("uq_settlement_order_number")),
        schema="office",
    )
    op.create_index("ix_settlement_order_case", "settlement_order", ["case_id"], unique=False, schema="office")
    op.create_index(
        op.f("ix_settlement_order_contact_id"), "settlement_order", ["contact_id"], unique=False, schema="office"
    )
    op.create_index(
        "ix_settlement_order_enterprise",
        "settlement_order",
        ["enterprise_id", "sent_at"],
        unique=False,
        schema="office",
    )
    op.create_index(
        op.f("ix_settlement_order_followed_by_case_id"),
        "settlement_order",
        ["followed_by_case_id"],
        unique=False,
        schema="office",
    )
    op.create_index(
        "ix_settlement_order_open",
        "settlement_order",
        ["due_at"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("state IN ('sent','seen','answered')"),
    )
    op.create_table(
        "blob_holder",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("blob_id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("order_id", sa.UUID(), nullable=True),
        sa.CheckConstraint("num_nonnulls(case_id, contact_id, order_id) = 1", name=op.f("ck_blob_holder_one_holder")),
        sa.ForeignKeyConstraint(["blob_id"], ["office.blob.id"], name=op.f("fk_blob_holder_blob_id")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_blob_holder_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_blob_holder_contact_id")),
        sa.ForeignKeyConstraint(["order_id"], ["office.settlement_order.id"], name=op.f("fk_blob_holder_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blob_holder")),
        schema="office",
    )
    op.create_index(op.f("ix_blob_holder_blob_id"), "blob_holder", ["blob_id"], unique=False, schema="office")
    op.create_index("ix_blob_holder_case", "blob_holder", ["case_id"], unique=False, schema="office")
    op.create_index("ix_blob_holder_contact", "blob_holder", ["contact_id"], unique=False, schema="office")
    op.create_index("ix_blob_holder_order", "blob_holder", ["order_id"], unique=False, schema="office")
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("claim_id", sa.UUID(), nullable=True),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(precision=14, scale=2), nullable=False),
        sa.Column("performed_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("proof_blob_id", sa.UUID(), nullable=True),
        sa.Column("corrects_id", sa.UUID(), nullable=True),
        sa.Column("entered_by", sa.UUID(), nullable=False),
        sa.Column("entered_at", postgresql.TIMESTAMP(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("needs_confirmation", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("confirmed_by", sa.UUID(), nullable=True),
        sa.CheckConstraint("part IN ('loss','multiplied','mental')", name=op.f("ck_ledger_entry_part")),
        sa.CheckConstraint(
            "stage <> 'performed' OR performed_on IS NOT NULL", name=op.f("ck_ledger_entry_performed_has_date")
        ),
        sa.CheckConstraint("stage <> 'stated' OR reason <> ''", name=op.f("ck_ledger_entry_stated_value_has_reason")),
        sa.CheckConstraint("stage IN ('offered','agreed','stated','performed')", name=op.f("ck_ledger_entry_stage")),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_ledger_entry_case_id")),
        sa.ForeignKeyConstraint(["claim_id"], ["office.claim.id"], name=op.f("fk_ledger_entry_claim_id")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["office.person.id"], name=op.f("fk_ledger_entry_confirmed_by")),
        sa.ForeignKeyConstraint(["corrects_id"], ["office.ledger_entry.id"], name=op.f("fk_ledger_entry_corrects_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["office.person.id"], name=op.f("fk_ledger_entry_entered_by")),
        sa.ForeignKeyConstraint(["proof_blob_id"], ["office.blob.id"], name=op.f("fk_ledger_entry_proof_blob_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        schema="office",
    )
    op.create_index("ix_ledger_entry_case", "ledger_entry", ["case_id"], unique=False, schema="office")
    op.create_table(
        "order_access",
        sa.Column("scope_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("sent_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("due_at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["office.settlement_order.id"], name=op.f("fk_order_access_order_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["office.scope.id"], name=op.f("fk_order_access_scope_id")),
        sa.PrimaryKeyConstraint("scope_id", "order_id", name=op.f("pk_order_access")),
        schema="office",
    )
    op.create_index(
        "ix_order_access_late",
        "order_access",
        ["scope_id", "due_at", "order_id"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("state IN ('sent','seen','expired')"),
    )
    op.create_index(
        "ix_order_access_list",
        "order_access",
        ["scope_id", "open", "due_at", "order_id"],
        unique=False,
        schema="office",
    )
    op.create_index(
        "ix_order_access_sent", "order_access", ["scope_id", "sent_at", "order_id"], unique=False, schema="office"
    )
    op.create_table(
        "order_event",
        sa.Column("order_id", sa.UUID(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=True),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["office.settlement_order.id"], name=op.f("fk_order_event_order_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_order_event_person_id")),
        sa.PrimaryKeyConstraint("order_id", "seq", name=op.f("pk_order_event")),
        schema="office",
    )
    op.create_table(
        "party",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("order_id", sa.UUID(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("shown_name", sa.Text(), nullable=False),
        sa.Column("shown_phone", sa.Text(), nullable=False),
        sa.Column("shown_address", sa.Text(), nullable=False),
        sa.Column("shown_id_number", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("anonymous", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("original_power_of_attorney", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint(
            "role IN ('complainant','consumer','guardian','agent','representative','reporter','caller')",
            name=op.f("ck_party_role"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_party_case_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["office.contact.id"], name=op.f("fk_party_contact_id")),
        sa.ForeignKeyConstraint(["order_id"], ["office.settlement_order.id"], name=op.f("fk_party_order_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
        schema="office",
    )
    op.create_index("ix_party_case", "party", ["case_id"], unique=False, schema="office")
    op.create_index("ix_party_contact", "party", ["contact_id"], unique=False, schema="office")
    op.create_index("ix_party_order", "party", ["order_id"], unique=False, schema="office")
    op.create_table(
        "paper_addressee",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("paper_id", sa.UUID(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("party_id", sa.UUID(), nullable=True),
        sa.Column("unit_id", sa.UUID(), nullable=True),
        sa.Column("copies", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["office.paper.id"], name=op.f("fk_paper_addressee_paper_id")),
        sa.ForeignKeyConstraint(["party_id"], ["office.party.id"], name=op.f("fk_paper_addressee_party_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["office.unit.id"], name=op.f("fk_paper_addressee_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_addressee")),
        schema="office",
    )
    op.create_index(op.f("ix_paper_addressee_paper_id"), "paper_addressee", ["paper_id"], unique=False, schema="office")
    op.create_table(
        "service_record",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("case_id", sa.UUID(), nullable=False),
        sa.Column("paper_id", sa.UUID(), nullable=True),
        sa.Column("addressee_id", sa.UUID(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("at", postgresql.TIMESTAMP(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("person_id", sa.UUID(), nullable=False),
        sa.Column("mail_number", sa.Text(), nullable=True),
        sa.Column("recording_ref", sa.Text(), nullable=True),
        sa.Column("receipt_blob_id", sa.UUID(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "result IN ('delivered','posted','failed','returned')", name=op.f("ck_service_record_result")
        ),
        sa.CheckConstraint(
            "side IN ('complainant','respondent','reporter','unit')", name=op.f("ck_service_record_side")
        ),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["office.paper_addressee.id"], name=op.f("fk_service_record_addressee_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["office.cases.id"], name=op.f("fk_service_record_case_id")),
        sa.ForeignKeyConstraint(["paper_id"], ["office.paper.id"], name=op.f("fk_service_record_paper_id")),
        sa.ForeignKeyConstraint(["person_id"], ["office.person.id"], name=op.f("fk_service_record_person_id")),
        sa.ForeignKeyConstraint(
            ["receipt_blob_id"], ["office.blob.id"], name=op.f("fk_service_record_receipt_blob_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_record")),
        schema="office",
    )
    op.create_index("ix_service_record_case", "service_record", ["case_id"], unique=False, schema="office")
    op.create_index(
        "ix_service_record_paper",
        "service_record",
        ["paper_id"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("paper_id IS NOT NULL"),
    )
    op.create_table(
        "party_identity",
        sa.Column("party_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("id_type", sa.Text(), server_default="", nullable=False),
        sa.Column("id_number", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["office.party.id"], name=op.f("fk_party_identity_party_id")),
        sa.PrimaryKeyConstraint("party_id", name=op.f("pk_party_identity")),
        schema="office",
    )
    op.create_index(
        "ix_party_identity_id_number",
        "party_identity",
        ["id_number"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("id_number <> ''"),
    )
    op.create_index(
        "ix_party_identity_phone",
        "party_identity",
        ["phone"],
        unique=False,
        schema="office",
        postgresql_where=sa.text("phone <> ''"),
    )


def downgrade() -> None:
    raise NotImplementedError("The way back is last night's backup.")
