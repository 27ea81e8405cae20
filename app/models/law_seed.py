"""The law as seed: rows for the tables of rule sets, clocks, grounds, articles, notice duties and the calendar.

A fresh installation is filled from these rows; afterwards the truth is the versioned rows in the database. Every
function returns plain dictionaries named like the columns.
"""

import tomllib
from typing import Any

from app.models.calendar import guessed_days, seed_days
from app.models.rule_sets import RuleSet, parse_rule_set
from app.models.words import RESOURCES

Row = dict[str, Any]
ARTICLE_FILES = ("order121", "consumer_law")


def rule_set_rows() -> list[Row]:
    """List the rule sets with the days of receipt they govern; ``valid_until`` is ``None`` for the one in force."""
    return [{"valid_until": None, **each} for each in _read("rule_sets")["rule_set"]]


def rule_clock_rows() -> list[Row]:
    """List the clocks, one row for each rule set they belong to."""
    return [
        {
            "rule_set": rule_set,
            "key": clock["key"],
            "length": clock["length"],
            "unit": clock["unit"],
            "start_event": clock["start"],
            "stop_event": clock["stop"],
            "pauses": clock.get("pauses", []),
            "extension": clock.get("extension", 0),
            "article": clock.get("article", ""),
            "basis": clock["basis"],
        }
        for clock in _read("rule_sets")["clock"]
        for rule_set in clock["rule_sets"]
    ]


def ground_rows() -> list[Row]:
    """List coded grounds, one row for each rule set; ``kind`` is the list they stand in.

    Kinds: ``non_acceptance``, ``claim_factor``, ``termination``. A row with a ``parent`` is a sub-reason or a factor.
    """
    return [
        {
            "rule_set": rule_set,
            "code": ground["code"],
            "kind": group["kind"],
            "item": ground["item"],
            "article": group["article"],
            "text": ground["text"],
            "parent": ground.get("parent"),
            "sort": sort,
        }
        for group in _read("grounds")["list"]
        for rule_set in group["rule_sets"]
        for sort, ground in enumerate(group["grounds"], start=1)
    ]


def notice_duty_rows() -> list[Row]:
    """List the special laws that oblige to tell a reporter; ``days`` is 0 where the law names no number."""
    return [dict(duty) for duty in _read("notice_duties")["duty"]]


def law_article_rows() -> list[Row]:
    """List articles to quote: Order 121 to the word, the others as summaries (``summary`` is true)."""
    return [
        {
            "law": law["law"],
            "article": article["article"],
            "title": article["title"],
            "text": article["text"],
            "valid_from": law["valid_from"],
            "summary": law["summary"],
        }
        for name in ARTICLE_FILES
        for law in _read(name)["law"]
        for article in law["article"]
    ]


def work_calendar_rows() -> list[Row]:
    """List every day of the calendar; ``ordinal`` is the number of working days up to and including the day."""
    rows: list[Row] = []
    ordinal = 0
    for each in (*seed_days(), *guessed_days()):
        ordinal += each.is_workday
        rows.append(
            {
                "day": each.day,
                "is_workday": each.is_workday,
                "is_holiday": each.is_holiday,
                "published": each.published,
                "ordinal": ordinal,
                "note": each.note,
                "source": each.source,
            }
        )
    return rows


def seed_rule_sets() -> tuple[RuleSet, ...]:
    """Parse the seed into rule sets, for tests, training and for checking a database against its seed."""
    clocks = rule_clock_rows()
    return tuple(parse_rule_set(row, clocks) for row in rule_set_rows())


def _read(name: str) -> Row:
    return tomllib.loads((RESOURCES / "law" / f"{name}.toml").read_text(encoding="utf-8"))
