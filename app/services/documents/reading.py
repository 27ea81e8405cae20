"""Reading a form's text, and refusing it with line and reason where it is wrong."""

import re
import tomllib
from dataclasses import fields as dataclass_fields
from datetime import date
from typing import Any

from app.models.words import tr
from app.services.documents.fields import Field, Kind
from app.services.documents.templates import (
    STANDARD,
    Align,
    Cell,
    Pair,
    Paragraph,
    Paragraphs,
    Part,
    Row,
    Seal,
    Signatures,
    Table,
    Template,
    places,
    texts,
)
from app.services.errors import UserError

_BRACKETED = re.compile(r"[〔《（【\[(]\s*\{([a-z_0-9]+)\}\s*[〕》）】\])]")
_SYNTAX_LINE = re.compile(r"\(at line (\d+)")
_PARAGRAPH = re.compile(r"(?:\?(?P<when>[a-z_0-9]+) )?(?P<align>[|^]?) *(?P<text>.*)")
_CELLS = re.compile(r"\bcells\s*=")
_TOP = frozenset({field.name for field in dataclass_fields(Template)})


class TemplateError(UserError):
    """A form's text is wrong; ``line`` says where."""

    def __init__(self, text: str, *, line: int) -> None:
        super().__init__(text, field="template", code="template")
        self.line = line


def read_template(text: str, *, source: str) -> Template:
    """Read a form from its text.

    Args:
        text: The form as TOML; the forms in ``resources/documents`` are the examples.
        source: What to call the text in a message, as its file name.

    Raises:
        TemplateError: Says line and reason.
    """
    return _Reader(text, source).read()


class _Reader:
    """Reads one text, knowing on which line things stand."""

    def __init__(self, text: str, source: str) -> None:
        self.text = text
        self.source = source
        self._rows_read = 0

    def wrong(self, reason: str, near: str = "", *, row: int | None = None) -> TemplateError:
        """Return the refusal for ``reason``, on the first line with ``near`` in it, or that of a table's ``row``."""
        lines = list(enumerate(self.text.split("\n"), start=1))
        if row is not None:
            line = [i for i, content in lines if _CELLS.search(content)][row]
        else:
            line = next((i for i, content in lines if near and near in content), 1)
        return TemplateError(tr("{file}, line {line}: {reason}", file=self.source, line=line, reason=reason), line=line)

    def read(self) -> Template:
        try:
            raw = tomllib.loads(self.text)
        except tomllib.TOMLDecodeError as error:
            found = _SYNTAX_LINE.search(str(error))
            line = int(found.group(1)) if found else self.text.count("\n") + 1
            reason = tr("this cannot be read ({detail})", detail=str(error))
            raise TemplateError(
                tr("{file}, line {line}: {reason}", file=self.source, line=line, reason=reason), line=line
            ) from error
        for key in raw:
            if key not in _TOP:
                raise self.wrong(tr("“{name}” is no property of a form", name=key), key)
        fields = tuple(self._field(name, entry) for name, entry in self._get(raw, "fields", dict).items())
        mark = raw.get("mark")
        form = Template(
            code=self._get(raw, "code", str),
            rule_set=self._get(raw, "rule_set", str),
            form=self._get(raw, "form", int),
            title=self._get(raw, "title", str),
            word=raw.get("word", ""),
            number=raw.get("number", ""),
            basis=raw.get("basis", ""),
            valid_from=self._get(raw, "valid_from", date),
            copies=tuple(raw.get("copies", ())),
            notes=tuple(raw.get("notes", ())),
            mark=(mark["text"], mark["field"], mark["is"]) if mark else None,
            footer=raw.get("footer", ""),
            fields=fields,
            parts=tuple(self._part(entry) for entry in self._get(raw, "parts", list)),
        )
        self._check_number(form)
        self._check_places(form)
        return form

    def _get(self, raw: dict[str, Any], key: str, kind: type) -> Any:
        if key not in raw:
            raise self.wrong(tr("“{name}” is missing", name=key))
        if not isinstance(raw[key], kind):
            raise self.wrong(tr("“{name}” is not what it should be", name=key), key)
        return raw[key]

    def _field(self, name: str, entry: Any) -> Field:
        if name in STANDARD:
            raise self.wrong(tr("“{name}” is filled in by itself and cannot be a field", name=name), name)
        try:
            entry = dict(
                entry, name=name, kind=Kind(entry.get("kind", "text")), options=tuple(entry.get("options", ()))
            )
            return Field(**entry)
        except ValueError as error:
            raise self.wrong(tr("“{name}” has no kind that exists", name=name), f"{name} =") from error
        except TypeError as error:
            raise self.wrong(tr("“{name}” is not described as a field should be", name=name), f"{name} =") from error

    def _part(self, entry: dict[str, Any]) -> Part:
        match entry:
            case {"paragraphs": str(text)}:
                return Paragraphs(tuple(self._paragraph(line) for line in text.strip("\n").split("\n")))
            case {"pair": [str(left), str(right)]}:
                return Pair(left, right)
            case {"seal": str(text)}:
                return Seal(text)
            case {"signatures": list(labels)}:
                return Signatures(tuple(labels))
            case {"columns": list(columns), "rows": list(rows)}:
                return self._table(tuple(float(share) for share in columns), rows)
        raise self.wrong(tr("a part of the form is of no known kind"), next(iter(entry), "[[parts]]"))

    def _paragraph(self, line: str) -> Paragraph:
        found = _PARAGRAPH.fullmatch(line.strip(" "))
        if found is None or not found["text"]:
            raise self.wrong(tr("a line of the text is empty"), line)
        return Paragraph(found["text"], Align(found["align"]), found["when"] or "")

    def _table(self, columns: tuple[float, ...], rows: list[Any]) -> Table:
        made = tuple(self._row(entry) for entry in rows)
        covered = [0] * (len(made) + max((cell.rows for row in made for cell in row.cells), default=1))
        for i, row in enumerate(made):
            for cell in row.cells:
                for below in range(cell.rows):
                    covered[i + below] += cell.span
            if covered[i] != len(columns):
                reason = tr("this row fills {count} of {all} columns", count=covered[i], all=len(columns))
                raise self.wrong(reason, row=self._rows_read + i)
        self._rows_read += len(made)
        return Table(columns, made)

    def _row(self, entry: Any) -> Row:
        cells = tuple(
            Cell(text=cell) if isinstance(cell, str) else self._cell(cell) for cell in self._get(entry, "cells", list)
        )
        return Row(cells, float(entry.get("height", 0)))

    def _cell(self, entry: Any) -> Cell:
        try:
            return Cell(**entry)
        except TypeError as error:
            near = str(next(iter(entry.values()), ""))
            raise self.wrong(tr("a cell of the table is not described as it should be"), near) from error

    def _check_number(self, form: Template) -> None:
        if form.number:
            try:
                form.number_text(district="甲", year=2026, serial=1)
            except (KeyError, ValueError, IndexError) as error:
                raise self.wrong(tr("the number’s pattern has a place that does not exist"), form.number) from error

    def _check_places(self, form: Template) -> None:
        declared = {field.name: field for field in form.fields}
        used = {paragraph.when for part in form.parts if isinstance(part, Paragraphs) for paragraph in part.paragraphs}
        used.discard("")
        for name in used - declared.keys():
            raise self.wrong(tr("there is no field “{name}”", name=name), f"?{name} ")
        for text in texts(form):
            for name in places(text):
                if name not in declared and name not in STANDARD:
                    raise self.wrong(tr("there is no field “{name}”", name=name), f"{{{name}}}")
                used.add(name)
            for name in _BRACKETED.findall(text):
                if name in declared and not declared[name].required:
                    reason = tr("“{name}” stands alone in brackets, so it must be required", name=name)
                    raise self.wrong(reason, f"{{{name}}}")
        if form.mark:
            used.add(form.mark[1])
        for name in declared:
            if name not in used:
                raise self.wrong(tr("the field “{name}” is printed nowhere", name=name), f"{name} =")
