"""Fills an office with as many cases as wanted: realistic Chinese texts by COPY, everything else set by set."""

import json
import random
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg

from app.services.training.furnish import practice_id
from app.services.training.office import training_office
from app.services.training.text import TextMaker

SQL = Path(__file__).with_name("load.sql")
COLUMNS = (
    "n, id, party_id, contact_id, kind, channel, received_at, age_class, facts, answer, object_code, problem_code, "
    "amount, enterprise_id, respondent, name, phone, address, station"
)
CHUNK = 20_000


def load(url: str, cases: int, *, seed: int = 12315) -> float:
    """Load ``cases`` cases with six events each as superuser; return the seconds it took."""
    started = time.monotonic()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '1GB'")
        connection.execute("SET work_mem = '256MB'")
        connection.execute("SET search_path = office, public")
        _stage(connection, cases, seed)
        statements = [part.strip() for part in SQL.read_text(encoding="utf-8").split("\n\n") if part.strip()]
        for statement in statements:
            begun = time.monotonic()
            connection.execute(statement)
            if time.monotonic() - begun > 5:
                print(f"  {time.monotonic() - begun:6.1f} s  {statement.splitlines()[0][:90]}", flush=True)
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
    return time.monotonic() - started


def _stage(connection: "psycopg.Connection[Any]", cases: int, seed: int) -> None:
    connection.execute("CREATE SCHEMA IF NOT EXISTS bench")
    connection.execute("DROP TABLE IF EXISTS bench.staged")
    connection.execute(
        "CREATE UNLOGGED TABLE bench.staged (n int, id uuid, party_id uuid, contact_id uuid, kind text, channel text, "
        "received_at timestamptz, age_class int, facts text, answer text, object_code text, problem_code text, "
        "amount numeric, enterprise_id uuid, respondent text, name text, phone text, address text, station text)"
    )
    chance = random.Random(seed)
    maker = TextMaker(seed)
    enterprises = [practice_id("enterprise", enterprise.code) for enterprise in training_office().enterprises]
    stations = [unit.code for unit in training_office().units if unit.level == "station"]
    # Every station, also the smallest, has its share; the last one is small on purpose.
    weights = [max(1, 12 - 2 * place) for place in range(len(stations))]
    with connection.cursor().copy(f"COPY bench.staged ({COLUMNS}) FROM STDIN") as copy:
        for n, case in enumerate(maker.cases(cases)):
            party = case.party
            copy.write_row(
                (
                    n,
                    _uuid(chance),
                    _uuid(chance),
                    _uuid(chance),
                    case.kind.value,
                    case.channel,
                    case.received_at,
                    chance.randrange(100),
                    case.facts,
                    case.answer,
                    case.object_code,
                    case.problem_code,
                    case.amount_involved,
                    chance.choice(enterprises),
                    case.trader.name if case.trader else "",
                    party.name if party else "",
                    party.phone if party else "",
                    party.address if party else "",
                    chance.choices(stations, weights)[0],
                )
            )


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def machine() -> dict[str, Any]:
    """Say on what this was measured."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "?",
    )
    memory = Path("/proc/meminfo").read_text().split()[1]
    return json.loads(json.dumps({"cpu": cpu, "memory_gb": round(int(memory) / 1024**2, 1)}))
