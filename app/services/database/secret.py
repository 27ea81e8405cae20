"""Where the secret of an embedded server lies: the system's keyring, else a file only its user reads."""

import contextlib
from pathlib import Path

import keyring
import keyring.errors

_SERVICE = "hotline-desk embedded server"


class SecretPlace:
    """Keeps one secret for the installation in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "secret"

    @property
    def kept_in(self) -> str:
        """Return ``"file"`` or ``"keyring"``."""
        return "file" if self._file.exists() else "keyring"

    def read(self) -> str:
        """Return the secret; empty when it is lost."""
        if self._file.exists():
            return self._file.read_text(encoding="ascii").strip()
        with contextlib.suppress(keyring.errors.KeyringError):
            return keyring.get_password(_SERVICE, str(self._folder)) or ""
        return ""

    def write(self, secret: str) -> None:
        """Keep ``secret``, in the keyring where one works and gives it back."""
        try:
            keyring.set_password(_SERVICE, str(self._folder), secret)
            if keyring.get_password(_SERVICE, str(self._folder)) == secret:
                self._file.unlink(missing_ok=True)
                return
        except keyring.errors.KeyringError:
            pass
        self._file.touch(mode=0o600)
        self._file.chmod(0o600)
        self._file.write_text(secret, encoding="ascii")
