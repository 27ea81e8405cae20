"""The top bar: the search, the line to the server, the person at the desk."""

from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from app.models.words import mark, tr
from app.ui.command_bar import CommandBar, key_text
from app.ui.commands import CommandId, command
from app.ui.icons import icon
from app.ui.theme import SCALES, SHADE_NAMES, Look, Shade, Tone, metric, px, space
from app.ui.widgets.labels import StateWord

PERSON_COMMANDS = (CommandId.SHOW_KEYS, CommandId.SWITCH_LANGUAGE, CommandId.GO_SETTINGS, CommandId.SIGN_OUT)


class Line(StrEnum):
    """How the line to the server is."""

    CONNECTED = "connected"
    SLOW = "slow"
    AWAY = "away"


LINE_WORDS = {
    Line.CONNECTED: (mark("Connected"), "connected", Tone.DONE),
    Line.SLOW: (mark("Slow line"), "connected", Tone.SOON),
    Line.AWAY: (mark("Not connected"), "away", Tone.SOON),
}


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who sits at the desk, as the top bar says it."""

    name: str
    office: str


class TopBar(QFrame):
    """44 px: a search box that opens the palette, the state of the line, the person's menu.

    Attributes:
        searched: Emitted when the search box is pressed.
    """

    searched = Signal()

    def __init__(self, bar: CommandBar, look: Look, person: Person, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "top")
        self._bar = bar
        self._look = look
        self._person = person
        self._line = Line.CONNECTED
        self._search = QToolButton()
        self._search.setProperty("kind", "search")
        self._search.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._search.clicked.connect(self.searched)
        self._worker = StateWord()
        self._state = StateWord()
        self._who = QToolButton()
        self._who.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._who.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        layout = QHBoxLayout(self)
        space(layout, 16, (12, 0, 12, 0))
        layout.addWidget(self._search, 3)
        layout.addStretch(2)
        for widget in (self._worker, self._state, self._who):
            layout.addWidget(widget)
        self._worker.hide()
        self.retitle()

    @property
    def search_box(self) -> QToolButton:
        """The box under which the palette opens."""
        return self._search

    def show_line(self, line: Line) -> None:
        """Show how the line to the server is."""
        self._line = line
        text, drawing, tone = LINE_WORDS[line]
        self._state.show_state(tr(text), drawing, tone)

    def show_worker(self, sentence: str) -> None:
        """Show what is amiss with the worker ("No worker for 6 minutes"); empty when nothing is."""
        self._worker.show_state(sentence, "warning", Tone.SOON)
        self._worker.setVisible(bool(sentence))

    def retitle(self) -> None:
        """Say everything again in the language, theme and scale of now."""
        self.setFixedHeight(metric("bar"))
        keys = key_text(command(CommandId.PALETTE))
        self._search.setText("  " + tr("Search cases, numbers, enterprises, commands …") + f"    {keys}")
        self._search.setAccessibleName(tr("Search"))
        self._search.setIcon(icon("search", self.palette(), Tone.MUTED))
        self._search.setIconSize(QSize(px(14), px(14)))
        self._search.setFixedHeight(px(30))
        self._search.setMaximumWidth(px(560))
        who = tr("{name} · {office}", name=self._person.name, office=self._person.office)
        self._who.setText(f" {who} ▾")
        self._who.setAccessibleName(who)
        self._who.setIcon(icon("person", self.palette(), Tone.MUTED))
        self._who.setIconSize(QSize(px(16), px(16)))
        self._who.setMenu(self._menu())
        self.show_line(self._line)

    def _menu(self) -> QMenu:
        old = self._who.menu()
        if old is not None:
            old.deleteLater()
        menu = QMenu(self._who)
        themes = menu.addMenu(tr("Theme"))
        for shade in Shade:
            action = themes.addAction(tr(SHADE_NAMES[shade]), partial(self._look.wear, shade=shade))
            action.setCheckable(True)
            action.setChecked(self._look.shade is shade)
        sizes = menu.addMenu(tr("Size"))
        for scale in SCALES:
            action = sizes.addAction(f"{scale} %", partial(self._look.wear, scale=scale))
            action.setCheckable(True)
            action.setChecked(self._look.scale == scale)
        menu.addSeparator()
        for name in PERSON_COMMANDS:
            menu.addAction(self._bar.action(name))
        return menu
