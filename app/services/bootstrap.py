"""The composition root: signing in builds everything a desk works with and hands it on; nothing is global."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from app.models.words import tr
from app.services.clock import Clock
from app.services.codebook import CodeBook, read_codebook
from app.services.database import scram
from app.services.database.connect import Database
from app.services.database.enrolment import Enrolment
from app.services.drafts import keys as draft_keys, lifecycle
from app.services.drafts.commands import Answer, Command, Item
from app.services.drafts.folder import KeepingError, person_folder
from app.services.drafts.journal import DraftStore
from app.services.drafts.keys import LockedAwayError, PersonKeys
from app.services.drafts.offline import remember_sign_in
from app.services.drafts.offset import ServerOffset
from app.services.drafts.outbox import Outbox, Replayed
from app.services.drafts.recovery import public_bytes
from app.services.errors import UserError
from app.services.law import LawBook, empty_lawbook, read_lawbook
from app.services.refusals import REFUSALS
from app.services.remembered import remembered
from app.services.session import Session, open_session

if TYPE_CHECKING:
    from app.services.documents.press import PaperPress


@dataclass(kw_only=True)
class Desk:
    """A signed-in desk: who sits there, the way to the server, and what keeps their work.

    Services are made from it (``Cases(desk)``); every method that asks the server belongs on a task, never on the
    window's thread.

    Attributes:
        folder: The person's own folder on this computer, where drafts and outbox lie.
        locked_drafts: How many sets of drafts wait for an earlier password or a recovery.
        clock_offset: How far this computer's clock is from the server's, as measured at the last sign-in there.
        is_offline: Opened without the server and not let in by it since: only contacts can be taken down.
    """

    database: Database
    session: Session
    clock: Clock
    codes: CodeBook
    law: LawBook
    keys: PersonKeys
    drafts: DraftStore
    outbox: Outbox
    folder: Path
    clock_offset: ServerOffset
    locked_drafts: int = 0
    is_offline: bool = False

    @property
    def server_offset(self) -> timedelta:
        """What has to be added to this computer's time to get the server's."""
        return self.clock_offset.offset

    @cached_property
    def press(self) -> "PaperPress":
        """What prints the papers at this desk; made when the first one is wanted, because it reads fonts and forms."""
        from app.services.documents.fonts import Fonts
        from app.services.documents.forms import Forms
        from app.services.documents.press import PaperPress

        return PaperPress(fonts=Fonts(), forms=Forms.shipped())

    def command(
        self,
        kind: str,
        payload: Mapping[str, Any] | None = None,
        *,
        subject: UUID | None = None,
        expected_version: int | None = None,
        command_id: UUID | None = None,
    ) -> dict[str, Any]:
        """Carry a command out now and return its answer; see :meth:`Database.run_command` for what it raises."""
        return self.database.run_command(
            kind,
            payload or {},
            subject=subject,
            expected_version=expected_version,
            command_id=command_id or uuid4(),
        )

    def keep_and_send(
        self,
        kind: str,
        payload: Mapping[str, Any],
        *,
        subject: UUID,
        draft_id: UUID | None = None,
        expected_version: int | None = None,
        title: str = "",
    ) -> Item:
        """Save what was typed: kept on this computer first, then sent; ``WAITING`` while the server is away.

        Raises:
            StaleError: Somebody changed the same thing; the draft is open again.
            UserError: Refused; the draft is open again with all that was typed.
        """
        command = Command(
            command_id=uuid4(),
            kind=kind,
            subject=subject,
            login=self.database.login,
            expected_version=expected_version,
            payload=dict(payload),
            draft_id=draft_id,
            title=title,
        )
        return lifecycle.save(self.drafts, self.outbox, command, self.send)

    def send(self, item: Item) -> Answer:
        """Send one kept command; what the outbox replays with. An outage passes through as ``OutageError``."""
        command = item.command
        try:
            found = self.database.run_command(
                command.kind,
                command.payload,
                subject=command.subject,
                expected_version=command.expected_version,
                command_id=command.command_id,
            )
        except UserError as refusal:
            return Answer(is_done=False, text=refusal.text, code=refusal.code, field=refusal.field)
        return Answer(is_done=True, result=found, version=found.get("version"))

    def replay(self) -> Replayed:
        """Send what waits, in order, exactly once."""
        return self.outbox.replay(self.send, login=self.database.login)

    def read_books(self) -> None:
        """Read lists, units and law again, after somebody changed them."""
        self.codes, self.law = books_of(self.database, self.session)

    def change_password(self, new_password: str, folder: Path) -> None:
        """Take a new password here and at the server; drafts are locked with it from now on.

        Args:
            new_password: The new password.
            folder: This computer's data folder.
        """
        self.database.run_command("change_password", {"verifier": scram.verifier(new_password)})
        self.database.use_password(new_password)
        self.keys = draft_keys.change_password(
            person_folder(folder, self.database.login), self.keys, new_password, recovery_public=_recovery(self.session)
        )

    def close(self) -> None:
        """Sign out: release what is claimed, keep every draft, close every connection."""
        self.drafts.close()
        self.outbox.close()
        self.database.close()


def sign_in(
    enrolment: Enrolment,
    staff_number: str,
    password: str,
    *,
    clock: Clock,
    folder: Path,
    refuse_thread: int | None = None,
) -> Desk:
    """Sign in at the server and open the desk.

    Args:
        enrolment: Where the office's database is.
        staff_number: What the person types.
        password: The person's password.
        clock: This computer's clock.
        folder: This computer's data folder; the person's drafts lie in it.
        refuse_thread: The window's thread, which must never wait for the server.

    Raises:
        PasswordChangeNeeded: The password is for one use; choose an own one with :func:`first_password`.
        UserError: Wrong password, unknown person, programs that do not fit together.
        OutageError: The server cannot be reached.
    """
    database = Database(
        enrolment, enrolment.login_for(staff_number), password, refusals=REFUSALS, refuse_thread=refuse_thread
    )
    with contextlib.ExitStack() as undo:
        undo.callback(database.close)
        session, offset = greeted(database, clock)
        own = person_folder(folder, database.login)
        try:
            keys = draft_keys.unlock(own, database.login, password, recovery_public=_recovery(session))
        except LockedAwayError:
            # The server has accepted this password: what the earlier one locked stays until it is recovered.
            keys = draft_keys.begin_anew(own, database.login, password, recovery_public=_recovery(session))
        codes, law = books_of(database, session)
        drafts = DraftStore(own, keys, clock)
        undo.callback(drafts.close)
        outbox = opened_outbox(own, keys, clock, drafts)
        undo.callback(outbox.close)
        outbox.note_offset(offset)
        with contextlib.suppress(KeepingError):  # a full disk: it costs the way in without the server, not this one
            remember_sign_in(own, keys, clock, remembered(session, codes, law, offset, clock))
        undo.pop_all()
    return Desk(
        database=database,
        session=session,
        clock=clock,
        codes=codes,
        law=law,
        keys=keys,
        drafts=drafts,
        outbox=outbox,
        locked_drafts=keys.locked,
        folder=own,
        clock_offset=offset,
    )


class PasswordChangeNeeded(UserError):  # noqa: N818 it asks for a step, it is not a failure
    """The person signed in with a password for one use and has to choose an own one first."""


def first_password(enrolment: Enrolment, staff_number: str, given: str, chosen: str) -> None:
    """Exchange the one-use password for the person's own.

    Raises:
        UserError: The given password is wrong or has run out; ask the administrator for another.
        OutageError: The server cannot be reached.
    """
    database = Database(enrolment, enrolment.login_for(staff_number), given, refusals=REFUSALS)
    try:
        database.run_command("change_password", {"verifier": scram.verifier(chosen)})
    finally:
        database.close()


def opened_outbox(own: Path, keys: PersonKeys, clock: Clock, drafts: DraftStore) -> Outbox:
    """Open the outbox, on a full disk in the space held back; raises what :class:`Outbox` raises."""
    try:
        return Outbox(own, keys, clock)
    except KeepingError as error:
        if not error.is_full or not drafts.spend_reserve():
            raise
    return Outbox(own, keys, clock)


def greeted(database: Database, clock: Clock) -> tuple[Session, ServerOffset]:
    """Ask the server who this is and what time it is there; raises what :func:`sign_in` raises."""
    before = clock.now()
    session = open_session(database)
    half = (clock.now() - before) / 2
    if session.must_change_password:
        raise PasswordChangeNeeded(tr("Choose your own password; the one you were given is for one use."))
    return session, ServerOffset(offset=session.server_now - before - half, uncertainty=half, measured_at=before)


def books_of(database: Database, session: Session) -> tuple[CodeBook, LawBook]:
    """Read lists, units and law; a liaison works without units and law."""
    codes = read_codebook(database, with_units=not session.is_liaison)
    return codes, empty_lawbook() if session.is_liaison else read_lawbook(database)


def _recovery(session: Session) -> bytes | None:
    return public_bytes(session.recovery_public_key) if session.recovery_public_key else None
