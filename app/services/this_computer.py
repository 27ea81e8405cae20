"""This computer as its person may set it: what the desk remembers here, and where everything lies."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.models.words import tr
from app.services.bootstrap import Desk
from app.services.database.connect import Database
from app.services.errors import UserError
from app.services.refusals import REFUSALS
from app.services.secrets import RememberedPasswords
from app.services.settings import DeskSettings, SettingsFile, data_folder


@dataclass(frozen=True, kw_only=True)
class Whereabouts:
    """Where what belongs to the desk lies.

    Attributes:
        data: This account's drafts, outboxes and logs.
        server: The office's server, in words: host and port, or this computer.
        own_server: The folder of this computer's own office, if the person is signed in to it.
        backups: Its daily backups.
        recovery: The private half of its recovery key, while it still lies there.
    """

    data: Path
    server: str
    own_server: Path | None
    backups: Path | None
    recovery: Path | None


class ThisComputer:
    """The settings of one computer and of one account on it; the methods read and write files."""

    def __init__(self, settings: SettingsFile | None = None, folder: Path | None = None) -> None:
        """Use the system's places where none are given."""
        self._settings = settings or SettingsFile()
        self._folder = folder or data_folder()

    def settings(self) -> DeskSettings:
        """Return what is set."""
        return self._settings.load()

    def change(self, **values: Any) -> DeskSettings:
        """Change some of the settings (fields of :class:`DeskSettings`) and return all of them.

        Raises:
            KeepingError: The old ones still hold.
        """
        changed = replace(self._settings.load(), **values)
        self._settings.save(changed)
        return changed

    def whereabouts(self, desk: Desk) -> Whereabouts:
        """Say where everything lies."""
        enrolment = desk.database.enrolment
        own = self._settings.load().own_server
        here = own is not None and _is_own(own, enrolment.installation)
        return Whereabouts(
            data=self._folder,
            server=tr("This computer") if here else f"{enrolment.host}:{enrolment.port}",
            own_server=own if here else None,
            backups=own / "backups" if own is not None and here else None,
            recovery=own / "recovery.pem" if own is not None and here and (own / "recovery.pem").exists() else None,
        )

    def memory(self) -> str:
        """Say where a remembered password lies, or why none is."""
        return self._passwords().text

    def remembers(self, desk: Desk) -> bool:
        """Tell whether this person's password is remembered here."""
        return self._passwords().recall(desk.database.login) is not None

    def forget(self, desk: Desk) -> None:
        """Forget this person's password.

        Raises:
            KeepingError: It could not be forgotten.
        """
        self._passwords().forget(desk.database.login)

    def change_password(self, desk: Desk, given: str, chosen: str) -> None:
        """Take a new password at the server and for what is kept here.

        Args:
            desk: The signed-in desk.
            given: The present password, typed again.
            chosen: The new one.

        Raises:
            UserError: The present password is wrong.
            OutageError: The server cannot be reached; nothing was changed.
        """
        knock = Database(desk.database.enrolment, desk.database.login, given, refusals=REFUSALS)
        try:
            knock.check()
        except UserError as error:
            raise UserError(tr("This is not your present password."), field="given") from error
        finally:
            knock.close()
        passwords = self._passwords()
        remembered = passwords.recall(desk.database.login) is not None
        desk.change_password(chosen, self._folder)
        if remembered:
            passwords.remember(desk.database.login, chosen)

    def _passwords(self) -> RememberedPasswords:
        return RememberedPasswords(self._folder, shared_seat=self._settings.load().shared_seat)


def _is_own(folder: Path, installation: str) -> bool:
    from app.services.database.enrolment import Enrolment

    file = folder / "enrolment.json"
    return file.exists() and Enrolment.load(file).installation == installation
