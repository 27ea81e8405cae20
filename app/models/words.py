"""What the desk says, in the language of the person who reads it.

Source strings are English; ``resources/i18n/<language>/*.json`` map them to their translation. One door for all
rooms, so that a service can explain a date or refuse a save in the operator's language without knowing Qt.
"""

import json
from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SOURCE_LANGUAGE = "en"

_catalogue: dict[str, str] = {}
_language = SOURCE_LANGUAGE


def languages() -> tuple[str, ...]:
    """Name the languages the desk speaks: the source language and every translated one."""
    return (SOURCE_LANGUAGE, *sorted(path.name for path in (RESOURCES / "i18n").iterdir() if path.is_dir()))


def catalogue(language: str) -> dict[str, str]:
    """Return every translation of ``language``; empty for the source language."""
    found: dict[str, str] = {}
    for path in sorted((RESOURCES / "i18n" / language).glob("*.json")):
        found.update(json.loads(path.read_text(encoding="utf-8")))
    return found


def speak(language: str) -> None:
    """Say everything from now on in ``language`` (one of :func:`languages`); unknown ones fall back to English."""
    global _language  # noqa: PLW0603 the reader's language belongs to the whole process, like its locale
    _catalogue.clear()
    _catalogue.update(catalogue(language))
    _language = language


def spoken() -> str:
    """Return the language that is spoken now."""
    return _language


def mark(source: str) -> str:
    """Mark a string of a module-level table for translation; show it later through :func:`tr`."""
    return source


def tr(source: str, **values: object) -> str:
    """Return ``source`` in the spoken language with its ``{name}`` places filled from ``values``."""
    text = _catalogue.get(source, source)
    return text.format(**values) if values else text
