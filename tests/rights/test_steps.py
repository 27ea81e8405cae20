"""Every step of every kind in every state by everybody: only what the transition table and the rights allow, whatever the order."""

from random import Random
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from app.models.transitions import ANY, BESIDE, KEEP, TRANSITIONS, UNDOABLE, Transition
from app.models.vocabulary import ROLE_PERMISSIONS, CaseState, Kind, Role
from app.services.training.office import training_office
from tests.factories import BUREAU, STATION, Walk, a_person, a_served_way, register
from tests.office import TestDatabase
from tests.personas import PERSONAS
from tests.rights.conftest import Psql, answer_of

COMMANDS = tuple(dict.fromkeys(row.command for row in TRANSITIONS))
CLEARED_LOOKERS = ("handler_cleared", "approver", "supervisor", "operator_cleared", "centre_clerk")
EARLY_ENDINGS = {"withdraw", "guide", "no_authority", "decline", "return"}
LINE = {"JH": 0, "JH-CG": 1, "JH-CG-01": 2}


def step_of(command: str, kind: str, state: str) -> Transition | None:
    rows = [
        row for row in TRANSITIONS if row.command == command and row.kind == kind and row.from_state in {state, ANY}
    ]
    return min(rows, key=lambda row: row.from_state == ANY) if rows else None


OFFICE = training_office()


def is_above(persona: str, unit: str) -> bool:
    return LINE.get(OFFICE.person(PERSONAS[persona].staff_number).unit or "", 9) <= LINE[unit]


def may(persona: str, permission: str, unit: str) -> bool:
    """Whether somebody holds a right at a unit of the line centre, bureau, station."""
    roles = OFFICE.person(PERSONAS[persona].staff_number).roles
    return is_above(persona, unit) and any(permission in ROLE_PERMISSIONS[Role(role)] for role in roles)


@pytest.fixture(scope="module")
def one_of_each(database: TestDatabase) -> dict[str, UUID]:
    """A case of each kind at the bureau."""
    found = {}
    for kind in Kind:
        case = Walk(register(database.as_person("operator_cleared"), kind.value))
        case.step(database.as_person("dispatcher_cleared"), "distribute", to_unit_id=str(BUREAU))
        found[kind.value] = case.id
    return found


@pytest.mark.parametrize("kind", [kind.value for kind in Kind])
def test_a_step_that_is_not_in_the_table_is_refused_in_every_state(
    one_of_each: dict[str, UUID], psql: Psql, behind: "psycopg.Connection[Any]", kind: str
) -> None:
    line, case = psql("handler_cleared"), one_of_each[kind]
    for state in CaseState:
        behind.execute("UPDATE office.cases SET state = %s WHERE id = %s", (state.value, case))
        illegal = [command for command in COMMANDS if step_of(command, kind, state.value) is None]
        answers = line.execute(
            "SELECT c, office.run_command(gen_random_uuid(), c, %s, NULL, '{}') ->> 'code' FROM unnest(%s::text[]) c",
            (case, illegal),
        ).fetchall()
        assert answers == [(command, "not_now") for command in illegal], state


@pytest.mark.parametrize("persona", CLEARED_LOOKERS)
def test_a_step_of_the_table_is_refused_to_whoever_sees_the_case_without_the_right(
    one_of_each: dict[str, UUID], psql: Psql, behind: "psycopg.Connection[Any]", persona: str
) -> None:
    line = psql(persona)
    for kind, case in one_of_each.items():
        for state in CaseState:
            legal = [step for command in COMMANDS if (step := step_of(command, kind, state.value))]
            forbidden = [step.command for step in legal if not may(persona, step.permission, "JH-CG")]
            if not forbidden:
                continue
            behind.execute("UPDATE office.cases SET state = %s WHERE id = %s", (state.value, case))
            answers = line.execute(
                "SELECT c, office.run_command(gen_random_uuid(), c, %s, NULL, '{}') ->> 'code' FROM unnest(%s::text[]) c",
                (case, forbidden),
            ).fetchall()
            assert answers == [(command, "no_right") for command in forbidden], (kind, state)


def test_whoever_does_not_see_the_case_takes_no_step_at_all(one_of_each: dict[str, UUID], psql: Psql) -> None:
    for persona in ("other_bureau", "other_station", "liaison", "administrator"):
        answers = (
            psql(persona)
            .execute(
                "SELECT DISTINCT office.run_command(gen_random_uuid(), c, %s, NULL, '{}') ->> 'code' FROM unnest(%s::text[]) c",
                (one_of_each["complaint"], list(COMMANDS)),
            )
            .fetchall()
        )
        assert answers == [("not_found",)]


class Book:
    """The slow reference: a case's kind, state, version and unit as its steps should leave them."""

    def __init__(self, case: dict[str, Any], kind: str) -> None:
        self.id, self.kind = case["id"], kind
        self.state, self.version, self.unit = "registered", case["version"], "JH"
        self.decided_by: str | None = None
        self.outcome_state: str | None = None
        self.mediation: str | None = None
        self.waiting: set[str] = set()
        self.before: dict[str, Any] | None = None
        self.taken_by = ""

    def stand(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("state", "unit", "decided_by", "outcome_state", "mediation")}

    def may_take_back(self, persona: str) -> bool:
        return self.before is not None and self.taken_by == persona

    def leads_to(self, step: Transition) -> str:
        if step.command == "return":
            return "distributed" if self.decided_by == "JH-CG" and self.unit == "JH-CG-01" else "returned"
        if step.command == "reopen":
            return self.outcome_state or "withdrawn"
        return self.state if step.to_state == KEEP else step.to_state

    def is_seen_by(self, persona: str) -> bool:
        return is_above(persona, self.unit) or (self.decided_by is not None and is_above(persona, self.decided_by))

    def wants_approval(self, command: str) -> bool:
        return command in {"extend_verification", "file", "not_file"}


def payload_for(book: Book, command: str, rng: Random) -> dict[str, Any]:
    """Something that can be done, mostly."""
    fitting: dict[str, dict[str, Any]] = {
        "distribute": {"to_unit_id": str(rng.choice((BUREAU, STATION)))},
        "take_up": {"reason": "上级处理"},
        "return": {"reason": "other_territory"},
        "decline": {"ground": "A16_1"},
        "withdraw": {"outcome": "withdrawn"},
        "guide": {"answer": "请联系消费者协会。"},
        "answer": {"answer": "依法可以退货。"},
        "no_authority": {"answer": "请联系公安机关。"},
        "record_consent": {
            "side": rng.choice(("complainant", "respondent")),
            "about": "mediation",
            "agrees": True,
            "how": "phone",
        },
        "arrange_mediation": {"id": str(uuid4()), "mode": "remote"},
        "hold_mediation": {"mediation_id": book.mediation, "minutes": "双方到场"},
        "agree": {"mediation_id": book.mediation, "agreement": "退款"},
        "settle": {"how": "phone"},
        "terminate": {"ground": "A23_2"},
        "start_testing": {"body": "检测所"},
        "extend_verification": {"reason": "案情复杂"},
        "file": {"reason": "违法事实成立"},
        "not_file": {"reason": "没有违法事实"},
        "reopen": {"reason": "登记有误"},
        "record_service": a_served_way("decision", rng.choice(("complainant", "respondent"))),
        "enter_ledger": {"id": str(uuid4()), "remedy": "refund", "stage": "agreed", "amount": "10.00"},
        "follow_up": {"outcome": "no_answer"},
        "amend": {"fields": {"facts": "补充说明"}},
        "put_party": {"party": a_person()},
        "note": {"text": "已电话联系"},
    }
    return fitting.get(command, {})


@pytest.fixture(scope="module")
def walkers(psql: Psql) -> dict[str, "psycopg.Connection[Any]"]:
    names = ("operator_cleared", "dispatcher_cleared", "handler_cleared", "approver", "supervisor", "centre_clerk")
    return {name: psql(name) for name in names}


@pytest.mark.parametrize("seed", range(4))
def test_random_histories_end_where_a_slow_reference_says(
    database: TestDatabase, walkers: dict[str, "psycopg.Connection[Any]"], behind: "psycopg.Connection[Any]", seed: int
) -> None:
    rng = Random(seed)
    kinds = ("complaint", "complaint", "complaint", "consultation", "report", "report")
    books = [Book(register(database.as_person("operator_cleared"), kind), kind) for kind in kinds]
    done = 0
    for _ in range(120):
        book = rng.choice(books)
        likely = [row.command for row in TRANSITIONS if row.kind == book.kind and row.from_state == book.state]
        going_on = [name for name in likely if name not in EARLY_ENDINGS or rng.random() < 0.1]  # most go the whole way
        command = rng.choice(going_on if going_on and rng.random() < 0.8 else COMMANDS)
        command = "undo" if book.before is not None and rng.random() < 0.1 else command
        permitted = [
            name
            for name in walkers
            if (row := step_of(command, book.kind, book.state)) and may(name, row.permission, book.unit)
        ]
        persona = rng.choice(permitted if permitted and rng.random() < 0.85 else list(walkers))
        stale = rng.random() < 0.08
        payload = payload_for(book, command, rng)
        answer = answer_of(
            walkers[persona], command, payload, subject=book.id, version=book.version - 1 if stale else book.version
        )
        note_down(book, command, persona, payload, answer, stale=stale)
        done += answer["status"] == "done"
        stands = behind.execute("SELECT state, version FROM office.cases WHERE id = %s", (book.id,)).fetchone()
        assert stands == (book.state, book.version), (command, persona, answer)
    assert done > 15
    for book in books:
        (events,) = behind.execute("SELECT count(*) FROM office.event WHERE case_id = %s", (book.id,)).fetchone()
        assert events == book.version


def note_down(
    book: Book, command: str, persona: str, payload: dict[str, Any], answer: dict[str, Any], *, stale: bool
) -> None:
    """Check one answer by the reference and carry the reference on."""
    step = step_of(command, book.kind, book.state)
    if not book.is_seen_by(persona):
        assert answer["code"] == "not_found"
    elif stale:
        assert answer["code"] == "stale"
    elif step is None:
        assert answer["code"] == "not_now"
    elif not may(persona, step.permission, book.unit):
        assert answer["code"] == "no_right"
    elif command == "undo":
        note_undo(book, persona, answer)
    elif answer["status"] == "refused":
        assert answer["code"] not in {"stale", "no_right", "not_found"} or answer.get("field"), answer
    elif book.wants_approval(command):
        assert "approval" in answer
        book.before = None
        book.version += 1
    else:
        if step.event not in BESIDE:
            book.before = book.stand() if command in UNDOABLE else None
            book.taken_by = persona
        book.state = book.leads_to(step)
        book.version += 1
        remember(book, command, payload, answer)
    if answer["status"] == "done":
        assert answer["version"] == book.version


def note_undo(book: Book, persona: str, answer: dict[str, Any]) -> None:
    if book.may_take_back(persona):
        assert answer["status"] == "done", answer
        vars(book).update(book.before or {})
        book.before = None
        book.version += 1
    else:
        assert answer["code"] in {"nothing_to_undo", "undo_own_only"}


def remember(book: Book, command: str, payload: dict[str, Any], answer: dict[str, Any]) -> None:
    if command == "distribute":
        book.unit = {str(BUREAU): "JH-CG", str(STATION): "JH-CG-01"}[payload["to_unit_id"]]
        book.decided_by = "JH-CG"
    elif command == "take_up":
        book.decided_by = book.unit
    elif command == "return":
        book.unit = {"JH-CG-01": "JH-CG", "JH-CG": "JH"}[book.unit]
        book.decided_by = book.decided_by if book.unit == "JH-CG" else None
    elif command == "arrange_mediation":
        book.mediation = payload["id"]
    elif book.state in {
        "agreed",
        "settled",
        "declined",
        "terminated",
        "guided",
        "answered",
        "no_authority",
        "withdrawn",
    }:
        book.outcome_state = book.state
    assert answer["status"] == "done"
