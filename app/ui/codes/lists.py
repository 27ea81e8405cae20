"""The open lists: which rows there are, what they are called, whether they are in use."""

from collections.abc import Callable, Mapping
from typing import Any

from typing_extensions import override

from app.models.codes_seed import code_tables
from app.models.words import SOURCE_LANGUAGE, mark, spoken, tr
from app.services.administration import Administration
from app.services.codebook import CodeEntry
from app.ui.commands import CommandId
from app.ui.master import Master
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone
from app.ui.widgets.choices import Options
from app.ui.widgets.fields import Field
from app.ui.widgets.sheet import Ask, Line, Sheet

DETAILS = {"body": mark("Body"), "phone": mark("Phone"), "sentence": mark("Sentence for the caller")}
PAPER_FORMS = "paper_form"


def is_unconfirmed(row: CodeEntry) -> bool:
    """Tell whether nobody has confirmed the row for this city yet."""
    return bool(row.details.get("unconfirmed"))


class ListsPart(Master):
    """Choose a list; add, rename, confirm and retire its rows."""

    def __init__(self, seat: Seat, office: Administration) -> None:
        super().__init__(seat)
        self._office = office
        self._row: CodeEntry | None = None
        self._wanted = ""
        self._titles_zh = {table.name: (table.title_zh, table.title_en) for table in code_tables()}
        self.choice = Options(self._list_rows())
        self.choice.setMinimumContentsLength(18)
        self.model: RowsModel[CodeEntry] = RowsModel(self._columns(), lambda row: row.code)
        self.view: RowsView[CodeEntry] = RowsView(self.model, "codes", seat.state, label=tr("Lists"))
        self.sheet = Sheet(self._lines(), seat.desk.clock)
        self._field = Field("list", tr("List"), self.choice, label_width=0)
        self.lay_out(
            "codes", self.view, self.sheet, above=self._field, save=self.save, save_title=mark("Save"), sizes=(740, 460)
        )
        self.retire = self.add_button(mark("Retire"), "closed", CommandId.RETIRE, self.turn_use)
        self.choice.chosen.connect(lambda _: self._list_chosen())
        self.view.moved.connect(self._moved)
        self.show_lists()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        found = {**super().handlers(), CommandId.NEW: self.start_new}
        if self._row is not None:
            found[CommandId.RETIRE] = self.turn_use
        return found

    def show_lists(self) -> None:
        """Show the chosen list as the office has it now."""
        self.choice.set_rows(self._list_rows())
        rows = self.seat.desk.codes.rows(str(self.choice.value()))
        self.model.set_rows(rows)
        self.sheet.retitle()
        if self._wanted:
            row = self.seat.desk.codes.entry(str(self.choice.value()), self._wanted)
            self._wanted = ""
            if row is not None:
                self.view.select(row.code)
                self._put(row)
        elif not self.sheet.is_changed():
            fresh = self.view.current()
            if fresh is not None:
                self._put(fresh)
            else:
                self.start_new()

    def start_new(self) -> None:
        """Empty the sheet for a new row."""
        self._row = None
        self.sheet.lock()
        self.sheet.put({"confirmed": True})
        self._hide()
        self.set_heading(tr("New row"), tr("A code stays as it is once given: cases carry it."))
        self.retire.hide()
        self.handlers_changed.emit()
        if self.isVisible() and self.view.table.hasFocus():
            self.sheet.focus_first()

    def save(self) -> None:
        """Add the row, or change its words."""
        problem = self.sheet.problem()
        if problem is not None:
            self.refused(problem)
            return
        self._put_code(self.sheet.values(), active=self._row.active if self._row is not None else True)

    def turn_use(self) -> None:
        """Take the row out of use, or bring it back; cases that carry it keep its words."""
        row = self._row
        if row is None:
            return
        self._put_code(self._values(row), active=not row.active)
        words = (
            tr("“{title}” is no longer offered; cases keep it.") if row.active else tr("“{title}” is offered again.")
        )
        self.seat.messages.note(words.format(title=row.title), undo=self.turn_use)

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self._field.set_label(tr("List"))
        self.view.retranslate()
        self.choice.set_rows(self._list_rows())
        if self._row is not None:
            self._head(self._row)

    def _put_code(self, values: Mapping[str, Any], *, active: bool) -> None:
        name, row = str(self.choice.value()), self._row
        details = dict(row.details) if row is not None else {}
        details |= {key: values[key] for key in DETAILS if values.get(key)}
        details["unconfirmed"] = values["confirmed"] is False
        code = row.code if row is not None else values["code"]
        self._wanted = code
        last = max((entry.sort for entry in self.seat.desk.codes.rows(name)), default=0)

        def put() -> None:
            self._office.put_code(
                name,
                code,
                title_zh=values["title_zh"],
                title_en=values["title_en"],
                parent=values["parent"] or None,
                behaviour=row.behaviour if row is not None else "",
                national_code=row.national_code if row is not None else None,
                active=active,
                sort=row.sort if row is not None else last + 1,
                details=details,
            )

        self.run(put, lambda _: self.done.emit())

    def _list_chosen(self) -> None:
        self.sheet.put({})
        self._row = None
        self.view.table.clearSelection()
        self.show_lists()

    def _moved(self, row: CodeEntry | None) -> None:
        if row is not None and not self._wanted:
            self._put(row)

    def _put(self, row: CodeEntry) -> None:
        self._row = row
        self.sheet.retitle()
        self.sheet.put(self._values(row))
        self._hide()
        self.sheet.lock("code")
        self._head(row)
        self.retire.show()
        self.handlers_changed.emit()

    def _values(self, row: CodeEntry) -> dict[str, Any]:
        return {
            "code": row.code,
            "title_zh": row.title_zh,
            "title_en": row.title_en,
            "parent": row.parent,
            "confirmed": not is_unconfirmed(row),
            **{key: row.details.get(key, "") for key in DETAILS},
        }

    def _hide(self) -> None:
        rows = self.seat.desk.codes.rows(str(self.choice.value()))
        known = {key for row in rows for key in DETAILS if key in row.details}
        hidden = set(DETAILS) - known
        if not any(row.parent for row in rows):
            hidden.add("parent")
        self.sheet.hide_fields(*hidden)

    def _head(self, row: CodeEntry) -> None:
        said = [tr("Code {code}", code=row.code)]
        if row.national_code:
            said.append(tr("National dictionary {code}", code=row.national_code))
        if row.behaviour:
            said.append(tr("What it does is fixed"))
        self.set_heading(row.title, " · ".join(said))
        self.retire.setText(tr("Retire") if row.active else tr("Use again"))

    def _list_rows(self) -> list[tuple[str, str]]:
        found = []
        for name in self.seat.desk.codes.lists:
            if name == PAPER_FORMS:
                continue
            zh, en = self._titles_zh.get(name, (name, name))
            rows = self.seat.desk.codes.rows(name)
            open_ones = sum(is_unconfirmed(row) for row in rows)
            title = en if spoken() == SOURCE_LANGUAGE else zh
            mark_of = tr("{n} to confirm", n=open_ones) if open_ones else ""
            found.append((name, f"{title}  {len(rows)}" + (f"  · {mark_of}" if mark_of else "")))
        return found

    def _parents(self) -> list[tuple[str | None, str]]:
        rows = self.seat.desk.codes.rows(str(self.choice.value())) if hasattr(self, "choice") else ()
        return [(None, "—"), *((row.code, row.title) for row in rows if row.parent is None)]

    def _columns(self) -> list[Column[CodeEntry]]:
        def quiet(row: CodeEntry) -> Tone | None:
            return None if row.active else Tone.MUTED

        def indent(row: CodeEntry) -> str:
            return ("\u3000" if row.parent else "") + row.title_zh

        return [
            Column("code", mark("Code"), lambda row: row.code, width=112, tone=quiet),
            Column("zh", mark("Chinese"), indent, stretches=True, tone=quiet, tip=lambda row: row.title_zh),
            Column("en", mark("English"), lambda row: row.title_en, width=150, tone=quiet, spare=1),
            Column(
                "state",
                mark("State"),
                _state,
                width=96,
                tone=lambda row: Tone.MUTED if not row.active else Tone.SOON if is_unconfirmed(row) else None,
                icon=lambda row: "warning" if row.active and is_unconfirmed(row) else "",
            ),
        ]

    def _lines(self) -> list[Line]:
        return [
            Line(name="code", title=mark("Code"), needed=True),
            Line(name="title_zh", title=mark("Chinese"), needed=True),
            Line(name="title_en", title=mark("English")),
            Line(name="parent", title=mark("Part of"), ask=Ask.LIST, rows=self._parents),
            Line(name="body", title=DETAILS["body"]),
            Line(name="phone", title=DETAILS["phone"]),
            Line(name="sentence", title=DETAILS["sentence"], ask=Ask.TEXT),
            Line(
                name="confirmed",
                title=mark("Confirmed"),
                ask=Ask.YES_NO,
                hint=mark("Whether somebody has checked this row for this city."),
            ),
        ]


def _state(row: CodeEntry) -> str:
    if not row.active:
        return tr("Retired")
    return tr("To confirm") if is_unconfirmed(row) else tr("In use")
