"""The slow reference: everything a figure may count, said again in plain Python over the state rows."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from psycopg.rows import dict_row

from app.models.vocabulary import Role
from app.services.training.furnish import practice_id
from app.services.training.office import training_office
from tests.office import TestDatabase
from tests.personas import PERSONAS

ZONE = ZoneInfo("Asia/Shanghai")
SATISFIED = {"very_satisfied", "satisfied"}
SUCCESS = {"agreed", "self_settled"}
SECRET = {"report", "report_contact"}


@dataclass(frozen=True)
class Fact:
    """One subject that counts for one measure on one day; a stock counts from ``day`` to before ``until``."""

    subject: UUID
    measure: str
    day: date
    amount: Decimal
    kind: str
    channel: str
    object: str
    problem: str
    registering: UUID
    deciding: UUID | None
    handling: UUID
    until: date | None = None

    def label(self, group_by: str, unit_by: str) -> str | None:
        match group_by:
            case "unit":
                unit = getattr(self, unit_by)
                return str(unit) if unit else None
            case "none":
                return ""
            case _:
                found: str = getattr(self, group_by)
                return found


class SlowCount:
    """Counts by looking at every row."""

    def __init__(self, database: TestDatabase) -> None:
        with database.superuser() as connection:
            self._read = connection.cursor(row_factory=dict_row)
            self.today: date = self._rows("SELECT office.legal_day(now()) AS day")[0]["day"]
            self.above = {row["id"]: row["parent_id"] for row in self._rows("SELECT id, parent_id FROM office.unit")}
            self.facts = [*self._cases(), *self._contacts(), *self._orders()]

    def seen_by(self, persona: str) -> tuple[set[UUID], set[UUID]]:
        """Return the units somebody sees openly and those whose reports they see."""
        person = training_office().person(PERSONAS[persona].staff_number)
        below = {unit for unit in self.above if practice_id("unit", person.unit or "") in self._line(unit)}
        return below, below if Role.CLEARANCE in person.roles else set()

    def visible(self, persona: str) -> list[Fact]:
        seen, cleared = self.seen_by(persona)
        return [
            fact
            for fact in self.facts
            if {fact.registering, fact.deciding, fact.handling} & (cleared if fact.kind in SECRET else seen)
        ]

    def counted(
        self, facts: list[Fact], measure: str, first: date, last: date, unit: UUID | None, unit_by: str
    ) -> list[Fact]:
        return [
            fact
            for fact in facts
            if fact.measure == measure
            and self._falls(fact, first, last)
            and (unit is None or unit in self._line(getattr(fact, unit_by)))
        ]

    def _falls(self, fact: Fact, first: date, last: date) -> bool:
        match fact.measure:
            case "undecided":
                return fact.day <= last and (fact.until is None or fact.until > last)
            case "overdue_open":
                late = fact.day <= last if last < self.today else fact.day < self.today
                return late and (fact.until is None or fact.until > last)
            case _:
                return first <= fact.day <= last

    def _line(self, unit: UUID | None) -> set[UUID]:
        found = set()
        while unit:
            found.add(unit)
            unit = self.above[unit]
        return found

    def _rows(self, query: str) -> list[dict[str, Any]]:
        return self._read.execute(query).fetchall()

    def _by_case(self, table: str, order: str) -> dict[UUID, list[dict[str, Any]]]:
        found = defaultdict(list)
        for row in self._rows(f"SELECT * FROM office.{table} ORDER BY {order}"):  # noqa: S608 names of ours
            found[row["case_id"]].append(row)
        return found

    def _cases(self) -> Iterator[Fact]:
        clocks = self._by_case("case_clock", "key")
        ledger = self._by_case("ledger_entry", "id")
        calls = self._by_case("follow_up", "attempt")
        talks = self._by_case("mediation", "id")
        for case in self._rows("SELECT * FROM office.cases"):
            id_ = case["id"]
            due = {clock["key"]: clock["due_on"] for clock in clocks[id_]}
            measures = {
                **self._progress(case, due, talked=any(talk["held_at"] for talk in talks[id_])),
                **self._result(case, calls[id_], ledger[id_]),
            }
            for measure, found in measures.items():
                day, amount, until = found if isinstance(found, tuple) else (found, Decimal(0), None)
                if day is not None:
                    yield Fact(
                        id_,
                        measure,
                        day,
                        Decimal(amount),
                        case["kind"],
                        case["channel"],
                        case["object_code"] or "",
                        case["problem_code"] or "",
                        case["registering_unit_id"],
                        case["deciding_authority_id"],
                        case["handling_unit_id"],
                        until,
                    )

    def _progress(self, case: dict[str, Any], due: dict[str, date], *, talked: bool) -> dict[str, Any]:
        found: dict[str, Any] = {"received": case["received_on"]}
        concluded, outcome = case["concluded_on"], case["outcome"]
        if case["kind"] == "complaint":
            decide = due.get("accept_decision")
            if decide and concluded and not case["decided_on"] and not case["told_on"] and concluded <= decide:
                decide = None
            limit = min((due[key] for key in ("mediation", "mediation_legacy") if key in due), default=decide)
            accepted = case["accepted_on"]
            found |= {
                "accepted": accepted,
                "declined": case["declined_on"],
                "undecided": (case["received_on"], 0, case["decided_on"] or concluded),
                "due_to_decide": decide,
                "told_on_time": decide if decide and case["told_on"] and case["told_on"] <= decide else None,
                "concluded_accepted": concluded if accepted else None,
                "mediated": concluded if talked else None,
                "found_unacceptable": concluded if outcome == "terminated" and case["ground"] == "A23_6" else None,
            }
            for code, name in (
                ("agreed", "agreed"),
                ("self_settled", "self_settled"),
                ("withdrawn_after", "withdrawn"),
                ("terminated", "terminated"),
            ):
                found[name] = concluded if outcome == code else None
        elif case["kind"] == "report":
            limit = due.get("report_verification") or due.get("clue_verification")
            if limit and concluded and not case["verified_on"] and concluded <= limit:
                limit = None
            verified = case["verified_on"]
            found |= {
                "due_to_verify": limit,
                "verified_on_time": limit if limit and verified and verified <= limit else None,
                "filed": verified if case["filed"] is True else None,
                "not_filed": verified if case["filed"] is False else None,
            }
        else:
            return found
        in_time = bool(limit and concluded and concluded <= limit)
        found |= {
            "due_to_close": limit,
            "closed_on_time": limit if in_time and case["closed_on"] else None,
            "on_time_of_closed": case["closed_on"] if in_time else None,
            "overdue_open": (limit, 0, concluded) if limit and not in_time else None,
        }
        return found

    def _result(
        self, case: dict[str, Any], calls: list[dict[str, Any]], ledger: list[dict[str, Any]]
    ) -> dict[str, Any]:
        closed = case["closed_on"]
        if not closed:
            return {}
        accepted = case["accepted_on"]
        found = {
            "closed": closed,
            "closed_of_received": case["received_on"],
            "closed_accepted": closed if accepted else None,
            "success_of_closed": closed if accepted and case["outcome"] in SUCCESS else None,
            "days_from_receipt": (closed, (closed - case["received_on"]).days, None),
            "days_from_acceptance": (closed, (closed - accepted).days, None) if accepted else None,
            "followups_made": closed if calls else None,
            "followups_reached": closed if any(call["outcome"] == "reached" for call in calls) else None,
        }
        for question, names in (
            ("result", ("satisfaction_answers", "satisfied", "basically_satisfied")),
            ("process", ("process_answers", "process_satisfied", "process_basically_satisfied")),
        ):
            said = [call[question] for call in calls if call[question] not in {None, "no_answer"}]
            if said:
                found[names[0]] = closed
                found[names[1]] = closed if said[-1] in SATISFIED else None
                found[names[2]] = closed if said[-1] == "basic" else None
        for measure, stages, part in (
            ("recovered_amount", {"agreed", "stated"}, "loss"),
            ("performed_amount", {"performed"}, "loss"),
            ("multiplied_amount", {"agreed", "stated"}, "multiplied"),
            ("mental_amount", {"agreed", "stated"}, "mental"),
        ):
            total = sum(
                (e["amount"] for e in _standing(ledger) if e["stage"] in stages and e["part"] == part),
                start=Decimal(0),
            )
            found[measure] = (closed, total, None) if total else None
        return found

    def _contacts(self) -> Iterator[Fact]:
        for row in self._rows("SELECT * FROM office.contact"):
            kind = "report_contact" if row["secret"] else "contact"
            for measure, counts in (("contacts_received", True), ("contacts_handled", row["state"] == "done")):
                if counts:
                    unit = row["unit_id"]
                    day = _day(row["received_at"])
                    yield Fact(row["id"], measure, day, Decimal(0), kind, row["channel"], "?", "?", unit, None, unit)

    def _orders(self) -> Iterator[Fact]:
        for row in self._rows("SELECT * FROM office.settlement_order"):
            state, unit = row["state"], row["unit_id"]
            measures = {"orders_sent": (row["sent_at"], Decimal(0))}
            if state == "settled":
                measures["orders_settled"] = (row["concluded_at"], Decimal(0))
                if row["mode"] == "before_complaint" and row["settled_amount"]:
                    measures["orders_settled_amount"] = (row["concluded_at"], row["settled_amount"])
            if state in {"failed", "expired"}:
                measures["orders_failed"] = (row["concluded_at"], Decimal(0))
            for measure, (at, amount) in measures.items():
                kind = f"order_{row['mode']}"
                yield Fact(row["id"], measure, _day(at), amount, kind, "order", "?", "?", unit, None, unit)


def _standing(ledger: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries that hold: confirmed where needed, with nothing valid after them in their line."""

    def valid(entry: dict[str, Any]) -> bool:
        return not entry["needs_confirmation"] or entry["confirmed_by"] is not None

    def replaced(entry: dict[str, Any]) -> bool:
        return any(valid(later) or replaced(later) for later in ledger if later["corrects_id"] == entry["id"])

    return [entry for entry in ledger if valid(entry) and not replaced(entry)]


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()


def some_periods(today: date) -> list[tuple[date, date]]:
    """Return periods with every kind of edge: days, parts of months, whole months, years, everything."""
    month = today.replace(day=1)
    return [
        (today, today),
        (today - timedelta(days=40), today - timedelta(days=3)),
        ((month - timedelta(days=1)).replace(day=1), month - timedelta(days=1)),
        (date(today.year, 1, 1), date(today.year, 12, 31)),
        (date(today.year - 1, 3, 17), date(today.year + 1, 2, 3)),
        (date(2000, 1, 1), date(2100, 1, 1)),
    ]
