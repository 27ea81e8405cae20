"""Without clearance a report does not exist: not in a row, count, hit, number, wake-up, hint or answer."""

import itertools
import re
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from app.services.blobs import root_of
from tests.factories import BUREAU, CENTRE, a_call, a_case, a_person
from tests.office import TestDatabase
from tests.rights.conftest import Psql, answer_of
from tests.rights.expected import CASE_CHILDREN, SEEN_BY_RULE
from tests.rights.populate import Office, a_voicemail, populate, upload

UNCLEARED = (
    "operator",
    "dispatcher",
    "handler",
    "station",
    "other_station",
    "clerk",
    "bureau_supervisor",
    "administrator",
)


@pytest.fixture(scope="module")
def office(database: TestDatabase) -> Office:
    return populate(database)


def position(line: "psycopg.Connection[Any]") -> str:
    return line.execute("SELECT office.changes_since(NULL) ->> 'position'").fetchone()[0]


def changes(line: "psycopg.Connection[Any]", since: str) -> list[dict[str, Any]]:
    return line.execute("SELECT office.changes_since(%s) -> 'changes'", (since,)).fetchone()[0]


def everything_shown(line: "psycopg.Connection[Any]") -> str:
    """Every readable row of what is seen by rule, as text."""
    found = []
    for table in sorted(CASE_CHILDREN | SEEN_BY_RULE):
        columns = line.execute(
            "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0",
            (f"office.{table}",),
        ).fetchone()[0]
        found += [repr(row) for row in line.execute(f"SELECT {columns} FROM office.{table}")]
    return "\n".join(found)


@pytest.mark.parametrize("persona", UNCLEARED)
def test_no_row_anywhere_names_a_report(office: Office, psql: Psql, behind: Any, persona: str) -> None:
    shown = everything_shown(psql(persona))
    for report, number in zip(office.reports, office.report_numbers, strict=False):
        assert str(report) not in shown
        assert repr(report) not in shown
        assert number not in shown
    hidden = behind.execute(
        "SELECT id FROM office.party WHERE case_id = ANY (%(all)s) UNION SELECT contact_id FROM office.contact_case WHERE"
        " case_id = ANY (%(all)s) UNION SELECT id FROM office.approval WHERE case_id = ANY (%(all)s)",
        {"all": office.reports},
    ).fetchall()
    assert len(hidden) >= 2 * len(office.reports)
    assert [one for (one,) in hidden if str(one) in shown or repr(one) in shown] == []


def test_no_search_finds_a_report(office: Office, psql: Psql) -> None:
    cleared, line = psql("operator_cleared"), psql("operator")
    words = (["年卡"], 500)
    assert set(office.reports[:5]) <= {
        row[0] for row in cleared.execute("SELECT case_id FROM office.search_cases(%s, %s)", words)
    }
    assert not set(office.reports) & {
        row[0] for row in line.execute("SELECT case_id FROM office.search_cases(%s, %s)", words)
    }
    # The list's own search is told which cases to look at: it looks at those one sees.
    saying = "SELECT office.cases_saying(%s, %s, %s)"
    for said, folded in (("年卡", ["年卡"]), (office.report_numbers[0], [office.report_numbers[0].lower()])):
        assert set(cleared.execute(saying, (office.reports, said, folded)).fetchall())
        assert line.execute(saying, (office.reports, said, folded)).fetchall() == []
    for part in (office.report_numbers[0], office.report_numbers[0][:4].lower(), office.report_numbers[0][-4:]):
        numbered = "SELECT office.cases_numbered(%s, 500)"
        assert set(office.reports) & {row[0] for row in cleared.execute(numbered, (part,))}
        assert not set(office.reports) & {row[0] for row in line.execute(numbered, (part,))}
    for question in (office.report_numbers[0], office.report_numbers[0][-6:], "6721", "12345"):
        hits = {row[0] for row in line.execute("SELECT case_id FROM office.search_numbers(%s, 500)", (question,))}
        assert not hits & set(office.reports)


def test_no_figure_counts_a_report(office: Office, psql: Psql) -> None:
    ask = "SELECT coalesce(sum(n), 0) FROM office.figures(ARRAY['received', 'contacts_received'], '2000-01-01', '2100-01-01', 'none', 'handling', NULL, %s)"
    kinds = (["report", "report_contact"],)
    assert psql("operator").execute(ask, kinds).fetchone()[0] == 0
    assert psql("operator_cleared").execute(ask, kinds).fetchone()[0] > 0
    opened = "SELECT subject_id FROM office.figure_subjects(%s, '2000-01-01', '2100-01-01', 'handling', NULL, NULL, NULL, '', NULL, NULL, NULL, 1000)"
    for measure in ("received", "contacts_received", "filed", "due_to_verify"):
        shown = {row[0] for row in psql("bureau_supervisor").execute(opened, (measure,))}
        assert not shown & {*office.reports, office.voicemail_of_report}


def test_the_numbers_in_the_open_have_no_gap_where_a_report_came_in(database: TestDatabase, office: Office) -> None:
    operator, cleared = database.as_person("operator"), database.as_person("operator_cleared")
    before = operator.run_command("register_case", a_case())["number"]
    cleared.run_command("register_case", a_case("report"))
    after = operator.run_command("register_case", a_case())["number"]
    assert int(after[-6:]) == int(before[-6:]) + 1


def test_a_reports_number_counts_nothing_and_opens_nothing_without_clearance(
    database: TestDatabase, office: Office, psql: Psql
) -> None:
    people = ("operator", "operator_cleared", "operator", "operator_cleared")
    reports = [database.as_person(who).run_command("register_case", a_case("report")) for who in people]
    serials = [int(taken["number"][-8:]) for taken in reports]
    assert all(abs(one - other) > 1 for one, other in itertools.pairwise(serials))
    for taken in reports:
        assert re.fullmatch(r"J20\d\d-[0-9]{8}", taken["number"])
        asked = (taken["number"],)
        assert psql("operator").execute("SELECT case_id FROM office.search_numbers(%s, 9)", asked).fetchall() == []
        assert psql("operator_cleared").execute(
            "SELECT case_id FROM office.search_numbers(%s, 9)", asked
        ).fetchall() == [(UUID(taken["id"]),)]


def test_a_report_wakes_nobody_without_clearance(database: TestDatabase, office: Office, psql: Psql) -> None:
    watchers = {persona: psql(persona) for persona in ("operator_2", "bureau_supervisor", "handler")}
    stands = {}
    for persona, line in watchers.items():
        for channel in line.execute("SELECT unnest(office.my_channels())").fetchall():
            line.execute(f"LISTEN {channel[0]}")
        stands[persona] = position(line)
    report = database.as_person("operator_cleared").run_command("register_case", a_case("report"))
    database.as_person("dispatcher_cleared").run_command("distribute", {"to_unit_id": BUREAU}, subject=report["id"])
    for persona, line in watchers.items():
        assert list(line.notifies(timeout=0.2)) == []
        assert changes(line, stands[persona]) == []
        line.execute("UNLISTEN *")


def test_a_hidden_id_and_an_unknown_id_get_the_same_answer(office: Office, psql: Psql, behind: Any) -> None:
    report = office.reports[0]
    party = behind.execute("SELECT id FROM office.party WHERE case_id = %s", (report,)).fetchone()[0]
    approval = behind.execute("SELECT id FROM office.approval WHERE case_id = %s", (report,)).fetchone()[0]
    verbs = [kind for (kind,) in behind.execute("SELECT kind FROM office.command_kind ORDER BY kind")]
    for persona in ("operator", "handler", "clerk", "bureau_supervisor", "liaison"):
        line = psql(persona)
        for verb in verbs:
            if verb in {"register_case", "register_contact", "change_password"}:
                continue
            answers = []
            for subject in (report, office.voicemail_of_report, approval, uuid4()):
                answer = answer_of(
                    line,
                    verb,
                    {"case_id": str(subject), "form": "report_registration", "decision": "approved"},
                    subject=subject,
                    version=1,
                )
                answers.append(answer)
            assert all(answer == answers[-1] for answer in answers), (persona, verb)
        for door in ("reveal", "form", "paper", "order"):
            codes = {
                line.execute(
                    "SELECT office.ask_identity(%s, %s, NULL, '核对身份') ->> 'code'", (door, subject)
                ).fetchone()[0]
                for subject in (party, report, uuid4())
            }
            assert len(codes) == 1, (persona, door)
        if persona != "liaison":
            assert line.execute("SELECT count(*) FROM office.audit_of(%s, 10)", (report,)).fetchone()[0] == 0
            with pytest.raises(psycopg.Error) as hidden:
                line.execute("SELECT office.take_number(%s)", (report,))
            with pytest.raises(psycopg.Error) as unknown:
                line.execute("SELECT office.take_number(%s)", (uuid4(),))
            assert str(hidden.value) == str(unknown.value)


def test_naming_a_hidden_case_in_a_payload_is_answered_like_naming_none(office: Office, psql: Psql) -> None:
    line, own = psql("operator"), office.open_cases[0]
    for payload in ("link", "register_case", "register_contact", "send_order"):
        answers = []
        for target in (office.reports[0], uuid4()):
            body: dict[str, Any] = {
                "link": {"case_id": str(target), "relation": "related"},
                "register_case": a_case(link={"case_id": str(target), "relation": "related"}),
                "register_contact": a_call(outcome="progress", case_id=str(target)),
                "send_order": {"id": str(uuid4()), "mode": "within_complaint", "case_id": str(target)},
            }[payload]
            answers.append(answer_of(line, payload, body, subject=own if payload == "link" else None))
        assert answers[0] == answers[1]
        assert answers[0]["code"] == "not_found"


def test_a_voicemail_that_became_a_report_takes_its_recording_and_people_with_it(
    office: Office, psql: Psql, behind: Any
) -> None:
    cleared = psql("operator_cleared")
    party = behind.execute(
        "SELECT id FROM office.party WHERE contact_id = %s", (office.voicemail_of_report,)
    ).fetchone()[0]
    for persona in ("operator", "dispatcher", "handler_cleared"):  # the bureau's clearance is not the centre's
        line = psql(persona)
        assert line.execute(
            "SELECT count(*) FROM office.contact WHERE id = %s", (office.voicemail_of_report,)
        ).fetchone() == (0,)
        assert line.execute("SELECT count(*) FROM office.party WHERE id = %s", (party,)).fetchone() == (0,)
        assert line.execute("SELECT office.blob_facts(%s)", (office.blob_of_report,)).fetchone() == (None,)
        assert line.execute("SELECT office.get_chunk(%s, 0)", (office.blob_of_report,)).fetchone() == (None,)
    assert cleared.execute("SELECT office.blob_facts(%s) ->> 'media_type'", (office.blob_of_report,)).fetchone() == (
        "audio/wav",
    )
    assert cleared.execute("SELECT office.get_chunk(%s, 0)", (office.blob_of_report,)).fetchone() == (
        b"RIFF of a report",
    )


def test_a_recording_of_both_a_complaint_and_a_report_is_the_reports_alone(
    database: TestDatabase, office: Office, psql: Psql
) -> None:
    operator, cleared = database.as_person("operator"), database.as_person("operator_cleared")
    for first, second in (("complaint", "report"), ("report", "complaint")):
        contact, blob = a_voicemail(operator, f"{first} and {second}".encode())
        for kind in (first, second):
            cleared.run_command("register_case", a_case(kind, contact_id=str(contact), contact=None))
        assert psql("operator").execute("SELECT office.blob_facts(%s)", (blob,)).fetchone() == (None,)
        assert psql("operator_cleared").execute("SELECT office.blob_facts(%s)", (blob,)).fetchone() != (None,)


def test_delivering_the_same_file_again_neither_brings_it_back_nor_gives_a_hint(
    database: TestDatabase, office: Office, psql: Psql, behind: Any
) -> None:
    # In the open the second delivery is refused; of what went behind clearance it looks like a first one.
    operator = database.as_person("operator")
    contact, _ = a_voicemail(operator, b"an open one")
    content = b"RIFF of a report"
    again = {
        "id": str(uuid4()),
        "channel": "voicemail",
        "blob_id": str(upload(operator, content)),
        "content_sha256": root_of(content),
    }
    stand = position(psql("operator"))
    answer = answer_of(psql("operator"), "register_contact", again)
    assert answer == {"status": "done", "id": again["id"], "version": 1}
    assert changes(psql("operator"), stand) == []
    assert behind.execute(
        "SELECT count(*) FROM office.contact WHERE content_sha256 = %s", (root_of(content),)
    ).fetchone() == (1,)
    open_again = again | {"id": str(uuid4()), "content_sha256": root_of(b"an open one")}
    assert answer_of(psql("operator"), "register_contact", open_again)["code"] == "delivered_before"
    assert (
        answer_of(psql("operator_cleared"), "register_contact", again | {"id": str(uuid4()), "blob_id": None})["code"]
        == "delivered_before"
    )
    assert contact


def test_a_sources_number_taken_by_a_report_is_free_to_who_may_not_know_it(
    database: TestDatabase, office: Office, psql: Psql
) -> None:
    def with_number(kind: str) -> dict[str, Any]:
        return a_case(kind, external_refs=[{"id": str(uuid4()), "source": "12345", "number": "GD20261120-77"}])

    database.as_person("operator_cleared").run_command("register_case", with_number("report"))
    assert answer_of(psql("operator_cleared"), "register_case", with_number("complaint"))["code"] == "constraint"
    assert answer_of(psql("operator"), "register_case", with_number("complaint"))["status"] == "done"
    assert answer_of(psql("operator"), "register_case", with_number("complaint"))["code"] == "constraint"


def test_bringing_a_file_again_does_not_tell_which_of_its_rows_are_reports(
    database: TestDatabase, office: Office, psql: Psql, behind: Any
) -> None:
    def row(kind: str, number: str, **more: Any) -> dict[str, Any]:
        named = {"id": str(uuid4()), "kind": kind, "channel": "phone", "number": number, "imported_from": "sheet.xlsx"}
        return named | {"received_at": "2026-11-02T09:00:00+08:00", "facts": "来件", "search_text": "来件"} | more

    def brought(line: Any, *rows: dict[str, Any]) -> list[str]:
        payload = {"unit_id": str(CENTRE), "source": "sheet", "rows": list(rows)}
        return [answer for answer, _ in answer_of(line, "import_cases", payload)["rows"]]

    cleared, uncleared = psql("supervisor"), psql("administrator")
    assert brought(cleared, row("report", "1"), row("complaint", "2")) == ["done", "done"]
    assert brought(cleared, row("report", "1"), row("complaint", "2")) == ["known", "known"]
    assert brought(uncleared, row("report", "1"), row("report", "3"), row("complaint", "2")) == [
        "done",
        "done",
        "known",
    ]
    assert brought(uncleared, row("complaint", "1")) == ["done"]
    kept = behind.execute("SELECT count(*) FROM office.external_ref WHERE source = 'sheet' AND number = '1' AND secret")
    assert kept.fetchone() == (1,)
    odd = (
        {"received_at": "-infinity"},
        {"amount_involved": "NaN"},
        {"received_at": "2026-11-02"},
        {"answered_at": "infinity"},
    )
    assert brought(uncleared, *(row("complaint", f"odd{n}", **bad) for n, bad in enumerate(odd))) == [
        "malformed"
    ] * len(odd)


def test_a_report_is_linked_on_its_own_side_so_that_the_open_case_never_names_it(office: Office, psql: Psql) -> None:
    complaint, report = office.open_cases[1], office.reports[1]
    cleared = psql("operator_cleared")
    refused = answer_of(cleared, "link", {"case_id": str(report), "relation": "split"}, subject=complaint)
    assert refused["code"] == "link_from_report"
    line = psql("operator")
    before = line.execute("SELECT version FROM office.cases WHERE id = %s", (complaint,)).fetchone()
    assert (
        answer_of(cleared, "link", {"case_id": str(complaint), "relation": "split"}, subject=report)["status"] == "done"
    )
    assert line.execute("SELECT version FROM office.cases WHERE id = %s", (complaint,)).fetchone() == before
    assert str(report) not in everything_shown(line)


def test_a_reports_papers_have_numbers_of_their_own(database: TestDatabase, office: Office, psql: Psql) -> None:
    clerk = database.as_person("centre_clerk")
    papers = []
    sent = psql("centre_clerk").execute(
        "SELECT DISTINCT ON (c.kind) case_id FROM office.distribution d JOIN office.cases c ON c.id = d.case_id"
        " WHERE c.kind IN ('report', 'complaint') AND d.seq = 1 AND c.state IN ('distributed', 'verifying') ORDER BY c.kind"
    )
    for (case,) in sent.fetchall()[:2]:
        papers.append(uuid4())
        clerk.run_command(
            "draft_paper", {"case_id": case, "form": "distribution_notice", "data": {}}, subject=papers[-1]
        )
    line = psql("centre_clerk")
    with line.transaction(force_rollback=True):
        numbers = [line.execute("SELECT office.take_number(%s)", (paper,)).fetchone()[0] for paper in papers]
    serials = {re.sub(r"\D", "", number.rpartition("〕")[2]) for number in numbers}
    assert serials == {"1"}, numbers
    assert len(set(numbers)) == 2


def test_a_number_scheme_cannot_let_reports_and_others_meet(psql: Psql) -> None:
    line = psql("administrator")
    scheme = {
        "authority_id": str(CENTRE),
        "form": "distribution_notice",
        "word": "分送",
        "pattern": "〔{year}〕第{serial}号",
    }
    assert answer_of(line, "put_number_scheme", scheme)["code"] == "malformed"
    taken = scheme | {"word": "举分送", "pattern": "{word}〔{year}〕第{serial}号"}
    assert answer_of(line, "put_number_scheme", taken)["code"] == "malformed"


def test_what_explain_shows_is_what_the_security_paper_says(office: Office, psql: Psql) -> None:
    # docs/security.md, "What is not promised": plans count the rows they pass over. Shown here so that nobody believes otherwise.
    plan = (
        psql("operator")
        .execute(
            "EXPLAIN (ANALYZE, COSTS off, TIMING off, SUMMARY off) SELECT * FROM office.cases WHERE number = %s",
            (office.report_numbers[0],),
        )
        .fetchall()
    )
    assert "Rows Removed by Filter" in repr(plan)


def test_a_person_of_the_caller_is_never_shown_plain(office: Office, psql: Psql) -> None:
    shown = everything_shown(psql("operator_cleared"))
    who = a_person()["identity"]
    assert who["name"] not in shown
    assert who["phone"] not in shown
