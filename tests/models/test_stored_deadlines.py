"""The due dates the database stores are those the desk computes and explains."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import psycopg
import pytest

from app.models.calendar import seed_calendar
from app.models.clock_reading import ClockEvents, Extension, Pause, Stop
from app.models.clocks import read_clock
from app.models.law_seed import seed_rule_sets
from app.models.rule_sets import RuleSet
from tests.office import TestDatabase

HISTORIES = 400
KEYS = ("accept_decision", "mediation", "mediation_legacy", "termination_notice", "clue_verification")
RULES = seed_rule_sets()
CALENDAR = seed_calendar()
DAY = timedelta(days=1)


@pytest.fixture
def connection(database: TestDatabase) -> Iterator[psycopg.Connection]:
    """The owner's side of the doors, without foreign keys, and nothing of it is kept."""
    with database.superuser() as found, found.transaction(force_rollback=True):
        found.execute("SET LOCAL session_replication_role = replica")
        yield found


def stored(
    connection: psycopg.Connection,
    rule_set: RuleSet,
    key: str,
    start: date,
    stop: date | None,
    pauses: list[Pause],
    extended: int,
) -> tuple[date, bool, int, date | None]:
    case = str(uuid.uuid4())
    for pause in pauses:
        connection.execute(
            "INSERT INTO office.pause (id, case_id, reason, from_on, until_on) VALUES (%s, %s, %s, %s, %s)",
            (uuid.uuid4(), case, pause.kind, pause.begins, pause.ends),
        )
    connection.execute(
        "SELECT office.put_clock(jsonb_populate_record(NULL::office.cases, %s), %s, %s, %s, %s)",
        (json.dumps({"id": case, "rule_set": rule_set.code}), key, start, stop, extended),
    )
    row = connection.execute(
        "SELECT due_on, provisional, paused_days, stopped_on FROM office.case_clock WHERE case_id = %s", (case,)
    ).fetchone()
    assert row is not None
    return row


def test_the_stored_due_date_is_the_one_the_desk_explains(connection):
    chance = random.Random(12315)
    today = connection.execute("SELECT office.legal_day(now())").fetchone()[0]
    for _ in range(HISTORIES):
        rule_set = chance.choice(RULES)
        rule = rule_set.clocks[chance.choice([key for key in KEYS if key in rule_set.clocks])]
        start = date(2020, 1, 2) + chance.randrange((min(today, date(2026, 12, 31)) - date(2020, 1, 2)).days) * DAY
        pauses = []
        for _ in range(chance.choice((0, 0, 1, 2))):
            begins = start + chance.randrange(-5, 70) * DAY
            ends = chance.choice((None, begins + chance.randrange(25) * DAY))
            pauses.append(Pause(kind=chance.choice(("testing", "appraisal", "recusal")), begins=begins, ends=ends))
        stop = chance.choice((None, min(today, start + chance.randrange(90) * DAY)))
        extended = rule.extension * chance.choice((0, 1))
        events = ClockEvents(
            pauses=tuple(pauses),
            extensions=(Extension(approved_on=start),) if extended else (),
            stops=(Stop(event=rule.stop_event, at=stop),) if stop else (),
        )

        reading = read_clock(rule_set, rule.key, started=start, calendar=CALENDAR, as_of=today, events=events)

        assert stored(connection, rule_set, rule.key, start, stop, pauses, extended) == (
            reading.due_on,
            reading.provisional,
            reading.paused_days,
            reading.stopped_on,
        ), (rule_set.code, rule.key, start, stop, pauses, extended)


def test_the_database_chooses_the_rule_set_by_the_same_days(connection):
    for rule_set in RULES:
        for day in (rule_set.valid_from, rule_set.valid_until or date(2030, 1, 1)):
            found = connection.execute("SELECT office.rule_set_for(%s)", (day,)).fetchone()[0]

            assert found == rule_set.code
    assert connection.execute("SELECT office.rule_set_for('2019-12-31')").fetchone()[0] is None
