"""Random lives of cases, contacts and orders, lived through the real doors by the people whose steps they are."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

from app.models.transitions import steps_from
from app.services.errors import UserError
from tests.factories import BUREAU, CENTRE, GYM, OTHER_BUREAU, OTHER_STATION, STATION, a_call, a_case, a_served_way
from tests.office import TestDatabase

SEATS = {
    CENTRE: ("operator", "operator_cleared", "dispatcher", "dispatcher_cleared"),
    BUREAU: ("handler", "handler_cleared", "bureau_dispatcher"),
    STATION: ("station",),
    OTHER_BUREAU: ("other_bureau",),
    OTHER_STATION: ("other_station",),
}
BELOW = {CENTRE: (BUREAU, OTHER_BUREAU), BUREAU: (STATION,), OTHER_BUREAU: (OTHER_STATION,)}
HANDS = tuple(hand for hands in SEATS.values() for hand in hands)
OFTEN = {
    "distribute": 4,
    "accept": 6,
    "terminate": 4,
    "verify": 6,
    "record_service": 3,
    "record_consent": 8,
    "arrange_mediation": 8,
    "hold_mediation": 4,
    "agree": 10,
    "close": 6,
    "follow_up": 4,
    "enter_ledger": 5,
    "confirm_ledger": 2,
    "file": 6,
    "not_file": 6,
}
OBJECTS = ("20401", "10101", None)
PROBLEMS = ("0701", "0101", None)
CHANNELS = ("phone", "letter", "walk_in", "web", "transfer_12345")


class Wandering:
    """Leads cases at random along the transition table."""

    def __init__(self, database: TestDatabase, seed: int) -> None:
        self.database = database
        self.rng = Random(seed)
        self.now = datetime.now(UTC)  # noqa: TID251 the doors below read the server's clock
        self.done = 0
        self.behind = database.superuser()

    def live(self, cases: int, steps: int) -> None:
        for _ in range(cases):
            case = self._register()
            if case is not None:
                for _ in range(self.rng.randrange(4, steps)):
                    self._step(case)
        for _ in range(cases // 5):
            self._contact()
            self._order()

    def let_time_pass(self) -> None:
        """Move what happened on one day to days of the past: a year's work was not done this morning."""
        ids = [row[0] for row in self.behind.execute("SELECT id FROM office.cases ORDER BY number")]
        self.behind.execute("SET search_path = office, public")
        for case in ids:
            if self.rng.random() < 0.3:
                continue
            back = [self.rng.randrange(60) for _ in range(2)]
            self.behind.execute(
                "UPDATE cases SET decided_on = greatest(received_on, decided_on - %(a)s),"
                " accepted_on = greatest(received_on, accepted_on - %(a)s),"
                " declined_on = greatest(received_on, declined_on - %(a)s),"
                " told_on = greatest(received_on, told_on - %(a)s),"
                " concluded_on = greatest(received_on, concluded_on - %(b)s),"
                " verified_on = greatest(received_on, verified_on - %(b)s),"
                " closed_on = greatest(received_on, closed_on - %(b)s)"
                " WHERE id = %(id)s",
                {"a": max(back), "b": min(back), "id": case},
            )
            self.behind.execute("SELECT settle_case(%s, 'case', NULL)", (case,))

    def _register(self) -> UUID | None:
        rng = self.rng
        kind = rng.choices(("complaint", "report", "consultation"), (6, 2, 2))[0]
        hands = (
            ("operator_cleared", "handler_cleared", "handler_cleared", "other_bureau") if kind == "report" else HANDS
        )
        received = self.now - timedelta(days=rng.randrange(150), hours=rng.randrange(20))
        channel = rng.choice(CHANNELS)
        typed = a_case(
            kind,
            channel=channel,
            contact=a_call(channel=channel, received_at=received.isoformat()),
            received_at=received.isoformat(),
            object_code=rng.choice(OBJECTS),
            problem_code=rng.choice(PROBLEMS),
            amount_involved=rng.choice(("300.00", "3680.00", "20000.00")),
            closes=kind == "consultation" and rng.random() < 0.5,
        )
        answer = self._as_one_of([rng.choice(hands)], "register_case", typed)
        return UUID(answer["id"]) if answer else None

    def _step(self, case: UUID) -> None:
        kind, state, version, unit = self.behind.execute(
            "SELECT kind, state, version, handling_unit_id FROM office.cases WHERE id = %s", (case,)
        ).fetchone()
        commands = sorted({step.command for step in steps_from(kind, state)} - {"put_party", "link", "add_material"})
        if kind == "report" and unit == BUREAU and "distribute" in commands:
            commands.remove("distribute")  # nobody at the station below has clearance to go on with it
        command = self.rng.choices(commands, [OFTEN.get(name, 1) for name in commands])[0]
        hands = [*self.rng.sample(SEATS[unit], len(SEATS[unit])), *self.rng.sample(HANDS, 2), "supervisor"]
        answer = self._as_one_of(hands, command, self._payload(command, case, unit), case, version)
        if answer and answer.get("approval") and self.rng.random() < 0.8:
            self._as_one_of(
                ["approver"],
                "decide_approval",
                {"decision": self.rng.choice(("approved", "approved", "refused")), "reason": "核对"},
                UUID(answer["approval"]),
            )

    def _contact(self) -> None:
        received = (self.now - timedelta(days=self.rng.randrange(150))).isoformat()
        typed = a_call(channel=self.rng.choice(("voicemail", "letter", "phone")), received_at=received)
        if self.rng.random() < 0.5:
            typed["outcome"] = "silent"
        self._as_one_of(
            [self.rng.choice(("operator", "handler", "station", "other_bureau"))], "register_contact", typed
        )

    def _order(self) -> None:
        desk = ["operator", "handler", "other_bureau"][self.rng.randrange(3)]
        sent = self._as_one_of(
            [desk],
            "send_order",
            {
                "id": str(uuid4()),
                "mode": "before_complaint",
                "enterprise_id": str(GYM),
                "facts": "请退还年卡余额。",
                "chosen_how": "电话确认",
            },
        )
        if not sent or self.rng.random() < 0.3:
            return
        order = UUID(sent["id"])
        if self.rng.random() < 0.5:
            self._as_one_of([desk], "fail_order", {"reason": "no_reply"}, order)
            return
        self.behind.execute("UPDATE office.settlement_order SET state = 'answered' WHERE id = %s", (order,))
        self._as_one_of([desk], "confirm_order", {"how": "phone", "amount": "88.50"}, order)

    def _payload(self, command: str, case: UUID, unit: UUID) -> dict[str, Any]:
        pick = self.rng.choice
        ground, sub = pick((("A23_6", None), ("A23_4", None), ("A23_1", "A23_1_WITHDRAWN")))
        outcome = pick(("reached", "reached", "no_answer"))
        answers = ("very_satisfied", "satisfied", "basic", "dissatisfied", "no_answer", None)
        said = (pick(answers), pick(answers)) if outcome == "reached" else (None, None)
        sides = ("complainant", "respondent")
        guided = {"answer": "请向有关部门反映。", "matter": "other"}
        make: dict[str, Callable[[], dict[str, Any]]] = {
            "distribute": lambda: {"to_unit_id": str(pick(BELOW.get(unit, (unit,))))},
            "return": lambda: {"reason": "other_territory"},
            "decline": lambda: {"ground": "A16_1", "sub_ground": "A16_1_DUTY", "reason": "不属于职责"},
            "withdraw": lambda: {"outcome": pick(("withdrawn", "repaid", "settled_before"))},
            "guide": lambda: guided,
            "answer": lambda: guided,
            "no_authority": lambda: guided,
            "record_consent": lambda: {"side": pick(sides), "about": "mediation", "agrees": True, "how": "phone"},
            "arrange_mediation": lambda: {"id": str(uuid4()), "mode": "remote"},
            "hold_mediation": lambda: {"mediation_id": self._mediation(case), "minutes": "双方陈述。"},
            "agree": lambda: {"mediation_id": self._mediation(case), "agreement": "退款。"},
            "settle": lambda: {"how": "phone"},
            "terminate": lambda: {"ground": ground, "sub_ground": sub},
            "record_service": lambda: a_served_way(pick(("decision", "termination")), pick(sides)),
            "enter_ledger": lambda: self._entry(case),
            "confirm_ledger": lambda: {"entry_id": self._entry_of(case, unconfirmed=True)},
            "follow_up": lambda: {"outcome": outcome, "process": said[0], "result": said[1], "reason": "时间太长"},
            "amend": lambda: {"fields": {"object_code": pick(OBJECTS), "problem_code": pick(PROBLEMS)}},
            "note": lambda: {"text": "已联系。"},
        }
        return make.get(command, lambda: {"reason": "依法办理"})()

    def _entry(self, case: UUID) -> dict[str, Any]:
        stage = self.rng.choice(("offered", "agreed", "stated", "performed"))
        entry = {
            "id": str(uuid4()),
            "remedy": "refund",
            "stage": stage,
            "part": self.rng.choice(("loss", "loss", "multiplied", "mental")),
            "amount": self.rng.choice(("120.35", "99.99", "15000.00")),
            "reason": "折价",
            "performed_on": "2026-11-01" if stage == "performed" else None,
        }
        if self.rng.random() < 0.5:
            entry["corrects_id"] = self._entry_of(case)
        return entry

    def _entry_of(self, case: UUID, *, unconfirmed: bool = False) -> str | None:
        rows = self.behind.execute(
            "SELECT id FROM office.ledger_entry WHERE case_id = %s"
            " AND (NOT %s OR needs_confirmation AND confirmed_by IS NULL) ORDER BY entered_at DESC",
            (case, unconfirmed),
        ).fetchall()
        return str(rows[0][0]) if rows else None

    def _mediation(self, case: UUID) -> str | None:
        row = self.behind.execute("SELECT id FROM office.mediation WHERE case_id = %s LIMIT 1", (case,)).fetchone()
        return str(row[0]) if row else None

    def _as_one_of(
        self,
        hands: Sequence[str],
        command: str,
        payload: dict[str, Any],
        subject: UUID | None = None,
        version: int | None = None,
    ) -> dict[str, Any] | None:
        for hand in hands:
            try:
                answer = self.database.as_person(hand).run_command(
                    command, payload, subject=subject, expected_version=version
                )
            except UserError as refused:
                if refused.code in {"no_right", "not_found", "somebody_else_calls", "second_person"}:
                    continue
                return None
            self.done += 1
            return answer
        return None
