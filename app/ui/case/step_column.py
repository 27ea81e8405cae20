"""The right column: what may be done next, each with its key, its last day and the paper it makes."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget
from typing_extensions import override

from app.models import clock_words
from app.models.words import tr
from app.services.cases.service import CaseSheet
from app.services.cases.steps import NextStep
from app.services.codebook import CodeBook
from app.ui.case.kept import StepShelf
from app.ui.case.step_commands import command_of
from app.ui.case.words import clock_tone, moment_word, paper_title
from app.ui.command_bar import key_text
from app.ui.commands import command
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll, clear_lines
from app.ui.widgets.labels import Mark, rule, words

LEAST = 240
BESIDE = 36  # margins, frame and the bar one scrolls with


class StepColumn(QFrame):
    """Shows the steps of a :class:`~app.services.cases.service.CaseSheet`."""

    def __init__(self, codes: CodeBook, take: Callable[[str], None]) -> None:
        """Take ``take``, which opens a step by its command."""
        super().__init__()
        self._codes = codes
        self._take = take
        self.setProperty("kind", "card")
        self._buttons: dict[str, Button] = {}
        self._waiting: set[str] = set()
        self._begun: dict[str, str] = {}
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        space(self._lines, 4, (12, 8, 8, 8))
        layout = QVBoxLayout(self)
        space(layout, 0, 1)
        scroll = Scroll(self._inside)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout.addWidget(scroll)

    def button(self, name: str) -> Button:
        """Give the button of a step."""
        return self._buttons[name]

    def steps(self) -> list[str]:
        """Give the commands that show, top to bottom."""
        return list(self._buttons)

    def show_sheet(self, sheet: CaseSheet, shelf: StepShelf, today: date) -> None:
        """Show the steps of a case, with what was begun and what waits on this computer."""
        self._waiting = {row.command for row in shelf.waiting}
        self._begun = {name: moment_word(row.typed_at, today) for name, row in shelf.typed.items()}
        clear_lines(self._lines)
        self._buttons.clear()
        self._lines.addWidget(words(tr("Next steps"), "title"))
        for approval in sheet.detail.waiting_approvals:
            self._lines.addWidget(Mark(tr("Waits for approval, asked by {who}", who=approval.asker or "")))
        ahead = [step for step in sheet.steps if not step.form.aside]
        if not ahead:
            self._lines.addWidget(words(tr("Nothing here is yours to do now."), "hint", wraps=True))
        for step in ahead:
            self._add(step)
        aside = [step for step in sheet.steps if step.form.aside]
        if aside:
            self._lines.addSpacing(4)
            self._lines.addWidget(rule())
        for step in aside:
            self._add(step)
        self._lines.addSpacing(4)
        self._lines.addWidget(rule())
        self._lines.addWidget(words(tr("For who asks"), "label"))
        said = words(sheet.progress, wraps=True)
        said.setAccessibleName(sheet.progress)
        self._lines.addWidget(said)
        self._lines.addStretch(1)
        self._keep_width()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._keep_width()

    def _keep_width(self) -> None:
        """Leave room for every step with its key, whatever the scale."""
        widest = max((button.sizeHint().width() for button in self._buttons.values()), default=0)
        self.setMinimumWidth(max(widest + px(BESIDE), px(LEAST)))

    def _add(self, step: NextStep) -> None:
        name = command_of(step.command)
        button = Button(
            tr(step.form.title),
            lambda: self._take(step.command),
            kind="primary" if step.is_main else "quiet",
            icon=command(name).icon if name else "",
            keys=key_text(command(name)) if name else "",
        )
        waits = step.command in self._waiting
        button.setEnabled(not step.why_not and not waits)
        self._buttons[step.command] = button
        self._lines.addWidget(button)
        hints = []
        if step.clock is not None:
            day, left = f"{step.clock.due_on:%m-%d}", clock_words.standing(step.clock)
            hints.append(tr("by {day}, {left}", day=day, left=left) if step.is_main else tr("by {day}", day=day))
        if step.form.paper:
            hints.append(paper_title(self._codes, step.form.paper))
        if step.needs_approval:
            hints.append(tr("needs approval"))
        if step.command in self._begun:
            hints.append(tr("begun {when}", when=self._begun[step.command]))
        if step.why_not or waits:
            hints = [step.why_not or tr("kept on this computer, waiting to be sent")]
        if hints:
            tone = clock_tone(step.clock) if step.clock is not None and step.is_main and not step.why_not else None
            hint = words(" · ".join(hints), "hint", tone, wraps=True)
            hint.setContentsMargins(12, 0, 0, 2)
            self._lines.addWidget(hint)
