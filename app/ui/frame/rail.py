"""The left rail: one drawing a place, with the number of what waits there."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.models.words import tr
from app.ui.command_bar import CommandBar, key_text
from app.ui.commands import Command, CommandId, command, places
from app.ui.icons import drawing, icon
from app.ui.theme import Tone, colour, metric, px, space

BELOW = {CommandId.GO_PEOPLE, CommandId.GO_CODES, CommandId.GO_IMPORT, CommandId.GO_SETTINGS}
MOST = 99
LEAST_BUTTON = 22


class RailButton(QToolButton):
    """One place; checked while it is in front."""

    def __init__(self, row: Command, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self._number = 0
        self._late = 0
        self.setCheckable(True)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_number(self, number: int, late: int = 0) -> None:
        """Show how many things wait here, in red when some are past their time; 0 shows nothing."""
        self._number, self._late = number, late
        self.retitle()
        self.update()

    def retitle(self) -> None:
        """Say the place's name again, with what waits and its key."""
        name = tr(self.row.title)
        if self._number:
            name = tr("{place}, {n} waiting", place=name, n=self._number)
        if self._late:
            name = tr("{waiting}, {n} past their time", waiting=name, n=self._late)
        self.setAccessibleName(name)
        self.setToolTip(f"{self.accessibleName()}  {key_text(self.row)}".rstrip())
        side = px(20)
        self.setIcon(icon(self.row.icon, self.palette(), Tone.ACCENT if self.isChecked() else Tone.MUTED))
        self.setIconSize(QSize(side, side))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self.palette(), "accent"))
            inset = min(px(10), self.height() // 5)
            painter.drawRoundedRect(QRectF(0, inset, px(3), self.height() - 2 * inset), px(1.5), px(1.5))
        if self._number:
            self._paint_number(painter)
        painter.end()

    def _paint_number(self, painter: QPainter) -> None:
        font = QFont(self.font())
        font.setPixelSize(px(10))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        text = str(self._number) if self._number <= MOST else f"{MOST}+"
        width = max(painter.fontMetrics().horizontalAdvance(text) + px(7), px(15))
        spot = QRectF(self.width() - width - px(1), px(2), width, px(15))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.palette(), Tone.LATE if self._late else "accent"))
        painter.drawRoundedRect(spot, spot.height() / 2, spot.height() / 2)
        painter.setPen(QColor(colour(self.palette(), "on_accent")))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The places this person may go to, top to bottom, the house's own below."""

    def __init__(self, bar: CommandBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "rail")
        self.setAccessibleName(tr("Places"))
        self._bar = bar
        self._buttons: dict[CommandId, RailButton] = {}
        self._front: CommandId | None = None
        layout = QVBoxLayout(self)
        space(layout, 4, (4, 6, 4, 6))
        self._logo = Logo()
        layout.addWidget(self._logo, alignment=Qt.AlignmentFlag.AlignHCenter)
        rows = [row for row in places() if bar.allows(row)]
        for row in [row for row in rows if row.id not in BELOW]:
            layout.addWidget(self._button(row))
        layout.addStretch(1)
        for row in [row for row in rows if row.id in BELOW]:
            layout.addWidget(self._button(row))
        bar.changed.connect(self._show_answered)
        self.retitle()
        self._show_answered()

    def set_number(self, place: CommandId, number: int, late: int = 0) -> None:
        """Show how many things wait at ``place``, and whether late; a place this person has not is passed over."""
        if place in self._buttons:
            self._buttons[place].set_number(number, late)

    def set_front(self, place: CommandId | None) -> None:
        """Show which place is in front."""
        self._front = place
        for name, button in self._buttons.items():
            button.setChecked(name == place)
            button.retitle()

    def retitle(self) -> None:
        """Say the places' names in the language of now, at the scale of now."""
        self.setFixedWidth(metric("rail"))
        self._logo.setFixedSize(px(32), px(32))
        for button in self._buttons.values():
            button.retitle()
        self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(metric("rail"), px(LEAST_BUTTON) * len(self._buttons))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Draw the buttons closer together when the window is too low for all of them."""
        shown = max(sum(not button.isHidden() for button in self._buttons.values()), 1)
        wide = metric("rail") - px(8)
        room = (self.height() - px(60)) // shown - px(4)
        for button in self._buttons.values():
            button.setFixedSize(wide, min(max(room, px(LEAST_BUTTON)), wide))

    def _show_answered(self) -> None:
        for name, button in self._buttons.items():
            button.setVisible(self._bar.is_answered(name))
        self._fit()

    def _button(self, row: Command) -> RailButton:
        button = RailButton(command(row.id), self)
        button.clicked.connect(lambda: self._go(row.id))
        self._buttons[row.id] = button
        return button

    def _go(self, place: CommandId) -> None:
        self.set_front(self._front)
        self._bar.give(place)


class Logo(QWidget):
    """The desk's own mark."""

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(self.palette(), "accent"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), px(8), px(8))
        side = px(18)
        ratio = self.devicePixelRatioF()
        picture = drawing("headset", colour(self.palette(), "on_accent"), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, picture)
        painter.end()
