"""A list with the sheet of its row in front at the right: arrows move, Enter goes into the sheet, Ctrl+S saves it."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.services.errors import OutageError, UserError
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, command
from app.ui.parts_page import Part
from app.ui.seat import Seat
from app.ui.tables.view import RowsView
from app.ui.theme import space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import words
from app.ui.widgets.sheet import Sheet
from app.ui.widgets.split import Split

Answer = TypeVar("Answer")


class Master(Part):
    """A part of a page; whoever derives from it calls :meth:`lay_out` once."""

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self._busy = False
        self._titles: list[tuple[Button, str, CommandId]] = []

    def lay_out(
        self,
        name: str,
        view: RowsView[Any],
        sheet: Sheet,
        *,
        above: QWidget | None = None,
        first: QWidget | None = None,
        below: QWidget | None = None,
        save_title: str,
        save: Callable[[], None],
        sizes: tuple[int, int] = (760, 440),
    ) -> None:
        """Put ``view`` at the left and ``sheet`` at the right, with what belongs to them.

        Args:
            name: What the place of the line between them is kept under.
            view: The list.
            sheet: The fields of its row.
            above: What the list depends on.
            first: What may appear over the fields.
            below: What may appear under them.
            save_title: The one main action (marked).
            save: What it does.
            sizes: Usual widths of the two in pixels at 100 %.
        """
        self._view = view
        self._sheet = sheet
        view.opened.connect(lambda _: sheet.focus_first())
        view.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._heading = words(kind="title", wraps=True)
        self._hint = words(kind="hint", wraps=True)
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        space(column, 8, (16, 12, 16, 12))
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        inside = QWidget()
        content = QVBoxLayout(inside)
        space(content, 12, (0, 0, 8, 0))
        for part in (first, sheet, below):
            if part is not None:
                content.addWidget(part)
        content.addStretch(1)
        column.addWidget(Scroll(inside), 1)
        self._buttons = QHBoxLayout()
        space(self._buttons, 8)
        self._buttons.addStretch(1)
        self._save = Button(tr(save_title), save, kind="primary", keys=key_text(command(CommandId.SAVE)))
        self._titles.append((self._save, save_title, CommandId.SAVE))
        self._buttons.addWidget(self._save)
        column.addLayout(self._buttons)
        left = QWidget()
        lines = QVBoxLayout(left)
        space(lines, 8, (0, 0, 4, 0))
        if above is not None:
            lines.addWidget(above)
        lines.addWidget(view, 1)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(Split(name, self.seat.state, [left, card], sizes=sizes))
        back = QShortcut(QKeySequence("Esc"), card, view.setFocus)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of the list and of the main action."""
        return {CommandId.SAVE: self._save.click, CommandId.FILTER: self._view.start_filter}

    @override
    def take_focus(self) -> None:
        self._view.setFocus()

    def add_button(self, title: str, icon: str, name: CommandId, pressed: Callable[[], None]) -> Button:
        """Put another button before the main one."""
        button = Button(tr(title), pressed, icon=icon, keys=key_text(command(name)))
        self._titles.append((button, title, name))
        self._buttons.insertWidget(0, button)
        return button

    def set_heading(self, title: str, hint: str = "") -> None:
        """Say above the sheet what it is about."""
        self._heading.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def heading(self) -> str:
        """Give what stands above the sheet."""
        return self._heading.text()

    def hint(self) -> str:
        """Give what stands below the heading."""
        return self._hint.text()

    def can_save(self, yes: bool) -> None:  # noqa: FBT001 the state itself
        """Offer the main action, or not."""
        self._save.setEnabled(yes)

    def run(self, work: Callable[[], Answer], done: Callable[[Answer], Any]) -> None:
        """Do ``work`` at the server, one thing at a time; a refusal stands beside its field."""
        if self._busy:
            return
        self._busy = True

        def finished(answer: Answer) -> None:
            self._busy = False
            done(answer)

        self.seat.tasks.run(work, finished, self._failed, owner=self)

    def refused(self, error: UserError) -> None:
        """Say what the server refused; a part may know better where."""
        if not self._sheet.refuse(error):
            self.seat.messages.note(error.text)

    @override
    def retranslate(self) -> None:
        """Say the buttons again."""
        for button, title, name in self._titles:
            button.setText(f"{tr(title)}  {key_text(command(name))}".strip())
            button.setAccessibleName(tr(title))
        self._sheet.retitle()

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        if isinstance(error, UserError):
            self.refused(error)
        elif isinstance(error, OutageError):
            self.seat.messages.note(
                tr("The server cannot be reached. What you typed stays here; press again when the line is back.")
            )
        else:
            raise error
