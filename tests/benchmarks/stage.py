"""Made-up cases, as they were told, in a table the loader makes the office's rows of."""

import random
from typing import Any
from uuid import UUID

import psycopg

from app.services.training.furnish import practice_id
from app.services.training.office import training_office
from app.services.training.text import TextMaker

SEED = 12315
_COLUMNS = (
    "n, id, party_id, contact_id, kind, channel, received_at, age_class, facts, answer, object_code, problem_code, "
    "amount, enterprise_id, respondent, name, phone, address, station"
)


def stage(connection: "psycopg.Connection[Any]", cases: int, seed: int) -> None:
    """Make ``bench.staged`` anew with ``cases`` cases; the same seed gives the same ones."""
    connection.execute("DROP SCHEMA IF EXISTS bench CASCADE")
    connection.execute("CREATE SCHEMA bench")
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
    with connection.cursor().copy(f"COPY bench.staged ({_COLUMNS}) FROM STDIN") as copy:
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
    connection.execute("ANALYZE bench.staged")


def _uuid(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)
