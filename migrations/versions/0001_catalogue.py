"""The catalogue: regions, agencies, items, values, audit, imports."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_rule",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("aspect", sa.String(length=16), nullable=False),
        sa.Column("enabled", sa.SmallInteger(), nullable=False),
        sa.Column("graded", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_audit_rule_code")),
    )
    op.create_table(
        "audit_run",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("anew", sa.SmallInteger(), nullable=False),
        sa.Column("items", sa.BigInteger(), nullable=False),
        sa.Column("findings", sa.BigInteger(), nullable=False),
        sa.Column("drift", sa.BigInteger(), nullable=False),
        sa.Column("rule_set", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("kept", sa.SmallInteger(), nullable=False),
        sa.Column("last_item", sa.Integer(), nullable=False),
        sa.Column("last_verdict", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_run")),
    )
    op.create_table(
        "audit_waiver",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approver", sa.String(length=100), nullable=False),
        sa.Column("granted", sa.Date(), nullable=False),
        sa.Column("expires", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_waiver")),
    )
    with op.batch_alter_table("audit_waiver", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_waiver_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "baseline",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baseline")),
        sa.UniqueConstraint("name", name=op.f("uq_baseline_name")),
    )
    op.create_table(
        "baseline_item",
        sa.Column("baseline_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=8), nullable=True),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("project_type", sa.SmallInteger(), nullable=True),
        sa.Column("material_count", sa.SmallInteger(), nullable=True),
        sa.Column("statutory", sa.Integer(), nullable=True),
        sa.Column("statutory_unit", sa.SmallInteger(), nullable=True),
        sa.Column("promised", sa.Integer(), nullable=True),
        sa.Column("promised_unit", sa.SmallInteger(), nullable=True),
        sa.Column("steps", sa.SmallInteger(), nullable=True),
        sa.Column("visits", sa.SmallInteger(), nullable=True),
        sa.Column("fee_count", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("baseline_id", "item_id", name=op.f("pk_baseline_item")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "catalogue_state",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("rule_set", sa.String(length=64), nullable=False),
        sa.Column("profile", sa.String(length=64), nullable=False),
        sa.Column("derivation", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_state")),
    )
    op.create_table(
        "citation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("pointer", sa.String(length=120), nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("law", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.Column("law_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
    )
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_citation_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_law_id"), ["law_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_citation_value_id"), ["value_id"], unique=False)

    op.create_table(
        "decline",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("issuer", sa.String(length=64), nullable=False),
        sa.Column("region_id", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("declared_by", sa.String(length=100), nullable=False),
        sa.Column("declared_at", sa.DateTime(), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=100), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decline")),
    )
    with op.batch_alter_table("decline", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_decline_region_id_code"), ["region_id", "code"], unique=False
        )

    op.create_table(
        "element_comparison",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("comparator", sa.String(length=40), nullable=False),
        sa.Column("standard_value", sa.Integer(), nullable=False),
        sa.Column("local_value", sa.Integer(), nullable=False),
        sa.Column("answer", sa.SmallInteger(), nullable=False),
        sa.Column("difference", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_comparison")),
    )
    with op.batch_alter_table("element_comparison", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_element_comparison_local_value_standard_value_comparator"),
            ["local_value", "standard_value", "comparator"],
            unique=True,
        )

    op.create_table(
        "element_value",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sense", sa.LargeBinary(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("plain_hours", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_element_value")),
        sa.UniqueConstraint("hash", name=op.f("uq_element_value_hash")),
    )
    op.create_table(
        "finding",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("ref", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("item_id", "rule_id", "ref", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_finding_rule_id_item_id"), ["rule_id", "item_id"], unique=False
        )

    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=False),
        sa.Column("file_size", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.String(length=80), nullable=True),
        sa.Column("job", sa.String(length=16), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("mode", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn", sa.BigInteger(), nullable=False),
        sa.Column("vanished", sa.BigInteger(), nullable=False),
        sa.Column("absent", sa.Text(), nullable=False),
        sa.Column("refusal_counts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_job"), ["job"], unique=False)

    op.create_table(
        "import_mapping",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=80), nullable=True),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name=op.f("pk_import_mapping")),
    )
    op.create_table(
        "kept_count",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("terms", sa.String(length=32), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_count")),
    )
    op.create_table(
        "kept_finding",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "rule_id", "mark", name=op.f("pk_kept_finding")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "kept_part",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("region_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", "region_id", "agency_id", name=op.f("pk_kept_part")),
    )
    op.create_table(
        "kept_sum",
        sa.Column("stretch", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("marked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("stretch", name=op.f("pk_kept_sum")),
    )
    op.create_table(
        "law",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("number_key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("rank", sa.SmallInteger(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("published", sa.Date(), nullable=True),
        sa.Column("effective", sa.Date(), nullable=True),
        sa.Column("revised", sa.SmallInteger(), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("superseded", sa.SmallInteger(), nullable=False),
        sa.Column("successor", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_law")),
        sa.UniqueConstraint("key", "number_key", name=op.f("uq_law_key_number_key")),
    )
    with op.batch_alter_table("law", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_law_ended"), ["ended"], unique=False)

    op.create_table(
        "mention",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("paper_id", sa.Integer(), nullable=False),
        sa.Column("flags", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention")),
    )
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mention_paper_id_kind"), ["paper_id", "kind"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_mention_value_id"), ["value_id"], unique=False)

    op.create_table(
        "mention_mark",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention_mark")),
    )
    op.create_table(
        "name_text",
        sa.Column("value_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("value_id", name=op.f("pk_name_text")),
    )
    op.create_table(
        "own_frame",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_frame")),
        sa.UniqueConstraint("hash", name=op.f("uq_own_frame_hash")),
    )
    op.create_table(
        "named_verdict",
        sa.Column("rule_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("source", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("verdict_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule_id", "source", name=op.f("pk_named_verdict")),
    )
    op.create_table(
        "paper",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("certificate", sa.SmallInteger(), nullable=False),
        sa.Column("line", sa.String(length=20), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("ended", sa.Date(), nullable=True),
        sa.Column("instead", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
        sa.UniqueConstraint("key", name=op.f("uq_paper_key")),
    )
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_ended"), ["ended"], unique=False)
        batch_op.create_index(batch_op.f("ix_paper_line"), ["line"], unique=False)

    op.create_table(
        "rectification",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("agency_code", sa.String(length=100), nullable=False),
        sa.Column("agency_name", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("severities", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("announced", sa.SmallInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rectification_agency_id"), ["agency_id"], unique=False)

    op.create_table(
        "rectification_line",
        sa.Column("rectification_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("item_code", sa.String(length=64), nullable=False),
        sa.Column("qualifier", sa.String(length=64), nullable=False),
        sa.Column("item_name", sa.Text(), nullable=True),
        sa.Column("rule", sa.String(length=80), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("field", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("remedy", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("rectification_id", "number", name=op.f("pk_rectification_line")),
    )
    op.create_table(
        "region",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["region.id"], name=op.f("fk_region_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_region")),
        sa.UniqueConstraint("code", name=op.f("uq_region_code")),
    )
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_region_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=16), nullable=True),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.Column("own", sa.Text(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=True),
        sa.Column("base_frame_id", sa.Integer(), nullable=True),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "number", name=op.f("pk_revision")),
    )
    op.create_table(
        "rule_setting",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), nullable=False),
        sa.Column("enabled", sa.SmallInteger(), nullable=False),
        sa.Column("graded", sa.SmallInteger(), nullable=True),
        sa.Column("who", sa.String(length=100), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_setting")),
    )
    with op.batch_alter_table("rule_setting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_setting_rule_id"), ["rule_id"], unique=False)

    op.create_table(
        "run_change",
        sa.Column("run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule_id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("mark", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", "item_id", "rule_id", "mark", name=op.f("pk_run_change")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "snapshot",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("baseline", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshot")),
        sa.UniqueConstraint("day", name=op.f("uq_snapshot_day")),
    )
    op.create_table(
        "snapshot_figures",
        sa.Column(
            "region_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("agency_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("snapshot_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint(
            "region_id", "agency_id", "snapshot_id", name=op.f("pk_snapshot_figures")
        ),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "touched_place",
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("region_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("version", "region_id", "agency_id", name=op.f("pk_touched_place")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value_id", sa.Integer(), nullable=True),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.BigInteger(), nullable=True),
        sa.Column("rule_id", sa.SmallInteger(), nullable=False),
        sa.Column("pointer", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_verdict_item_id_region_id"), ["item_id", "region_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_verdict_value_id"), ["value_id"], unique=False)

    op.create_table(
        "withdrawn_item",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("qualifier", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawn_item")),
        sa.UniqueConstraint(
            "kind", "code", "qualifier", name=op.f("uq_withdrawn_item_kind_code_qualifier")
        ),
    )
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("line", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_agency_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("code", name=op.f("uq_agency_code")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agency_line"), ["line"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_name"), ["name"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_region_id"), ["region_id"], unique=False)

    op.create_table(
        "import_refusal",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.Text(), nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.Column("column", sa.Text(), nullable=True),
        sa.Column("letter", sa.String(length=8), nullable=True),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_import_refusal_batch_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch_id", "position", name=op.f("pk_import_refusal")),
    )
    op.create_table(
        "import_vanished",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["import_batch.id"],
            name=op.f("fk_import_vanished_batch_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("batch_id", "item_id", name=op.f("pk_import_vanished")),
    )
    op.create_table(
        "region_within",
        sa.Column(
            "ancestor_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column(
            "region_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["ancestor_id"],
            ["region.id"],
            name=op.f("fk_region_within_ancestor_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["region_id"],
            ["region.id"],
            name=op.f("fk_region_within_region_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "region_id", name=op.f("pk_region_within")),
    )
    with op.batch_alter_table("region_within", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_region_within_region_id"), ["region_id"], unique=False)

    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("qualifier", sa.String(length=64), nullable=False),
        sa.Column("base_code", sa.String(length=64), nullable=True),
        sa.Column("upper_code", sa.String(length=64), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=16), nullable=False),
        sa.Column("standard_id", sa.Integer(), nullable=True),
        sa.Column("standard_number", sa.Integer(), nullable=True),
        sa.Column("region_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("type", sa.String(length=8), nullable=True),
        sa.Column("level", sa.SmallInteger(), nullable=True),
        sa.Column("levels", sa.SmallInteger(), nullable=True),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("effective_date", sa.Date(), nullable=True),
        sa.Column("cancel_date", sa.Date(), nullable=True),
        sa.Column("secret", sa.SmallInteger(), nullable=True),
        sa.Column("name", sa.Integer(), nullable=True),
        sa.Column("authority", sa.Integer(), nullable=True),
        sa.Column("legal_basis", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.Integer(), nullable=True),
        sa.Column("audience", sa.Integer(), nullable=True),
        sa.Column("time_limit", sa.Integer(), nullable=True),
        sa.Column("process", sa.Integer(), nullable=True),
        sa.Column("materials", sa.Integer(), nullable=True),
        sa.Column("fees", sa.Integer(), nullable=True),
        sa.Column("result", sa.Integer(), nullable=True),
        sa.Column("handling", sa.Integer(), nullable=True),
        sa.Column("contact", sa.Integer(), nullable=True),
        sa.Column("questions", sa.Integer(), nullable=True),
        sa.Column("plain_frame_id", sa.Integer(), nullable=True),
        sa.Column("plain_base_frame_id", sa.Integer(), nullable=True),
        sa.Column("flawed", sa.Integer(), nullable=False),
        sa.Column("present", sa.BigInteger(), nullable=False),
        sa.Column("power_source", sa.SmallInteger(), nullable=True),
        sa.Column("body_kind", sa.SmallInteger(), nullable=True),
        sa.Column("joint", sa.SmallInteger(), nullable=True),
        sa.Column("objects", sa.SmallInteger(), nullable=True),
        sa.Column("topics", sa.SmallInteger(), nullable=True),
        sa.Column("statutory", sa.Integer(), nullable=True),
        sa.Column("statutory_unit", sa.SmallInteger(), nullable=True),
        sa.Column("promised", sa.Integer(), nullable=True),
        sa.Column("promised_unit", sa.SmallInteger(), nullable=True),
        sa.Column("special_procedures", sa.SmallInteger(), nullable=True),
        sa.Column("steps", sa.SmallInteger(), nullable=True),
        sa.Column("step_total", sa.Integer(), nullable=True),
        sa.Column("step_unit", sa.SmallInteger(), nullable=True),
        sa.Column("material_count", sa.SmallInteger(), nullable=True),
        sa.Column("form_count", sa.SmallInteger(), nullable=True),
        sa.Column("charged", sa.SmallInteger(), nullable=True),
        sa.Column("fee_count", sa.SmallInteger(), nullable=True),
        sa.Column("result_types", sa.SmallInteger(), nullable=True),
        sa.Column("project_type", sa.SmallInteger(), nullable=True),
        sa.Column("visits", sa.SmallInteger(), nullable=True),
        sa.Column("online", sa.SmallInteger(), nullable=True),
        sa.Column("depth", sa.SmallInteger(), nullable=True),
        sa.Column("review_type", sa.SmallInteger(), nullable=True),
        sa.Column("area", sa.SmallInteger(), nullable=True),
        sa.Column("hall", sa.SmallInteger(), nullable=True),
        sa.Column("one_window", sa.SmallInteger(), nullable=True),
        sa.Column("online_payment", sa.SmallInteger(), nullable=True),
        sa.Column("delivery", sa.SmallInteger(), nullable=True),
        sa.Column("mail_in", sa.SmallInteger(), nullable=True),
        sa.Column("self_service", sa.SmallInteger(), nullable=True),
        sa.Column("sign_on", sa.SmallInteger(), nullable=True),
        sa.Column("has_online_link", sa.SmallInteger(), nullable=True),
        sa.Column("has_mobile_link", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_item_agency_id")),
        sa.ForeignKeyConstraint(["region_id"], ["region.id"], name=op.f("fk_item_region_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("kind", "code", "qualifier", name=op.f("uq_item_kind_code_qualifier")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_item_agency_id_id"), ["agency_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_item_base_code_agency_id"), ["base_code", "agency_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_item_fees_status"), ["fees", "status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_item_legal_basis_status"), ["legal_basis", "status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_item_materials_agency_id_status"),
            ["materials", "agency_id", "status"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_item_name_agency_id"), ["name", "agency_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_item_region_id_id"), ["region_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_item_result_agency_id"), ["result", "agency_id"], unique=False
        )
        batch_op.create_index(
            "ix_item_secret",
            ["id"],
            unique=False,
            sqlite_where=sa.text("secret = 1"),
            postgresql_where=sa.text("secret = 1"),
        )
        batch_op.create_index(
            batch_op.f("ix_item_standard_id_kind_region_id_status"),
            ["standard_id", "kind", "region_id", "status"],
            unique=False,
        )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_CONDITIONS)


# Without these, PostgreSQL takes each condition on an expression to leave one row in two hundred,
# reads the whole table and sorts it, where walking a hundred rows in order would do.
_CONDITIONS = (
    "CREATE STATISTICS item_conditions"
    " ON (+kind), (coalesce(secret, 0)), (coalesce(status, 1)) FROM item"
)


def downgrade() -> None:
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_item_standard_id_kind_region_id_status"))
        batch_op.drop_index(
            "ix_item_secret",
            sqlite_where=sa.text("secret = 1"),
            postgresql_where=sa.text("secret = 1"),
        )
        batch_op.drop_index(batch_op.f("ix_item_result_agency_id"))
        batch_op.drop_index(batch_op.f("ix_item_region_id_id"))
        batch_op.drop_index(batch_op.f("ix_item_name_agency_id"))
        batch_op.drop_index(batch_op.f("ix_item_materials_agency_id_status"))
        batch_op.drop_index(batch_op.f("ix_item_legal_basis_status"))
        batch_op.drop_index(batch_op.f("ix_item_fees_status"))
        batch_op.drop_index(batch_op.f("ix_item_base_code_agency_id"))
        batch_op.drop_index(batch_op.f("ix_item_agency_id_id"))

    op.drop_table("item")
    with op.batch_alter_table("region_within", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_within_region_id"))

    op.drop_table("region_within")
    op.drop_table("import_vanished")
    op.drop_table("import_refusal")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_region_id"))
        batch_op.drop_index(batch_op.f("ix_agency_name"))
        batch_op.drop_index(batch_op.f("ix_agency_line"))

    op.drop_table("agency")
    op.drop_table("withdrawn_item")
    with op.batch_alter_table("verdict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_verdict_value_id"))
        batch_op.drop_index(batch_op.f("ix_verdict_item_id_region_id"))

    op.drop_table("verdict")
    op.drop_table("touched_place")
    op.drop_table("snapshot_figures")
    op.drop_table("snapshot")
    op.drop_table("run_change")
    with op.batch_alter_table("rule_setting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_setting_rule_id"))

    op.drop_table("rule_setting")
    op.drop_table("revision")
    with op.batch_alter_table("region", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_region_parent_id"))
        batch_op.drop_index(batch_op.f("ix_region_name"))

    op.drop_table("region")
    op.drop_table("rectification_line")
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rectification_agency_id"))

    op.drop_table("rectification")
    with op.batch_alter_table("paper", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_line"))
        batch_op.drop_index(batch_op.f("ix_paper_ended"))

    op.drop_table("paper")
    op.drop_table("named_verdict")
    op.drop_table("own_frame")
    op.drop_table("name_text")
    op.drop_table("mention_mark")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_value_id"))
        batch_op.drop_index(batch_op.f("ix_mention_paper_id_kind"))

    op.drop_table("mention")
    with op.batch_alter_table("law", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_law_ended"))

    op.drop_table("law")
    op.drop_table("kept_sum")
    op.drop_table("kept_part")
    op.drop_table("kept_finding")
    op.drop_table("kept_count")
    op.drop_table("import_mapping")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_job"))

    op.drop_table("import_batch")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_finding_rule_id_item_id"))

    op.drop_table("finding")
    op.drop_table("element_value")
    with op.batch_alter_table("element_comparison", schema=None) as batch_op:
        batch_op.drop_index(
            batch_op.f("ix_element_comparison_local_value_standard_value_comparator")
        )

    op.drop_table("element_comparison")
    with op.batch_alter_table("decline", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decline_region_id_code"))

    op.drop_table("decline")
    with op.batch_alter_table("citation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_citation_value_id"))
        batch_op.drop_index(batch_op.f("ix_citation_law_id"))
        batch_op.drop_index(batch_op.f("ix_citation_key"))

    op.drop_table("citation")
    op.drop_table("catalogue_state")
    op.drop_table("baseline_item")
    op.drop_table("baseline")
    with op.batch_alter_table("audit_waiver", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_waiver_rule_id"))

    op.drop_table("audit_waiver")
    op.drop_table("audit_run")
    op.drop_table("audit_rule")
