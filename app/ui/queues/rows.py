"""How a waiting contact is written in the list: how long it waits, until when, who has it."""

from datetime import datetime, timedelta

from app.models.vocabulary import ContactState
from app.models.words import mark, tr
from app.services.clock import LEGAL_ZONE
from app.services.codebook import CodeBook
from app.services.contacts import ContactRow
from app.ui.tables.rows import Column
from app.ui.theme import Tone

SOON = timedelta(hours=4)
MINUTE = timedelta(minutes=1)
ICONS = {"voicemail": "voicemail", "letter": "letter", "walk_in": "walk_in", "web": "web", "transfer": "transfer"}


def columns(codes: CodeBook) -> tuple[Column[ContactRow], ...]:
    """Make the columns of the queue."""
    return (
        Column(
            "channel",
            mark("Channel"),
            lambda row: codes.title("channel", row.channel),
            width=96,
            icon=lambda row: ICONS.get(row.behaviour, "inbox"),
        ),
        Column("caller", mark("From"), lambda row: row.caller or tr("number unknown"), width=150),
        Column(
            "received",
            mark("Arrived at"),
            lambda row: short_time(row.received_at),
            lambda row: row.received_at,
            width=104,
        ),
        Column(
            "waiting",
            mark("Waits"),
            lambda row: long_words(row.waiting),
            lambda row: -row.waiting,
            width=104,
            number=True,
        ),
        Column(
            "clock",
            mark("Listen by"),
            clock_text,
            lambda row: row.due_at or row.received_at,
            width=156,
            tone=clock_tone,
            icon=clock_icon,
        ),
        Column("state", mark("State"), state_text, width=130, loud=lambda row: row.is_mine),
        Column("tries", mark("Call-backs"), tries_text, width=110),
        Column("note", mark("Remark"), lambda row: row.note or pages_text(row), width=160, stretches=True),
    )


def short_time(at: datetime) -> str:
    """Write an instant as lists do."""
    return at.astimezone(LEGAL_ZONE).strftime("%m-%d %H:%M")


def long_words(long: timedelta) -> str:
    """Write a length of time: "2 h 10 min", "3 d 4 h"."""
    minutes = int(long / MINUTE)
    hours, days = minutes // 60, minutes // 1440
    if days:
        return tr("{d} d {h} h", d=days, h=hours % 24)
    return tr("{h} h {m} min", h=hours, m=minutes % 60) if hours else tr("{m} min", m=minutes)


def clock_text(row: ContactRow) -> str:
    """Say how much of its term is left."""
    if row.heard_at is not None:
        return tr("heard {time}", time=short_time(row.heard_at))
    if row.left is None:
        return ""
    if row.is_late:
        return tr("late by {long}", long=long_words(-row.left))
    return tr("{long} left", long=long_words(row.left))


def clock_tone(row: ContactRow) -> Tone | None:
    """Colour its term: red when it has run out, amber when it soon will."""
    if row.heard_at is not None:
        return Tone.DONE
    if row.left is None:
        return None
    return Tone.LATE if row.is_late else Tone.SOON if row.left < SOON else None


def clock_icon(row: ContactRow) -> str:
    """Draw its term."""
    if row.heard_at is not None:
        return "done"
    return "" if row.left is None else "alert" if row.is_late else "clock"


def state_text(row: ContactRow) -> str:
    """Say who has it."""
    if row.is_mine:
        return tr("you have it")
    if row.state is ContactState.CLAIMED:
        return tr("{name} has it", name=row.claimed_by)
    return tr("to be called back") if row.state is ContactState.CALLING_BACK else tr("waits")


def tries_text(row: ContactRow) -> str:
    """Say how often the caller was called back."""
    if not row.call_backs:
        return ""
    last = row.call_backs[-1]
    return tr("{n} of 3, last {day}", n=last.attempt, day=last.day.strftime("%m-%d"))


def pages_text(row: ContactRow) -> str:
    """Say how many pages a letter has."""
    return tr("{n} pages", n=row.pages) if row.pages else ""
