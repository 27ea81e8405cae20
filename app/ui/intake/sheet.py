"""How the intake page is laid out: the call, the form and the ways to save it; at the right what is known."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.services.contacts import ContactRow
from app.ui.intake.form import IntakeForm
from app.ui.intake.frame import CallLine, Footer, SavedPanel
from app.ui.intake.knowledge import Knowledge
from app.ui.media.drop import ArrivalDrop
from app.ui.media.player import Player
from app.ui.media.scan_viewer import ScanViewer
from app.ui.seat import Seat
from app.ui.theme import px, space
from app.ui.widgets.fields import Scroll
from app.ui.widgets.split import Split

USUAL = (900, 372)
BESIDE_A_SCAN = (720, 560)


@dataclass(frozen=True, kw_only=True)
class Acts:
    """What the buttons of the page do."""

    end: Callable[[], None]
    emergency: Callable[[], None]
    save: Callable[[], None]
    save_and_distribute: Callable[[], None]
    finish: Callable[[], None]
    new: Callable[[], None]
    show_case: Callable[[], None]


class Sheet(QWidget):
    """The parts of one form; made anew when another language is spoken. Player and scan outlive it."""

    def __init__(self, seat: Seat, drop: ArrivalDrop, player: Player, scan: ScanViewer, acts: Acts) -> None:
        super().__init__()
        self._player = player
        self._scan = scan
        self.form = IntakeForm(seat, drop)
        self.knowledge = Knowledge()
        self.call = CallLine(seat.desk.clock, acts.end, acts.emergency)
        self.footer = Footer(acts.save, acts.save_and_distribute, acts.finish)
        self.panel = SavedPanel(acts.new, acts.show_case)
        left = QWidget()
        column = QVBoxLayout(left)
        space(column, 8, (0, 0, 8, 0))
        scroll = Scroll(self.form)
        self.form.arrived.connect(scroll.ensureWidgetVisible)
        self.form.ended.connect(self.footer.take_focus)
        for part, stretch in ((self.call, 0), (player, 0), (scroll, 1), (self.footer, 0)):
            column.addWidget(part, stretch)
        self._stack = QStackedWidget()
        self._stack.addWidget(left)
        self._stack.addWidget(self.panel)
        right = Split("intake_right", seat.state, [scan, self.knowledge], sizes=(420, 200), upright=True)
        self._split = Split("intake", seat.state, [self._stack, right], sizes=USUAL)
        layout = QVBoxLayout(self)
        space(layout, 0)
        layout.addWidget(self._split)

    def show_form(self) -> None:
        """Show what can be typed into."""
        self._stack.setCurrentIndex(0)

    def show_panel(self) -> None:
        """Show what became of the save."""
        self._stack.setCurrentWidget(self.panel)
        # A save that ends while another page is in front must not take the keys away from that one.
        if self.isVisible():
            self.panel.new.setFocus()

    def show_medium(self, row: ContactRow | None) -> None:
        """Show the player above the form for a voicemail, the scan beside it for a letter."""
        behaviour = row.behaviour if row is not None and row.blob_id is not None else ""
        self._player.setVisible(behaviour == "voicemail")
        if behaviour == "letter" and not self._scan.isVisibleTo(self):
            self._split.setSizes([px(size) for size in BESIDE_A_SCAN])
        self._scan.setVisible(behaviour == "letter")

    def let_go(self) -> None:
        """Give player and scan back before this sheet is put away."""
        self._player.setParent(None)
        self._scan.setParent(None)
