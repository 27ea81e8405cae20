"""When something counts as received, and what a hand-over does to the term."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.models.calendar import seed_calendar
from app.models.codes_seed import code_rows
from app.models.receipt import (
    BASIS_BY_CHANNEL,
    Arrival,
    AuthorityStart,
    HandOver,
    ReceiptBasis,
    authority_starts,
    receipt,
)

CONTACT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
ALL = Arrival(
    contact_at=CONTACT,
    submitted_at=CONTACT - timedelta(hours=30),
    signed_at=CONTACT - timedelta(hours=20),
    recorded_at=CONTACT - timedelta(hours=10),
    authority_at=CONTACT + timedelta(hours=5),
)
CALENDAR = seed_calendar()


@pytest.mark.parametrize(
    ("channel", "instant", "basis"),
    [
        ("web", ALL.submitted_at, ReceiptBasis.SUBMISSION),
        ("email", ALL.submitted_at, ReceiptBasis.SUBMISSION),
        ("letter", ALL.signed_at, ReceiptBasis.MAIL_ROOM),
        ("voicemail", ALL.recorded_at, ReceiptBasis.RECORDING),
        ("phone", ALL.contact_at, ReceiptBasis.CONTACT),
        ("walk_in", ALL.contact_at, ReceiptBasis.CONTACT),
        ("transfer", ALL.authority_at, ReceiptBasis.AUTHORITY),
        ("pigeon", ALL.contact_at, ReceiptBasis.CONTACT),
    ],
)
def test_each_channel_has_its_own_instant_of_receipt(channel, instant, basis):
    found = receipt(channel, ALL)

    assert (found.at, found.basis) == (instant, basis)


def test_every_channel_of_the_code_table_has_an_instant_of_receipt():
    behaviours = {row.behaviour for row in code_rows() if row.table == "channel"}

    assert behaviours == BASIS_BY_CHANNEL.keys()


def test_a_letter_the_mail_room_did_not_sign_for_counts_from_the_contact():
    found = receipt("letter", Arrival(contact_at=CONTACT))

    assert (found.at, found.basis) == (CONTACT, ReceiptBasis.CONTACT)


def test_a_hand_over_from_the_bureau_to_its_station_restarts_nothing():
    starts = authority_starts(
        [HandOver(authority="east", at=date(2026, 11, 19)), HandOver(authority="east", at=date(2026, 11, 24))], CALENDAR
    )

    assert starts == (AuthorityStart(authority="east", started_on=date(2026, 11, 19), used_before=0),)


def test_another_authority_gets_its_own_term_and_sees_the_days_used_before():
    starts = authority_starts(
        [HandOver(authority="west", at=date(2026, 11, 24)), HandOver(authority="east", at=date(2026, 11, 19))], CALENDAR
    )

    assert starts[1] == AuthorityStart(authority="west", started_on=date(2026, 11, 24), used_before=3)


def test_a_case_that_comes_back_gives_the_first_authority_no_new_term():
    starts = authority_starts(
        [
            HandOver(authority="east", at=date(2026, 11, 19)),
            HandOver(authority="west", at=date(2026, 11, 24)),
            HandOver(authority="east", at=date(2026, 11, 27)),
        ],
        CALENDAR,
    )

    assert [start.started_on for start in starts] == [date(2026, 11, 19), date(2026, 11, 24)]


def test_a_case_nobody_received_has_no_term():
    assert authority_starts([], CALENDAR) == ()
