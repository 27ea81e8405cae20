"""A desk without its server: contacts are taken down, kept on this computer, and sent when the server is back."""

import contextlib
from dataclasses import replace
from pathlib import Path
from typing import Final

from app.models.vocabulary import Permission
from app.models.words import tr
from app.services.bootstrap import Desk, books_of, greeted, opened_outbox
from app.services.clock import Clock
from app.services.database.connect import Database
from app.services.database.enrolment import Enrolment
from app.services.drafts.folder import person_folder
from app.services.drafts.journal import DraftStore
from app.services.drafts.offline import OfflineSeat, sign_in_offline
from app.services.errors import UserError
from app.services.plain import from_plain
from app.services.refusals import REFUSALS
from app.services.remembered import Remembered

#: What may be done without the server: taking contacts down and saying where they go.
OFFLINE_RIGHTS: Final = frozenset({Permission.REGISTER, Permission.DISTRIBUTE})


def sign_in_without_server(
    enrolment: Enrolment,
    staff_number: str,
    password: str,
    *,
    clock: Clock,
    folder: Path,
    refuse_thread: int | None = None,
) -> Desk:
    """Open the desk on this computer alone: contacts are taken down, kept, and sent when the server is back.

    Takes what :func:`sign_in` takes. The desk becomes a whole one by :func:`let_in`.

    Raises:
        UserError: Never signed in here, wrong password, too long ago, or a person who takes no contacts down.
        KeepingError: The disk does not let what is kept be read.
    """
    login = enrolment.login_for(staff_number)
    own = person_folder(folder, login)
    seat, known = _seat(own, login, password, clock)
    with contextlib.ExitStack() as undo:
        drafts = DraftStore(own, seat.keys, clock)
        undo.callback(drafts.close)
        outbox = opened_outbox(own, seat.keys, clock, drafts)
        outbox.note_offset(known.offset)
        undo.pop_all()
    return Desk(
        database=Database(enrolment, login, password, refusals=REFUSALS, refuse_thread=refuse_thread),
        session=known.session,
        clock=clock,
        codes=known.codes,
        law=known.law,
        keys=seat.keys,
        drafts=drafts,
        outbox=outbox,
        locked_drafts=seat.keys.locked,
        folder=own,
        clock_offset=known.offset,
        is_offline=True,
    )


def let_in(desk: Desk) -> None:
    """Have the server let in a desk that was opened without it; from then on it is like any other.

    Raises:
        UserError: The password is another one by now, the person has left, or the programs do not fit together.
        OutageError: The server is still away.
    """
    session, offset = greeted(desk.database, desk.clock)
    desk.codes, desk.law = books_of(desk.database, session)
    desk.session, desk.clock_offset = session, offset
    desk.outbox.note_offset(offset)
    desk.is_offline = False


def _seat(folder: Path, login: str, password: str, clock: Clock) -> tuple[OfflineSeat, Remembered]:
    seat = sign_in_offline(folder, login, password, clock)
    try:
        known = from_plain(Remembered, seat.profile)
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            tr(
                "The program was renewed since your last sign-in, so this computer cannot take contacts down without "
                "the server. Your drafts are kept; sign in when the server is back."
            ),
            code="offline_unknown",
        ) from error
    rights = frozenset(right for right in known.session.rights if right.permission in OFFLINE_RIGHTS)
    if not any(right.permission is Permission.REGISTER for right in rights):
        raise UserError(
            tr("Without the server only contacts can be taken down, which is not among your tasks. Try again later."),
            code="offline_nothing",
        )
    return seat, replace(known, session=replace(known.session, rights=rights))
