"""What is left on the machine or comes by post waits in a queue, is one operator's at a time, and counts once."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.models.receipt import Arrival as Instants
from app.models.vocabulary import ContactState, Kind, PartyRole
from app.services import bootstrap
from app.services.blobs import Blobs
from app.services.bootstrap import Desk
from app.services.clock import LEGAL_ZONE, SystemClock
from app.services.contacts import ContactRow, Contacts
from app.services.errors import OutageError, UserError
from app.services.intake import Intake
from app.services.media.arrivals import Arrival, read_arrival
from app.services.registration import NewCase, NewContact, NewParty
from tests import media_samples as samples
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS

SignIn = Callable[[str], Desk]


@pytest.fixture(scope="module")
def sign_in(database: TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignIn]:
    with contextlib.ExitStack() as out:
        desks: dict[str, Desk] = {}

        def opens(persona: str) -> Desk:
            if persona not in desks:
                number = PERSONAS[persona].staff_number
                desk = bootstrap.sign_in(
                    database.enrolment, number, PASSWORD, clock=SystemClock(), folder=tmp_path_factory.mktemp(persona)
                )
                out.callback(desk.close)
                desks[persona] = desk
            return desks[persona]

        yield opens


def a_voicemail(tmp_path: Path, seconds: float, *, hours_ago: float = 2, number: str = "13893416721") -> Arrival:
    at = SystemClock().now() - timedelta(hours=hours_ago)
    path = tmp_path / f"{at.astimezone(LEGAL_ZONE):%Y%m%d-%H%M%S}_{number}_{round(seconds * 1000)}.wav"
    path.write_bytes(samples.wav(seconds))
    found = read_arrival(path)
    assert isinstance(found, Arrival)
    return found


def the_row(contacts: Contacts, contact_id: object) -> ContactRow:
    return next(row for row in contacts.queue("voicemail") if row.contact_id == contact_id)


def test_a_voicemail_waits_masked_with_its_clock_of_a_day(sign_in: SignIn, tmp_path: Path) -> None:
    contacts = Contacts(sign_in("operator"))
    arrival = a_voicemail(tmp_path, 1.1)
    contact = contacts.take_in(arrival)
    row = the_row(contacts, contact)

    assert row.caller == "138****6721"
    assert row.received_at == arrival.recorded_at
    assert row.received_basis == "recording"
    assert row.due_at == row.received_at + timedelta(hours=24)
    assert timedelta(hours=1) < row.waiting < timedelta(hours=3)
    assert not row.is_late


def test_a_voicemail_older_than_a_day_is_late_until_it_is_heard(sign_in: SignIn, tmp_path: Path) -> None:
    contacts = Contacts(sign_in("operator"))
    contact = contacts.take_in(a_voicemail(tmp_path, 1.2, hours_ago=30))
    assert contact is not None
    assert the_row(contacts, contact).is_late
    with pytest.raises(UserError) as unclaimed:
        contacts.mark_heard(contact)
    assert unclaimed.value.code == "claim_first"
    contacts.claim(contact)
    contacts.mark_heard(contact)

    assert the_row(contacts, contact).due_at is None


def test_the_same_recording_delivered_again_is_not_counted_twice(sign_in: SignIn, tmp_path: Path) -> None:
    contacts = Contacts(sign_in("operator"))
    arrival = a_voicemail(tmp_path, 1.3)
    before = len(contacts.queue("voicemail"))
    assert contacts.take_in(arrival) is not None
    assert contacts.take_in(arrival) is None
    assert Contacts(sign_in("operator_2")).take_in(arrival) is None
    assert len(contacts.queue("voicemail")) == before + 1


def test_an_item_is_one_operators_until_it_is_given_back(sign_in: SignIn, tmp_path: Path) -> None:
    mine, theirs = Contacts(sign_in("operator")), Contacts(sign_in("operator_2"))
    contact = mine.take_in(a_voicemail(tmp_path, 1.4))
    assert contact is not None
    mine.claim(contact)
    with pytest.raises(UserError) as taken:
        theirs.claim(contact)
    assert taken.value.code == "claimed_by_other"
    assert the_row(theirs, contact).claimed_by == sign_in("operator").session.name
    assert mine.release_all_mine() >= 1
    theirs.claim(contact)

    assert the_row(mine, contact).state is ContactState.CLAIMED
    assert the_row(theirs, contact).is_mine


def test_a_caller_is_called_back_once_a_day_and_then_put_away(sign_in: SignIn, tmp_path: Path) -> None:
    contacts = Contacts(sign_in("operator"))
    contact = contacts.take_in(a_voicemail(tmp_path, 1.5))
    assert contact is not None
    contacts.claim(contact)
    assert contacts.call_back(contact, "no_answer") == 1
    with pytest.raises(UserError) as twice:
        contacts.call_back(contact, "no_answer")
    assert twice.value.code == "one_call_back_a_day"
    assert [one.attempt for one in the_row(contacts, contact).call_backs] == [1]
    assert sign_in("operator").outbox.attention() == ()
    contacts.finish(contact, "silent", "三次未接通")
    assert all(row.contact_id != contact for row in contacts.queue())


def test_a_scanned_letter_waits_with_its_pages(sign_in: SignIn, tmp_path: Path) -> None:
    path = tmp_path / "letter.pdf"
    path.write_bytes(samples.pdf(3))
    arrival = read_arrival(path)
    assert isinstance(arrival, Arrival)
    contacts = Contacts(sign_in("operator"))
    contact = contacts.take_in(arrival)
    row = next(row for row in contacts.queue("letter") if row.contact_id == contact)

    assert row.pages == 3
    assert row.due_at is None
    assert row.blob_id is not None
    assert Blobs(sign_in("operator")).read_bytes(row.blob_id) == path.read_bytes()


def test_the_callers_number_is_given_to_who_has_the_item_and_to_nobody_else(sign_in: SignIn, tmp_path: Path) -> None:
    mine, theirs = Contacts(sign_in("operator")), Contacts(sign_in("operator_2"))
    contact = mine.take_in(a_voicemail(tmp_path, 1.6, number="13919001122"))
    assert contact is not None
    mine.claim(contact)

    assert mine.caller_of(the_row(mine, contact)) == "13919001122"
    assert theirs.caller_of(the_row(theirs, contact)) == ""


def test_a_voicemail_that_becomes_a_report_goes_behind_clearance_with_its_sound(
    sign_in: SignIn, tmp_path: Path
) -> None:
    desk = sign_in("operator")
    contacts = Contacts(desk)
    contact = contacts.take_in(a_voicemail(tmp_path, 1.7))
    assert contact is not None
    contacts.claim(contact)
    row = the_row(contacts, contact)
    assert row.blob_id is not None
    assert Blobs(desk).read_bytes(row.blob_id)
    taken_over = NewContact(
        channel="voicemail",
        arrival=Instants(contact_at=datetime.now(UTC), recorded_at=row.received_at),  # noqa: TID251 a real call
    )
    report = NewCase(
        kind=Kind.REPORT,
        channel="voicemail",
        contact=taken_over,
        contact_id=contact,
        facts="某超市篡改生产日期，仓库里有打码机。",
        parties=(NewParty(role=PartyRole.REPORTER, phone="13893416721", anonymous=True),),
    )
    saved = Intake(desk).save(report)

    assert saved.number.startswith("J2026-")
    assert all(other.contact_id != contact for other in contacts.queue())
    with pytest.raises(UserError) as hidden:
        Blobs(desk).read_bytes(row.blob_id)
    assert hidden.value.code == "not_found"
    assert Blobs(sign_in("operator_cleared")).read_bytes(row.blob_id)


def test_a_call_back_made_while_the_server_is_away_counts_from_when_it_was_made(
    sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OutageError("away")

    desk = sign_in("operator")
    contacts = Contacts(desk)
    contact = contacts.take_in(a_voicemail(tmp_path, 2.3))
    assert contact is not None
    contacts.claim(contact)
    with monkeypatch.context() as server:
        server.setattr(desk.database, "run_command", away)
        server.setattr(Desk, "server_offset", timedelta(minutes=-2))  # as if it had been made two minutes ago
        made = desk.clock.now() + desk.server_offset
        assert contacts.call_back(contact, "no_answer") is None
    desk.replay()
    (found,) = the_row(contacts, contact).call_backs

    assert timedelta() <= found.at - made < timedelta(seconds=30)
