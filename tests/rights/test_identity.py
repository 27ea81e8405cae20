"""Names, numbers and addresses leave by audited doors only; no value without a committed audit row, whatever is tried."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors

from app.models import masking
from app.services.blobs import root_of
from app.services.training.chance import Random
from app.services.training.people import a_name
from tests.factories import BUREAU, GYM, Walk, a_case, a_person, register
from tests.office import TestDatabase
from tests.rights.conftest import Psql, answer_of
from tests.rights.populate import upload

NAME, PHONE, DOCUMENT = "尉迟晓萌", "13755501234", "629801199003071234"
WHO = {
    "name": NAME,
    "phone": PHONE,
    "id_type": "id_card",
    "id_number": DOCUMENT,
    "address": "金河市城关区白塔街道隐秘巷77号",
    "email": "yc@example.com",
}
ASK = "SELECT office.ask_identity(%s, %s, %s, %s)"
GET = "SELECT office.get_identity(%s)"


@pytest.fixture(scope="module")
def case(database: TestDatabase) -> dict[str, Any]:
    """A complaint at the bureau with one person of known values."""
    person = a_person(**WHO)
    found = register(database.as_person("operator"), parties=[person], consent_share_identity=True)
    Walk(found).step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    return found | {"party": UUID(person["id"])}


@pytest.fixture(scope="module")
def order(database: TestDatabase, case: dict[str, Any]) -> UUID:
    """An order to the gym inside the complaint, with the consumer's consent."""
    sent = {
        "id": uuid4(),
        "mode": "within_complaint",
        "case_id": case["id"],
        "enterprise_id": GYM,
        "facts": "退卡",
        "shares_identity": True,
    }
    return UUID(database.as_person("handler").run_command("send_order", sent)["id"])


@pytest.fixture
def doors(case: dict[str, Any], order: UUID) -> dict[str, tuple[str, tuple[Any, ...]]]:
    """Each door with the persona that may use it and what it is asked."""
    return {
        "reveal": ("operator", ("reveal", case["party"], None, "核对来电人")),
        "form": ("operator", ("form", case["party"], None, "")),
        "paper": ("handler", ("paper", case["id"], None, "acceptance_decision")),
        "order": ("liaison", ("order", order, None, "")),
        "match": ("operator", ("match", None, PHONE, "")),
    }


DOORS = ("reveal", "form", "paper", "order", "match")


def asked(line: "psycopg.Connection[Any]", question: tuple[Any, ...]) -> dict[str, Any]:
    return line.execute(ASK, question).fetchone()[0]


def got(line: "psycopg.Connection[Any]", ticket: Any) -> dict[str, Any]:
    return line.execute(GET, (ticket,)).fetchone()[0]


def audited(behind: "psycopg.Connection[Any]", door: str) -> int:
    return behind.execute("SELECT count(*) FROM office.audit WHERE action = %s", (f"identity:{door}",)).fetchone()[0]


@pytest.mark.parametrize("door", DOORS)
def test_a_door_answers_once_in_a_later_transaction_and_the_audit_row_stands_before(
    doors: Any, psql: Psql, behind: Any, door: str
) -> None:
    persona, question = doors[door]
    line, before = psql(persona), audited(behind, door)
    ticket = asked(line, question)["ticket"]
    assert audited(behind, door) == before + 1
    answer = got(line, ticket)
    assert answer["status"] == "done"
    assert (PHONE in json.dumps(answer)) == (door != "match")
    assert got(line, ticket)["code"] == "ask_first"


@pytest.mark.parametrize("door", DOORS)
def test_no_way_round_the_commit_gives_a_value(
    doors: Any, psql: Psql, database: TestDatabase, behind: Any, door: str
) -> None:
    persona, question = doors[door]
    line, before = psql(persona), audited(behind, door)
    tickets, answers = [], []
    with line.transaction(force_rollback=True):
        tickets.append(asked(line, question)["ticket"])
        answers.append(got(line, tickets[-1]))
        with line.transaction():  # a savepoint
            tickets.append(asked(line, question)["ticket"])
        answers.append(got(line, tickets[-1]))
        with database.psql(persona) as other:  # a second line while the first is open
            answers.append(got(other, tickets[-1]))
    answers += [got(line, ticket) for ticket in tickets]
    # A subtransaction whose work is undone while its words are kept.
    line.execute("SELECT set_config('attack.ticket', '', false)")
    values = ", ".join("NULL" if value is None else f"'{value}'" for value in question)
    line.execute(
        f"""DO $$ DECLARE t text; BEGIN
            BEGIN t := office.ask_identity({values}) ->> 'ticket'; RAISE division_by_zero;
            EXCEPTION WHEN division_by_zero THEN NULL; END;
            PERFORM set_config('attack.ticket', t, false);
            PERFORM set_config('attack.answer', office.get_identity(t::uuid)::text, false); END $$"""
    )
    answers.append(json.loads(line.execute("SELECT current_setting('attack.answer')").fetchone()[0]))
    answers.append(got(line, line.execute("SELECT current_setting('attack.ticket')").fetchone()[0]))
    assert [answer.get("code") for answer in answers] == ["ask_first"] * len(answers)
    assert audited(behind, door) == before
    with pytest.raises(psycopg.Error), line.transaction():
        line.execute("PREPARE TRANSACTION 'attack'")


@pytest.mark.parametrize("level", ["REPEATABLE READ", "SERIALIZABLE"])
def test_doors_that_write_refuse_a_transaction_that_keeps_an_old_state(doors: Any, psql: Psql, level: str) -> None:
    line = psql("operator")
    for statement, values in (
        (ASK, doors["reveal"][1]),
        (GET, (uuid4(),)),
        ("SELECT office.run_command(%s, 'note', NULL, NULL, '{}')", (uuid4(),)),
        ("SELECT office.blob_facts(%s)", (uuid4(),)),
    ):
        with pytest.raises(errors.ActiveSqlTransaction), line.transaction():  # noqa: PT012 the first one only sets
            line.execute(f"SET TRANSACTION ISOLATION LEVEL {level}")
            line.execute(statement, values)


def test_a_ticket_belongs_to_its_login_and_runs_out(doors: Any, psql: Psql, behind: Any) -> None:
    ticket = asked(psql("operator"), doors["reveal"][1])["ticket"]
    assert got(psql("operator_2"), ticket)["code"] == "ask_first"
    behind.execute(
        "UPDATE office.identity_ticket SET asked_at = asked_at - interval '3 minutes' WHERE id = %s", (ticket,)
    )
    assert got(psql("operator"), ticket)["code"] == "ask_first"
    assert got(psql("operator"), uuid4())["code"] == "ask_first"
    assert got(psql("operator"), None)["code"] == "ask_first"


@pytest.mark.parametrize(
    ("persona", "door", "code"),
    [
        ("other_bureau", "reveal", "not_found"),
        ("administrator", "reveal", "not_found"),
        ("supervisor", "reveal", "no_right"),
        ("handler", "form", "no_right"),
        ("operator", "paper", "no_right"),
        ("other_bureau", "paper", "no_right"),
        ("operator", "order", "no_right"),
        ("other_liaison", "order", "no_right"),
        ("liaison", "reveal", "not_found"),
        ("liaison", "match", "no_right"),
    ],
)
def test_each_door_is_open_to_those_it_is_for(doors: Any, psql: Psql, persona: str, door: str, code: str) -> None:
    assert asked(psql(persona), doors[door][1])["code"] == code


def test_a_reveal_needs_a_reason_and_a_door_that_exists(doors: Any, psql: Psql, case: dict[str, Any]) -> None:
    line = psql("operator")
    for reason in (None, "", "  ", "x"):
        assert asked(line, ("reveal", case["party"], None, reason))["code"] == "needed"
    for door in (None, "", "file", "admin", "reveal; DROP"):
        assert asked(line, (door, case["party"], None, "理由充分"))["code"] == "no_right"


def test_so_many_an_hour_and_no_more(database: TestDatabase, case: dict[str, Any], psql: Psql) -> None:
    administrator, line = database.as_person("administrator"), psql("operator_2")
    administrator.run_command("put_setting", {"key": "identity_per_hour", "value": {"reveal": 3}})
    codes = [asked(line, ("reveal", case["party"], None, "核对")).get("code") for _ in range(5)]
    assert codes == [None, None, None, "too_many", "too_many"]
    with line.transaction(force_rollback=True):  # what is rolled back does not count, and gives nothing
        assert asked(line, ("reveal", case["party"], None, "核对"))["code"] == "too_many"
    administrator.run_command("put_setting", {"key": "identity_per_hour", "value": {}})
    for value in ({"reveal": 100000}, {"reveal": -1}, 5, {"all": 10}, "no"):
        assert (
            answer_of(psql("administrator"), "put_setting", {"key": "identity_per_hour", "value": value})["code"]
            == "malformed"
        )


@pytest.mark.parametrize(
    ("masked_by", "tries"),
    [
        ("phone", [f"137555{n:01d}1234"[:3] + f"{n:04d}" + "1234" for n in range(40)]),
        ("document", [f"629801199003{n:02d}1234" for n in range(10, 40)]),
        ("passport", [f"E1234567{n}" for n in range(10)]),
        ("local", [f"555{n}2345" for n in range(10)]),
    ],
)
def test_a_masked_number_is_not_recovered_by_trying(psql: Psql, masked_by: str, tries: list[str]) -> None:
    line = psql("dispatcher")
    let_in = [value for value in tries if asked(line, ("match", None, value, ""))["status"] == "done"]
    assert len(let_in) == 5
    # Written otherwise it is still the same number.
    for dressed in (
        f" {tries[-1][:4]} {tries[-1][4:]}",
        tries[-1].lower(),
        "".join(chr(ord(c) + 0xFEE0) for c in tries[-1]),
    ):
        assert asked(line, ("match", None, dressed, ""))["code"] == "too_similar"


def test_many_logins_together_do_not_recover_it_either(psql: Psql) -> None:
    people = ("operator", "operator_2", "operator_cleared", "dispatcher", "handler", "station", "clerk", "supervisor")
    let_in = 0
    for place, persona in enumerate(people):
        for n in range(5):
            let_in += asked(psql(persona), ("match", None, f"139{place:02d}{n:02d}8888", ""))["status"] == "done"
    assert let_in == 20


def test_a_search_tests_no_digit_that_the_mask_hides(case: dict[str, Any], psql: Psql) -> None:
    line = psql("operator")

    def hits(question: str) -> list[Any]:
        found = "SELECT what FROM office.search_numbers(%s, 99) WHERE case_id = %s"
        return line.execute(found, (question, case["id"])).fetchall()

    assert hits("1234") == [("phone",)]
    for question in (
        PHONE,
        PHONE[:7],
        PHONE[3:7],
        PHONE[-5:],
        PHONE[:3],
        DOCUMENT,
        DOCUMENT[-4:],
        DOCUMENT[:6],
        "_" * 4,
        "%" * 4,
        "*1234",
        "****1234",
    ):
        assert hits(question) == ([("phone",)] if question == "1234" else []), question
    for word in (NAME, NAME[:2], PHONE, "隐秘巷", "yc@"):
        assert line.execute("SELECT count(*) FROM office.search_cases(ARRAY[%s], 99)", (word,)).fetchone() == (0,)


def test_masks_hide_the_same_in_the_database_and_at_the_desk(behind: Any) -> None:
    rng = Random(7)
    phones = [
        *(f"1{rng.randrange(10**10):010d}" for _ in range(30)),
        "09315550111",
        "010-88881234",
        "5550111",
        "55501112",
        "+8613755501234",
        "0086 137 5550 1234",
        "+85251234567",
        "4008881234",
        "１３７５５５０１２３４",
        "123",
        "",
    ]
    documents = [
        DOCUMENT,
        "62980119900307123x",
        "629801900307123",
        "E12345678",
        "AB12",
        "1",
        "",
        "629801 19900307 1234",
    ]
    for value in phones:
        assert behind.execute("SELECT office.mask_phone(%s)", (value,)).fetchone()[0] == masking.mask_phone(value), (
            value
        )
    for value in documents:
        assert behind.execute("SELECT office.mask_document(%s)", (value,)).fetchone()[
            0
        ] == masking.mask_identity_number(value), value
    for _ in range(50):
        name = a_name(rng)
        shown = behind.execute("SELECT office.mask_name(%s)", (name,)).fetchone()[0]
        assert set(shown[1:-1] if len(name) > 2 else shown[1:]) == {"*"}
    for address in (
        "金河市城关区白塔街道隐秘巷77号",
        "城关区新华小区3号楼",
        "阳光社区5号",
        "云岭县马坡乡1号",
        "隐秘巷77号",
        "",
    ):
        shown = behind.execute("SELECT office.mask_address(%s)", (address,)).fetchone()[0]
        assert not re.search(r"小区|社区|巷|\d", shown), shown


def test_consent_taken_back_and_an_order_that_ended_close_the_enterprises_door(
    database: TestDatabase, case: dict[str, Any], order: UUID, psql: Psql
) -> None:
    line, handler = psql("liaison"), database.as_person("handler")
    ticket = asked(line, ("order", order, None, ""))["ticket"]
    handler.run_command(
        "record_consent",
        {"side": "complainant", "about": "share_identity", "agrees": False, "how": "phone"},
        subject=case["id"],
    )
    assert got(line, ticket)["code"] == "no_right"
    assert asked(line, ("order", order, None, ""))["code"] == "no_right"
    assert line.execute("SELECT shares_identity FROM office.settlement_order WHERE id = %s", (order,)).fetchone() == (
        False,
    )


def test_what_went_behind_clearance_between_question_and_answer_stays_there(database: TestDatabase, psql: Psql) -> None:
    operator, contact, person = database.as_person("operator"), uuid4(), a_person("caller")
    operator.run_command("register_contact", {"id": contact, "channel": "voicemail", "parties": [person]})
    operator.run_command("claim_contact", {}, subject=contact)
    line = psql("operator")
    tickets = [asked(line, (door, person["id"], None, "核对"))["ticket"] for door in ("reveal", "form")]
    operator.run_command("release_contact", {}, subject=contact)
    database.as_person("operator_cleared").run_command(
        "register_case", a_case("report", contact_id=str(contact), contact=None)
    )
    assert [got(line, ticket)["code"] for ticket in tickets] == ["not_found", "not_found"]


def test_one_thing_corrected_leaves_the_others_as_they_are(database: TestDatabase, psql: Psql) -> None:
    person = a_person(**WHO)
    found = register(database.as_person("operator"), parties=[person])
    Walk(found).step(
        database.as_person("operator"),
        "put_party",
        party={"id": person["id"], "role": "complainant", "identity": {"phone": "13755509999"}},
    )
    answer = got(psql("operator"), asked(psql("operator"), ("form", person["id"], None, ""))["ticket"])["parties"][0]
    assert (answer["name"], answer["phone"], answer["id_number"]) == (NAME, "13755509999", DOCUMENT)


@pytest.fixture
def everything_written(behind: Any) -> Iterator[Any]:
    """Every row of every table but the identity itself, as text."""

    def read() -> str:
        tables = [
            name
            for (name,) in behind.execute(
                "SELECT relname FROM pg_class WHERE relnamespace = 'office'::regnamespace AND relkind = 'r'"
            )
        ]
        whole = "SELECT coalesce(string_agg(t::text, E'\\n'), '') FROM office."
        kept = set(tables) - {"party_identity", "identity_ticket"}
        return "\n".join(behind.execute(f"{whole}{table} t").fetchone()[0] for table in kept)

    return read


def test_no_value_lies_in_any_other_row_error_or_log(
    database: TestDatabase, case: dict[str, Any], psql: Psql, everything_written: Any
) -> None:
    line = psql("operator")
    party = a_person(**WHO)
    attacks: list[tuple[str, Any]] = [
        ("put_party", {"party": party | {"role": "nobody"}}),
        ("put_party", {"party": party | {"id": PHONE}}),
        ("put_party", {"party": party | {"id": None}}),
        ("put_party", {"party": party | {"identity": WHO | {"phone": "1" * 9000}}}),
        ("put_party", {"party": party | {"anonymous": NAME}}),
        ("register_case", a_case(parties=[party, party | {"role": NAME}])),
        ("register_case", a_case(parties=[party], amount_involved=NAME)),
        ("register_case", a_case(parties=[party], received_at=PHONE)),
        ("register_case", a_case(parties={"a": party})),
    ]
    for kind, payload in attacks:
        answer = json.dumps(
            answer_of(line, kind, payload, subject=None if kind == "register_case" else case["id"]), ensure_ascii=False
        )
        assert '"refused"' in answer, payload
        assert NAME not in answer
        assert PHONE not in answer
    written = everything_written()
    for value in (NAME, PHONE, DOCUMENT, "隐秘巷", "yc@example.com"):
        assert value not in written
    log = "".join(path.read_text(encoding="utf-8", errors="replace") for path in database.server.folder.rglob("*.log"))
    for value in (NAME, PHONE, DOCUMENT):
        assert value not in log


def test_nobody_reads_the_identity_table_or_the_tickets(psql: Psql) -> None:
    for persona in ("operator", "supervisor", "administrator", "liaison", "worker"):
        for statement in (
            "SELECT * FROM office.party_identity",
            "SELECT count(*) FROM office.party_identity",
            "SELECT question FROM office.identity_ticket",
            "COPY office.party_identity TO STDOUT",
            "SELECT office.identity_of(gen_random_uuid())",
            "SELECT most_common_vals FROM pg_stats WHERE tablename = 'party_identity'",
        ):
            with pytest.raises(errors.InsufficientPrivilege):
                psql(persona).execute(statement)


def test_a_file_is_opened_only_after_its_audit_row_is_committed(
    database: TestDatabase, psql: Psql, behind: Any
) -> None:
    content = b"a scan of an identity card"
    blob, line = upload(database.as_person("operator"), content), psql("operator")
    facts, chunk = "SELECT office.blob_facts(%s)", "SELECT office.get_chunk(%s, 0)"
    assert line.execute(chunk, (blob,)).fetchone() == (None,)
    with line.transaction(force_rollback=True):
        assert line.execute(facts, (blob,)).fetchone()[0]["root"] == root_of(content)
        assert line.execute(chunk, (blob,)).fetchone() == (None,)
    assert line.execute(chunk, (blob,)).fetchone() == (None,)
    line.execute(facts, (blob,))
    assert behind.execute(
        "SELECT count(*) FROM office.audit WHERE subject = %s AND action = 'open_file'", (blob,)
    ).fetchone() == (1,)
    assert line.execute(chunk, (blob,)).fetchone() == (content,)
    behind.execute(
        "UPDATE office.identity_ticket SET asked_at = asked_at - %s WHERE subject = %s", (timedelta(hours=3), blob)
    )
    assert line.execute(chunk, (blob,)).fetchone() == (None,)
