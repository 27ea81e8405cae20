"""Commands on their way: kept on this computer until the server has answered, sent in order, each exactly once.

Every command is written here before it is sent, under the UUID it will always have; a command whose answer was lost is
sent again and gets the stored result. What the server refuses stays, with its sentence and all that was typed, until
the person has dealt with it; later commands on the same subject wait behind it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from app.models.words import tr
from app.services.clock import Clock
from app.services.drafts.commands import Answer, Command, Counts, Item, Standing
from app.services.drafts.folder import FolderLock, KeepingError, private_folder
from app.services.drafts.keys import PersonKeys
from app.services.drafts.offset import ServerOffset
from app.services.drafts.outbox_file import OutboxFile
from app.services.errors import OutageError, UserError

#: How long results stay known, so that a draft can still be matched with its save after a crash.
RESULTS_KEPT: Final = timedelta(hours=24)
#: A command on which this program itself has failed so often stops holding up the others.
FAILURES_BORNE: Final = 3
#: The code of such a command; whether it arrived is not known.
FAILED: Final = "failed"

#: Sends one command under the login that made it and returns the server's answer. It raises ``OutageError`` for
#: whatever is not about this command (server away, session ended); a ``UserError`` counts as a refusal of the command.
Send = Callable[[Item], Answer]


@dataclass(frozen=True, kw_only=True)
class Replayed:
    """What became of the waiting commands in one go.

    Attributes:
        done: Took effect, in this order.
        refused: Now need attention.
        is_away: The server went away (again); the rest waits.
    """

    done: tuple[Item, ...] = ()
    refused: tuple[Item, ...] = ()
    is_away: bool = False


class Outbox:
    """The kept commands of one person on this computer, one window at a time.

    Methods that change something wait for the disk or the server: call them off the window's thread.
    """

    def __init__(
        self,
        folder: Path,
        keys: PersonKeys,
        clock: Clock,
        *,
        changed: Callable[[Counts], None] | None = None,
    ) -> None:
        """Open the outbox in a person's ``folder``.

        Args:
            folder: The person's own folder (``folder.person_folder``).
            keys: The person's opened keys.
            clock: This computer's clock.
            changed: Told, from the thread that changed it, how many commands are kept.

        Raises:
            UserError: Another window has it open.
            KeepingError: The folder cannot be made, read or written.
        """
        self._folder = private_folder(folder / "outbox")
        self._login = keys.login
        self._clock = clock
        self._changed = changed or (lambda _: None)
        self._lock = FolderLock(self._folder / "lock")
        self._turn = threading.RLock()
        self._sending = threading.Lock()
        self._offset: ServerOffset | None = None
        try:
            self._file = OutboxFile(self._folder, keys)
        except KeepingError:
            self._lock.release()
            raise
        self._file.tidy(clock.now() - RESULTS_KEPT)

    @property
    def lost_bytes(self) -> int:
        """How much of the outbox the disk has damaged, ever; then compare the drafts that were handed over."""
        return self._file.lost_bytes

    @property
    def locked_files(self) -> int:
        """How many outboxes from before a password reset wait for recovery."""
        return self._file.locked_files

    def note_offset(self, offset: ServerOffset) -> None:
        """Remember the last measured distance to the server's clock; commands kept from now on carry it."""
        self._offset = offset

    def use_keys(self, keys: PersonKeys) -> None:
        """Take up what an earlier password locked, now that ``keys`` open it.

        Raises:
            KeepingError: The disk does not let it be read.
        """
        with self._sending, self._turn:
            self._file.close()
            self._file = OutboxFile(self._folder, keys)
        self._changed(self.counts())

    def put(self, command: Command, *, instead_of: UUID | None = None) -> Item:
        """Keep ``command``; returns when it is on disk. A known UUID is kept once.

        Args:
            command: What is to be done; with a fresh UUID if it replaces a refused one.
            instead_of: The refused command it replaces, which leaves the list in the same step.

        Raises:
            UserError: It was given by another login.
            KeepingError: It is not kept; the draft still is.
        """
        if command.login != self._login:
            raise UserError(
                tr("This work belongs to another person. It stays in that person's outbox until they sign in here."),
                code="other_login",
            )
        with self._turn:
            if command.command_id in self._file.items:
                return self._file.items[command.command_id]
            item = self._item(command)
            self._file.put(item, instead_of)
        self._changed(self.counts())
        return item

    def submit(self, command: Command, send: Send) -> Item:
        """Keep ``command``, send what waits before it and then itself; returns how it stands afterwards.

        While the server is away it stands ``WAITING`` and will be sent later. When this computer's disk is full it is
        sent without being kept.

        Raises:
            UserError: It was given by another login.
            KeepingError: The disk is full and the server is away: it is neither kept nor sent.
        """
        try:
            item = self.put(command)
        except KeepingError as trouble:
            if self.replay(send, login=self._login).is_away:
                raise
            try:
                return self._answered(self._item(command), send)
            except OutageError:
                raise trouble from None
        self.replay(send, login=self._login)
        with self._turn:
            return self._file.items.get(command.command_id, item)

    def replay(self, send: Send, *, login: str) -> Replayed:
        """Send what waits, oldest first, until all is answered or the server goes away.

        Args:
            send: Sends one command; see :data:`Send`.
            login: Who is signed in to the server now.

        Raises:
            UserError: Somebody else is signed in; nothing was sent.
        """
        if login != self._login:
            raise UserError(
                tr("This work belongs to another person. It stays in that person's outbox until they sign in here."),
                code="other_login",
            )
        done: list[Item] = []
        refused: list[Item] = []
        with self._sending:
            while (item := self._next()) is not None:
                try:
                    item = self._sent(item, send)
                except OutageError:
                    return Replayed(done=tuple(done), refused=tuple(refused), is_away=True)
                finally:
                    self._changed(self.counts())
                (done if item.standing is Standing.DONE else refused).append(item)
            with self._turn:
                self._file.tidy(self._clock.now() - RESULTS_KEPT)
        return Replayed(done=tuple(done), refused=tuple(refused))

    def drop(self, command_id: UUID) -> None:
        """Forget a refused command that the person has dealt with; what waits behind it goes on.

        Raises:
            KeyError: There is no such command in need of attention.
        """
        with self._turn:
            if self._file.items[command_id].standing is Standing.WAITING:
                raise KeyError(command_id)
            self._file.drop(command_id)
        self._changed(self.counts())

    def find(self, command_id: UUID) -> Item | None:
        """Return a command that is kept here or was answered in the last 24 hours."""
        with self._turn:
            return self._file.items.get(command_id)

    def items(self) -> tuple[Item, ...]:
        """Return everything known here, oldest first, answered commands of the last 24 hours included."""
        with self._turn:
            return tuple(self._file.items.values())

    def waiting(self) -> tuple[Item, ...]:
        """Return what will be sent when the server is there, in that order."""
        return tuple(item for item in self.items() if item.standing is Standing.WAITING)

    def attention(self) -> tuple[Item, ...]:
        """Return what the server refused, with its sentence."""
        return tuple(item for item in self.items() if item.standing is Standing.ATTENTION)

    def counts(self) -> Counts:
        """Return what the banner says."""
        items = self.items()
        waiting = [item for item in items if item.standing is Standing.WAITING]
        sendable = _sendable(items)
        return Counts(
            waiting=len(waiting),
            attention=sum(item.standing is Standing.ATTENTION for item in items),
            held=len(waiting) - len(sendable),
        )

    def close(self) -> None:
        """Let the next window in."""
        with self._turn:
            self._file.close()
            self._lock.release()

    def _item(self, command: Command) -> Item:
        now = self._clock.now()
        return Item(command=replace(command, desk_time=command.desk_time or now), queued_at=now, offset=self._offset)

    def _next(self) -> Item | None:
        sendable = _sendable(self.items())
        return sendable[0] if sendable else None

    def _sent(self, item: Item, send: Send) -> Item:
        """Send a kept item and note what became of it; whatever this program fails on stays in the list."""
        command_id = item.command.command_id
        is_understood = False
        try:
            settled = self._answered(item, send)
            is_understood = True
        except OutageError:
            is_understood = True
            raise
        finally:
            if not is_understood:
                self._give_up_after_failures(command_id)
        with self._turn:
            answer = settled.answer or Answer(is_done=True)
            return self._file.settle(command_id, answer, self._clock.now())

    def _answered(self, item: Item, send: Send) -> Item:
        try:
            answer = send(item)
        except UserError as error:
            answer = Answer(is_done=False, text=error.text, code=error.code, field=error.field)
        standing = Standing.DONE if answer.is_done else Standing.ATTENTION
        return replace(item, standing=standing, answer=answer, settled_at=self._clock.now())

    def _give_up_after_failures(self, command_id: UUID) -> None:
        with self._turn:
            if self._file.failed(command_id).failures >= FAILURES_BORNE:
                text = tr("The program failed on this command. Everything typed is kept; please report it.")
                self._file.settle(command_id, Answer(is_done=False, text=text, code=FAILED), self._clock.now())


def _sendable(items: tuple[Item, ...]) -> list[Item]:
    """Return the waiting items that no refused one stands before."""
    blocked: set[UUID] = set()
    free = []
    for item in items:
        subjects = {item.command.subject, *item.command.after}
        if item.standing is Standing.ATTENTION or (item.standing is Standing.WAITING and subjects & blocked):
            blocked.add(item.command.subject)
        elif item.standing is Standing.WAITING:
            free.append(item)
    return free
