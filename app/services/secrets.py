"""Passwords remembered for people who asked for it: in the system's keyring, else in a file of this account alone.

Never on a seat that shifts share. Where they lie is said before anything is remembered.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from app.models.words import tr
from app.services.drafts.folder import private_folder, write_atomically
from app.services.errors import UserError

_SERVICE = "hotline-desk"


class Place(StrEnum):
    """Where remembered passwords lie."""

    KEYRING = "keyring"
    FILE = "file"
    NOWHERE = "nowhere"


class Keyring(Protocol):
    """The part of a ``keyring`` backend that is used."""

    def get_password(self, service: str, username: str) -> str | None:
        """Return what was kept."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep it."""

    def delete_password(self, service: str, username: str) -> None:
        """Forget it."""


class RememberedPasswords:
    """The remembered passwords of this account on this computer."""

    def __init__(self, folder: Path, *, shared_seat: bool, keyring: Keyring | None = None) -> None:
        """Look where passwords can be kept.

        Args:
            folder: Holds the file where the system has no keyring.
            shared_seat: Whether shifts share this seat.
            keyring: The system's keyring; looked for if not given.
        """
        self._path = folder / "passwords.json"
        self._is_shared = shared_seat
        self._keyring = keyring or _system_keyring()

    @property
    def place(self) -> Place:
        """Where a password would be remembered."""
        if self._is_shared:
            return Place.NOWHERE
        return Place.KEYRING if self._keyring else Place.FILE

    @property
    def text(self) -> str:
        """The sentence beside the tick box."""
        if self.place is Place.NOWHERE:
            return tr("This seat is shared, so no password is remembered on it.")
        if self.place is Place.KEYRING:
            return tr("The password is kept in the keyring of this computer's system.")
        return tr(
            "This computer has no keyring: the password is kept in a file that only your account on this computer can "
            "read."
        )

    def remember(self, login: str, password: str) -> None:
        """Remember ``password``; call it only when the person asked for it.

        Raises:
            UserError: The seat is shared.
            KeepingError: It is not remembered.
        """
        if self._is_shared:
            raise UserError(self.text, field="remember", code="shared_seat")
        if self._keyring and _kept(self._keyring, login, password):
            self._forget_in_file(login)
            return
        private_folder(self._path.parent)
        self._write({**self._read(), login: password})

    def recall(self, login: str) -> str | None:
        """Return the remembered password; on a shared seat it is forgotten instead."""
        if self._is_shared:
            self.forget(login)
            return None
        return self._read().get(login) or (_found(self._keyring, login) if self._keyring else None)

    def forget(self, login: str) -> None:
        """Forget the password of ``login``, wherever it lies.

        Raises:
            KeepingError: The file still has it.
        """
        if self._keyring:
            _dropped(self._keyring, login)
        self._forget_in_file(login)

    def _forget_in_file(self, login: str) -> None:
        passwords = self._read()
        if login in passwords:
            del passwords[login]
            self._write(passwords)

    def _read(self) -> dict[str, str]:
        try:
            content = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def _write(self, passwords: dict[str, str]) -> None:
        write_atomically(self._path, json.dumps(passwords).encode("utf-8"))


def _system_keyring() -> Keyring | None:
    """Return the system's keyring, or ``None`` where there is none that deserves the name."""
    # Loading it costs a noticeable part of the start, so it is loaded when somebody signs in.
    import keyring
    import keyring.backend

    found: keyring.backend.KeyringBackend = keyring.get_keyring()
    return found if found.priority >= 1 else None


def _kept(keyring: Keyring, login: str, password: str) -> bool:
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_SERVICE, login, password)
        return keyring.get_password(_SERVICE, login) == password
    except KeyringError:
        return False


def _found(keyring: Keyring, login: str) -> str | None:
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_SERVICE, login)
    except KeyringError:
        return None


def _dropped(keyring: Keyring, login: str) -> None:
    from keyring.errors import KeyringError

    try:
        keyring.delete_password(_SERVICE, login)
    except KeyringError:
        return
