"""The forms that can be printed, by rule set and code."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from app.models.words import RESOURCES, tr
from app.services.documents.reading import read_template
from app.services.documents.templates import OWN, Template
from app.services.errors import UserError

FOLDER = RESOURCES / "documents"


class Forms:
    """A set of forms, checked when it is made."""

    def __init__(self, templates: Iterable[Template]) -> None:
        self._templates = {(form.rule_set, form.code): form for form in templates}

    @classmethod
    def shipped(cls, folder: Path = FOLDER) -> "Forms":
        """Read every form under ``folder``; a wrong one raises :class:`.reading.TemplateError`."""
        paths = sorted(folder.glob("*/*.toml"))
        return cls(read_template(path.read_text(encoding="utf-8"), source=path.name) for path in paths)

    def all(self, rule_set: str | None = None) -> tuple[Template, ...]:
        """Return the forms of ``rule_set``, or all, in the order of their numbers."""
        wanted = [form for form in self._templates.values() if rule_set in {None, form.rule_set}]
        return tuple(sorted(wanted, key=lambda form: (form.rule_set, form.form or 99, form.code)))

    def get(self, code: str, *, rule_set: str = "ORDER121", on: date | None = None) -> Template:
        """Return one form.

        Raises:
            UserError: There is none of this code, or it may not be issued yet on the day ``on``.
        """
        form = self._templates.get((rule_set, code)) or self._templates.get((OWN, code))
        if form is None:
            raise UserError(tr("There is no form “{code}” under this rule.", code=code), code="no_form")
        if on is not None and on < form.valid_from:
            raise UserError(
                tr("“{title}” may be issued from {day} on.", title=form.title, day=form.valid_from.isoformat()),
                code="not_valid",
            )
        return form
