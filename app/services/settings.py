"""What this computer remembers of itself: which offices it may reach, how the window looks, who shares the seat.

One small TOML file in the system's place for settings. Nothing in it is secret, nothing in it belongs to a person.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import platformdirs

from app.models.words import languages, tr
from app.services.drafts.folder import keeping, write_atomically

PROGRAM: Final = "hotline-desk"
LEAST_SCALE: Final = 80
MOST_SCALE: Final = 200
USUAL_SCALE: Final = 100


class Theme(StrEnum):
    """How bright the window is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, kw_only=True)
class DeskSettings:
    """The settings of one computer.

    Attributes:
        enrolments: Enrolment files of the offices this desk may reach, the preferred one first.
        own_server: Folder of the server on this computer, if there is one.
        watched_folder: Where voicemails and scans arrive.
        shared_seat: Whether shifts share this seat; then nobody's password is ever remembered.
        language: One of ``words.languages()``; empty means the system's.
        theme: Light, dark, or as the system is.
        scale: Size of everything in percent, 80 to 200.
    """

    enrolments: tuple[Path, ...] = ()
    own_server: Path | None = None
    watched_folder: Path | None = None
    shared_seat: bool = False
    language: str = ""
    theme: Theme = Theme.SYSTEM
    scale: int = USUAL_SCALE

    def with_enrolment(self, path: Path) -> "DeskSettings":
        """Return the settings with the office of ``path`` preferred."""
        return replace(self, enrolments=(path, *(known for known in self.enrolments if known != path)))


class SettingsFile:
    """Reads and writes the settings; a damaged file costs the settings, never the start."""

    def __init__(self, path: Path | None = None) -> None:
        """Use ``path``, or the system's place for settings."""
        self.path = path or platformdirs.user_config_path(PROGRAM, appauthor=False) / "desk.toml"
        self.trouble = ""

    def load(self) -> DeskSettings:
        """Return what is set; what is missing or wrong has its usual value.

        A file that is no TOML is laid aside, and :attr:`trouble` says so in a sentence.
        """
        try:
            content = tomllib.loads(self.path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return DeskSettings()
        except (OSError, ValueError):
            self._lay_aside()
            return DeskSettings()
        return _understood(content)

    def save(self, settings: DeskSettings) -> None:
        """Replace the file in one step.

        Raises:
            KeepingError: The settings on disk are the old ones.
        """
        with keeping():
            self.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.path, _written(settings).encode("utf-8"))

    def _lay_aside(self) -> None:
        aside = self.path.with_suffix(".broken")
        try:
            self.path.replace(aside)
        except OSError:
            self.trouble = tr("The settings of this desk cannot be read. It starts with the usual ones.")
            return
        self.trouble = tr(
            "The settings of this desk were damaged. It starts with the usual ones; the damaged file is {file}.",
            file=aside.name,
        )


def data_folder() -> Path:
    """Return where this account's drafts, outboxes, logs and own server lie."""
    return platformdirs.user_data_path(PROGRAM, appauthor=False)


def _understood(content: Mapping[str, Any]) -> DeskSettings:
    usual = DeskSettings()
    files = content.get("enrolments")
    language, theme, scale = content.get("language"), content.get("theme"), content.get("scale")
    is_whole = isinstance(scale, int) and not isinstance(scale, bool)
    return DeskSettings(
        enrolments=tuple(Path(file) for file in files if isinstance(file, str)) if isinstance(files, list) else (),
        own_server=_path(content.get("own_server")),
        watched_folder=_path(content.get("watched_folder")),
        # When in doubt the seat is shared: a password less remembered harms nobody.
        shared_seat=content.get("shared_seat", False) is not False,
        language=language if language in languages() else usual.language,
        theme=Theme(theme) if theme in set(Theme) else usual.theme,
        scale=min(max(int(str(scale)), LEAST_SCALE), MOST_SCALE) if is_whole else usual.scale,
    )


def _path(value: object) -> Path | None:
    return Path(value) if isinstance(value, str) and value else None


def _written(settings: DeskSettings) -> str:
    lines = [
        f"enrolments = [{', '.join(_quoted(str(path)) for path in settings.enrolments)}]",
        f"shared_seat = {'true' if settings.shared_seat else 'false'}",
        f"language = {_quoted(settings.language)}",
        f"theme = {_quoted(settings.theme.value)}",
        f"scale = {settings.scale}",
    ]
    places = (("own_server", settings.own_server), ("watched_folder", settings.watched_folder))
    lines += [f"{name} = {_quoted(str(path))}" for name, path in places if path is not None]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a TOML basic string: JSON's rules, and the one control character that JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
