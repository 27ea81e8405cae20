"""Fills a database with what the office starts from, and never overwrites what the office has made its own.

Law, codes and indicators are rows; the files in ``resources`` are only where they come from. Permissions, commands and
transitions are the product's own and follow every release.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, text
from sqlalchemy.dialects.postgresql import insert as upsert

from app.models import codes_seed, law_seed
from app.models.figure_registry import INDICATORS
from app.models.tables import law, office
from app.models.tables.base import Base
from app.models.transitions import COMMAND_KINDS, TRANSITIONS
from app.models.vocabulary import ROLE_PERMISSIONS

Row = Mapping[str, Any]

PAPER_FORMS: tuple[tuple[str, str, str, str], ...] = (
    ("complaint_registration", "投诉登记表", "Complaint registration", "投登"),
    ("report_registration", "举报登记表", "Report registration", "举登"),
    ("distribution_notice", "投诉/举报分送通知书", "Distribution notice", "分送"),
    ("identity_proof_notice", "限期提供身份证明材料通知书", "Identity proof notice", "限证"),
    ("acceptance_decision", "投诉受理决定书", "Acceptance decision", "投受"),
    ("non_acceptance_decision", "投诉不予受理决定书", "Non-acceptance decision", "投不受"),
    ("mediation_notice", "投诉调解通知书", "Mediation notice", "调通"),
    ("mediation_termination_decision", "投诉终止调解决定书", "Termination decision", "终调"),
    ("mediation_agreement", "投诉调解书", "Mediation agreement", "投调"),
    ("report_result_notice", "举报处理结果告知书", "Report result notice", "举告"),
)
#: The centre's own records: forms without a national number.
OWN_FORMS: tuple[tuple[str, str, str, str], ...] = (
    ("mediation_minutes", "投诉调解记录", "Mediation minutes", "调录"),
    ("consultation_record", "咨询登记单", "Consultation record", "咨登"),
    ("followup_record", "投诉回访记录", "Follow-up record", "访录"),
    ("service_receipt", "送达回证", "Proof of service", "送证"),
)


def load(connection: Connection) -> None:
    """Put the product's own rows in step and add the seed rows that are missing.

    Args:
        connection: In the upgrade's transaction, as the installation's owner.
    """
    _follow(connection, office.RolePermission, _permission_rows())
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    _put(connection, law.CommandKind, (vars(kind) for kind in COMMAND_KINDS))
    _follow(connection, law.Transition, (vars(row) for row in TRANSITIONS))
    _add(connection, law.RuleSet, law_seed.rule_set_rows())
    _add(connection, law.RuleClock, law_seed.rule_clock_rows())
    _add(connection, law.Ground, law_seed.ground_rows())
    _add(connection, law.NoticeDuty, law_seed.notice_duty_rows())
    _add(connection, law.LawArticle, law_seed.law_article_rows())
    _add(connection, law.WorkCalendar, law_seed.work_calendar_rows())
    _add(connection, law.Code, [*_code_rows(), *_form_rows()])
    _add(connection, law.Indicator, _indicator_rows())


def _permission_rows() -> list[Row]:
    return [
        {"role": role.value, "permission": permission.value}
        for role, permissions in ROLE_PERMISSIONS.items()
        for permission in sorted(permissions)
    ]


def _code_rows() -> list[Row]:
    return [
        {
            "list": row.table,
            "code": row.code,
            "parent": row.parent,
            "title_zh": row.title_zh,
            "title_en": row.title_en,
            "initials": row.initials,
            "behaviour": row.behaviour or None,
            "national_code": row.national_code,
            "source": row.source,
            "details": json.loads(json.dumps({**row.attributes, "unconfirmed": row.unconfirmed}, default=str)),
            "sort": row.sort,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "active": row.active,
        }
        for row in codes_seed.code_rows()
    ]


def _indicator_rows() -> list[Row]:
    declared = tomllib.loads(INDICATORS.read_text(encoding="utf-8"))["indicator"]
    return [
        {"code": row["code"], "version": 1, "definition": json.loads(json.dumps(row, default=str)), "sort": sort}
        for sort, row in enumerate(declared, start=1)
    ]


def _form_rows() -> list[Row]:
    return [
        {
            "list": "paper_form",
            "code": code,
            "parent": None,
            "title_zh": zh,
            "title_en": en,
            "initials": "",
            "behaviour": None,
            "national_code": str(number) if number <= len(PAPER_FORMS) else None,
            "source": "文书式样2026" if number <= len(PAPER_FORMS) else "本中心自用",
            "details": {"word": word},
            "sort": number,
            "valid_from": None,
            "valid_until": None,
            "active": True,
        }
        for number, (code, zh, en, word) in enumerate((*PAPER_FORMS, *OWN_FORMS), start=1)
    ]


def _follow(connection: Connection, table: type[Base], rows: Iterable[Row]) -> None:
    """Make the table exactly these rows: it belongs to the release, not to the office."""
    connection.execute(text(f"DELETE FROM {table.__table__}"))  # noqa: S608 a table of ours
    connection.execute(insert(table), list(rows))


def _put(connection: Connection, table: type[Base], rows: Iterable[Row]) -> None:
    """Add or follow rows that others refer to."""
    keys = [column.name for column in table.__table__.primary_key]
    for row in rows:
        statement = upsert(table).values(row)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=keys, set_={name: statement.excluded[name] for name in row if name not in keys}
            )
        )


def _add(connection: Connection, table: type[Base], rows: Sequence[Row]) -> None:
    """Add what is missing; a row the office has changed stays as it is."""
    connection.execute(upsert(table).on_conflict_do_nothing(), list(rows))
