"""The register's page: a box that finds by name, initials or credit code, and the card of the one in front."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from typing_extensions import override

from app.models.vocabulary import Permission
from app.models.words import mark, tr
from app.services.enterprises import EnterpriseCard, EnterpriseRow, Enterprises
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.enterprises.card import Action, CardPanel
from app.ui.enterprises.form import EnterpriseDialog, MergeDialog
from app.ui.list_page import ListPage
from app.ui.orders.dialog import AskDialog
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, Want
from app.ui.tables.rows import Column
from app.ui.theme import px
from app.ui.widgets.edits import LineEdit

FIND_MS = 200
SIZES = (800, 420)
BOX_WIDTH = 520


class EnterprisesPage(ListPage[EnterpriseRow]):
    """Every enterprise the office knows."""

    where = Where.ENTERPRISES
    icon = "enterprises"
    place = CommandId.GO_ENTERPRISES

    def __init__(self, seat: Seat, open_case: Callable[[UUID, str], object] | None = None) -> None:
        """Take what opens a case from the card."""
        super().__init__(seat, "enterprises")
        self._register = Enterprises(seat.desk)
        self._card: EnterpriseCard | None = None
        self.box = LineEdit()
        self.box.setMaximumWidth(px(BOX_WIDTH))
        self.box.setClearButtonEnabled(True)
        self.read_rows(self._columns(), lambda row: row.id, self._fetch, label=tr("Enterprises"))
        self.panel = CardPanel(seat.desk.codes, open_case)
        self.lay_out(self.panel, SIZES, above=[self.box])
        self.setFocusProxy(self.box)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(FIND_MS)
        self._pause.timeout.connect(lambda: self.feed.filter(self.box.text().strip()))
        self.box.textChanged.connect(lambda _: self._pause.start())
        self.box.returnPressed.connect(self.list.setFocus)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Enterprises")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list and of the entry in front."""
        found = {**super().handlers(), CommandId.FILTER: self._to_box}
        session = self._seat.desk.session
        if session.may(Permission.REGISTER) or session.may(Permission.ENTERPRISES):
            found[CommandId.NEW] = self._new
        if self._card is not None and session.may(Permission.ENTERPRISES):
            found[CommandId.MERGE_ENTERPRISES] = self._merge
        return found

    @override
    def come_to_front(self) -> None:
        """Be looked at."""
        self.reload()

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self.box.setPlaceholderText(tr("Name, pinyin initials or credit code"))
        self.box.setAccessibleName(tr("Find an enterprise"))
        super().retranslate()

    @override
    def say_empty(self) -> None:
        hint = ""
        if CommandId.NEW in self.handlers():
            hint = tr("A new one is entered with {key}.", key=key_text(command(CommandId.NEW)))
        self.list.empty.say(tr("No such enterprise"), hint, icon=self.icon)

    @override
    def look(self, row: EnterpriseRow) -> None:
        enterprise_id = row.id
        self.read_about(row, lambda: self._register.card(enterprise_id), self._show)

    @override
    def look_away(self) -> None:
        self._card = None

    @override
    def open_row(self, row: EnterpriseRow) -> None:
        self._change()

    @override
    def heard(self, changes: tuple[Any, ...]) -> None:
        """Stay as it is: the register seldom changes, and a card is read when one goes to it."""

    def show_name(self, name: str) -> None:
        """Find an enterprise by its name."""
        self.box.setText(name)

    def _columns(self) -> tuple[Column[EnterpriseRow], ...]:
        codes = self._seat.desk.codes
        return (
            Column("name", mark("Registered name"), lambda row: row.name, stretches=True, sortable=False),
            Column("uscc", mark("Credit code"), lambda row: row.uscc, width=176, sortable=False),
            Column(
                "industry",
                mark("Industry"),
                lambda row: codes.title("industry", row.industry),
                width=170,
                tip=lambda row: codes.title("industry", row.industry),
                sortable=False,
                spare=1,
            ),
            Column(
                "liaison",
                mark("Orders"),
                lambda row: tr("answers itself") if row.answers_orders else "",
                width=104,
                icon=lambda row: "order" if row.answers_orders else "",
                sortable=False,
                spare=2,
            ),
        )

    def _fetch(self, want: Want[EnterpriseRow]) -> Batch[EnterpriseRow]:
        """Read a page; runs on another thread."""
        rows = self._register.find(want.words, after=want.after, count=want.count + 1)
        return Batch(rows[: want.count], len(rows) > want.count)

    def _show(self, card: EnterpriseCard) -> None:
        self._card = card
        actions: list[Action] = []
        if self._may_change():
            actions.append((tr("Change the entry"), key_text(command(CommandId.OPEN)), self._change))
        if self._seat.desk.session.may(Permission.ENTERPRISES):
            actions += [
                (tr("Tell “{name}” apart again", name=double.name), "", self._unmerge(double.id))
                for double in card.doubles
            ]
        self.panel.show_card(card, actions)
        self.panel.show()

    def _may_change(self) -> bool:
        session = self._seat.desk.session
        return session.may(Permission.ENTERPRISES) or session.may(Permission.DECIDE)

    def _new(self) -> None:
        self._ask(EnterpriseDialog(self._seat, self))

    def _change(self) -> None:
        card = self._card
        if card is not None and self._may_change():
            self._ask(EnterpriseDialog(self._seat, self, card.draft, card.parent))

    def _merge(self) -> None:
        card = self._card
        if card is not None:
            self._ask(MergeDialog(self._seat, self, card.row.id, card.row.name))

    def _ask(self, dialog: AskDialog) -> None:
        dialog.taken.connect(lambda _: self.reload())
        dialog.open()

    def _unmerge(self, double_id: UUID) -> Callable[[], None]:
        def undo() -> None:
            self._seat.tasks.run(
                lambda: self._register.unmerge(double_id), lambda _: self.reload(), self.failed, owner=self
            )

        return undo

    def _to_box(self) -> None:
        self.box.setFocus()
        self.box.selectAll()
