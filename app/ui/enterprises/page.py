"""The register's page: a box that finds by name, initials or credit code, and the card of the one in front."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout
from typing_extensions import override

from app.models.vocabulary import Permission
from app.models.words import mark, tr
from app.services.enterprises import EnterpriseCard, EnterpriseRow, Enterprises
from app.services.errors import OutageError, UserError
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, Where, command
from app.ui.enterprises.card import Action, CardPanel
from app.ui.enterprises.form import EnterpriseDialog, MergeDialog
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.tables.feed import Batch, RowsFeed, Want
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone, px, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.split import Split

LOOK_MS = 120
FIND_MS = 200
PANEL_WIDTH = 420


class EnterprisesPage(Page):
    """Every enterprise the office knows."""

    where = Where.ENTERPRISES
    icon = "enterprises"
    place = CommandId.GO_ENTERPRISES

    def __init__(self, seat: Seat, open_case: Callable[[UUID, str], object] | None = None) -> None:
        """Take what opens a case from the card."""
        super().__init__("enterprises")
        self._seat = seat
        self._register = Enterprises(seat.desk)
        self._card: EnterpriseCard | None = None
        self.box = LineEdit()
        self.box.setMaximumWidth(px(520))
        self.box.setClearButtonEnabled(True)
        self.banner = Banner(Tone.SOON)
        self.model = RowsModel(self._columns(), lambda row: row.id, self)
        self.feed = RowsFeed(self.model, seat.tasks, self._fetch)
        self.list = RowsView(self.model, "enterprises", seat.state, feed=self.feed, label=tr("Enterprises"))
        self.panel = CardPanel(open_case)
        self.panel.hide()
        split = Split("enterprises", seat.state, [self.list, self.panel], sizes=(800, PANEL_WIDTH))
        layout = QVBoxLayout(self)
        space(layout, 8, 8)
        layout.addWidget(self.banner)
        layout.addWidget(self.box)
        layout.addWidget(split, 1)
        self.setFocusProxy(self.box)
        self._look = _timer(self, LOOK_MS, self._look_now)
        self._pause = _timer(self, FIND_MS, lambda: self.feed.filter(self.box.text().strip()))
        self.box.textChanged.connect(lambda _: self._pause.start())
        self.box.returnPressed.connect(self.list.setFocus)
        self.list.moved.connect(lambda _: self._look.start())
        self.list.opened.connect(lambda _: self._change())
        self.feed.filled.connect(self._filled)
        self.feed.failed.connect(self._failed)
        seat.news.caught_up.connect(self.reload)
        self.retranslate()
        self.reload()

    @override
    def title(self) -> str:
        """Give the tab's words."""
        return tr("Enterprises")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Answer the keys of a list and of the entry in front."""
        found: dict[CommandId, Callable[[], None]] = {
            CommandId.REFRESH: self.reload,
            CommandId.FILTER: self._to_box,
            CommandId.NEXT_ROW: lambda: self._step(1),
            CommandId.PREVIOUS_ROW: lambda: self._step(-1),
        }
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
        self.list.retranslate()
        self.list.empty.say(
            tr("No such enterprise"),
            tr("A new one is entered with {key}.", key=key_text(command(CommandId.NEW))),
            icon="enterprises",
        )

    def reload(self) -> None:
        """Read the list and the card again."""
        self.feed.reload()

    def show_name(self, name: str) -> None:
        """Find an enterprise by its name."""
        self.box.setText(name)

    def _columns(self) -> tuple[Column[EnterpriseRow], ...]:
        return (
            Column("name", mark("Registered name"), lambda row: row.name, stretches=True, sortable=False),
            Column("uscc", mark("Credit code"), lambda row: row.uscc, width=176, sortable=False),
            Column("industry", mark("Industry"), lambda row: row.industry, width=120, sortable=False),
            Column(
                "liaison",
                mark("Orders"),
                lambda row: tr("answers itself") if row.answers_orders else "",
                width=104,
                icon=lambda row: "order" if row.answers_orders else "",
                sortable=False,
            ),
        )

    def _fetch(self, want: Want[EnterpriseRow]) -> Batch[EnterpriseRow]:
        """Read a page; runs on another thread."""
        rows = self._register.find(want.words, after=want.after, count=want.count + 1)
        return Batch(rows[: want.count], len(rows) > want.count)

    def _look_now(self) -> None:
        row = self.list.current()
        if row is None:
            self._card = None
            self.panel.hide()
            self.handlers_changed.emit()
            return
        enterprise_id = row.id
        self._seat.tasks.run(lambda: self._register.card(enterprise_id), self._show, self._failed, owner=self.panel)

    def _show(self, card: EnterpriseCard) -> None:
        self._card = card
        actions: list[Action] = []
        session = self._seat.desk.session
        if session.may(Permission.ENTERPRISES) or session.may(Permission.DECIDE):
            actions.append((tr("Change the entry"), "Enter", self._change))
        if session.may(Permission.ENTERPRISES):
            actions += [
                (tr("Tell “{name}” apart again", name=double.name), "", self._unmerge(double.id))
                for double in card.doubles
            ]
        authority = self._seat.desk.codes.unit_name(card.draft.authority_id)
        self.panel.show_card(card, authority, actions)
        self.panel.show()
        self.handlers_changed.emit()

    def _new(self) -> None:
        dialog = EnterpriseDialog(self._seat, self)
        dialog.taken.connect(lambda _: self.reload())
        dialog.open()

    def _change(self) -> None:
        card = self._card
        if card is not None:
            dialog = EnterpriseDialog(self._seat, self, card.draft, card.parent)
            dialog.taken.connect(lambda _: self.reload())
            dialog.open()

    def _merge(self) -> None:
        card = self._card
        if card is not None:
            dialog = MergeDialog(self._seat, self, card.row.id, card.row.name)
            dialog.taken.connect(lambda _: self.reload())
            dialog.open()

    def _unmerge(self, double_id: UUID) -> Callable[[], None]:
        def undo() -> None:
            self._seat.tasks.run(
                lambda: self._register.unmerge(double_id), lambda _: self.reload(), self._failed, owner=self
            )

        return undo

    def _to_box(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def _step(self, direction: int) -> None:
        self.list.step(direction)

    def _filled(self) -> None:
        self.banner.say("")
        if self.list.current() is None:
            self.list.step(1)
        self._look.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, OutageError):
            self.banner.say(
                tr("The server cannot be reached; this is how the list stood last."), tr("Again"), self.reload
            )
        elif isinstance(error, UserError):
            self._seat.messages.note(error.text)
        else:
            raise error


def _timer(page: Page, pause: int, do: Callable[[], Any]) -> QTimer:
    timer = QTimer(page)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(do)
    return timer
