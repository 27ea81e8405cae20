"""The scan of a letter beside the form: paged, enlarged and turned by keys while the form keeps the focus."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.errors import UserError
from app.services.media.kinds import MediaType
from app.ui.commands import CommandId
from app.ui.media.command_button import CommandButton
from app.ui.media.pages import Pages, examined, opened
from app.ui.media.scan_sheet import STEP, ScanSheet
from app.ui.tasks import Task, TaskRunner
from app.ui.theme import Tone, set_tone, space
from app.ui.widgets.labels import words

_Examined: TypeAlias = tuple[bytes, MediaType, tuple[tuple[int, int], ...]]


class ScanViewer(QFrame):
    """Shows one scan; put it into a splitter beside the form. It never takes the focus by itself.

    Attributes:
        handlers_changed: :meth:`handlers` would answer differently than before.
        shown: The scan is open.
        failed: A sentence: it cannot be shown; it stands in the place of the pages as well.
    """

    handlers_changed = Signal()
    shown = Signal()
    failed = Signal(str)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._reading: Task[_Examined] | None = None
        self._pages: Pages | None = None
        self.sheet = ScanSheet(self)
        self._build()
        self.clear()
        self.retranslate()

    @property
    def page_count(self) -> int:
        """How many pages the scan has that is shown."""
        return self.sheet.page_count

    def load(self, data: bytes) -> None:
        """Show the scan with these bytes: PDF, TIFF, JPEG or PNG, told by content."""
        self._prepare(lambda: (data, *examined(data)))

    def load_file(self, path: Path) -> None:
        """Show a scan that lies in a file; it is read whole, the file is not held open."""

        def read() -> _Examined:
            data = path.read_bytes()
            return (data, *examined(data))

        self._prepare(read)

    def clear(self) -> None:
        """Show nothing."""
        if self._reading is not None:
            self._reading.drop()
            self._reading = None
        self.sheet.show_pages(None)
        if self._pages is not None:
            self._pages.deleteLater()
            self._pages = None
        self._say("")
        self._show_open()

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say which commands the viewer answers now: none while it is empty."""
        if self._pages is None:
            return {}
        return {
            CommandId.SCAN_LARGER: self.larger,
            CommandId.SCAN_SMALLER: self.smaller,
            CommandId.SCAN_FIT: self.fit,
            CommandId.SCAN_TURN: self.turn,
            CommandId.SCAN_NEXT: self.next_page,
            CommandId.SCAN_PREVIOUS: self.previous_page,
        }

    def larger(self) -> None:
        """Enlarge by a fifth."""
        self.sheet.set_zoom(self.sheet.zoom * STEP)

    def smaller(self) -> None:
        """Reduce by a fifth."""
        self.sheet.set_zoom(self.sheet.zoom / STEP)

    def fit(self) -> None:
        """Let the page fill the width again."""
        self.sheet.set_zoom(1.0)

    def turn(self) -> None:
        """Turn the pages a quarter to the right."""
        self.sheet.turn()

    def next_page(self) -> None:
        """Go to the next page."""
        self.sheet.go_to(self.sheet.page + 1)

    def previous_page(self) -> None:
        """Go to the page before."""
        self.sheet.go_to(self.sheet.page - 1)

    def retranslate(self) -> None:
        """Say everything again in the language spoken now."""
        for button in self._buttons:
            button.retranslate()
        self._show_place(self.sheet.page, self.sheet.zoom)

    def _build(self) -> None:
        self.setProperty("kind", "card")
        acts = {
            CommandId.SCAN_PREVIOUS: self.previous_page,
            CommandId.SCAN_NEXT: self.next_page,
            CommandId.SCAN_SMALLER: self.smaller,
            CommandId.SCAN_LARGER: self.larger,
            CommandId.SCAN_FIT: self.fit,
            CommandId.SCAN_TURN: self.turn,
        }
        self._buttons = [CommandButton(name, act) for name, act in acts.items()]
        self._place = words()
        self._size = words(tone=Tone.MUTED)
        self._sentence = words(wraps=True)
        row = QHBoxLayout()
        space(row, 4)
        before, after, smaller, larger, *others = self._buttons
        for part in (before, self._place, after):
            row.addWidget(part)
        row.addStretch(1)
        for other in (smaller, self._size, larger, *others):
            row.addWidget(other)
        message = QWidget()
        inner = QVBoxLayout(message)
        space(inner, 8, 16)
        inner.addWidget(self._sentence)
        inner.addStretch(1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.sheet)
        self._stack.addWidget(message)
        layout = QVBoxLayout(self)
        space(layout, 4, (8, 4, 8, 8))
        layout.addLayout(row)
        layout.addLayout(self._stack, 1)
        self.sheet.looked_at.connect(self._show_place)

    def _prepare(self, work: Callable[[], _Examined]) -> None:
        self.clear()
        self._reading = self._runner.run(work, self._take, self._refuse, owner=self, busy=self._show_busy)

    def _take(self, found: _Examined) -> None:
        self._reading = None
        try:
            self._pages = opened(*found, self._runner, self)
        except UserError as error:
            self._refuse(error)
            return
        self._say("")
        self.sheet.show_pages(self._pages)
        self._show_open()
        self.shown.emit()

    def _refuse(self, error: BaseException) -> None:
        self._reading = None
        if isinstance(error, UserError):
            sentence = error.text
        elif isinstance(error, OSError):
            sentence = tr("The file cannot be read. Check that it may be opened, and try again.")
        else:
            raise error
        self._say(sentence, Tone.LATE)
        self.failed.emit(sentence)

    def _say(self, sentence: str, tone: Tone | None = None) -> None:
        self._sentence.setText(sentence)
        set_tone(self._sentence, tone)
        self._stack.setCurrentIndex(1 if sentence else 0)

    def _show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 the runner calls it with one bool
        if is_busy:
            self._say(tr("The scan is being opened …"), Tone.MUTED)

    def _show_open(self) -> None:
        for button in self._buttons:
            button.setEnabled(self._pages is not None)
        self._show_place(self.sheet.page, self.sheet.zoom)
        self.handlers_changed.emit()

    def _show_place(self, page: int, zoom: float) -> None:
        count = self.sheet.page_count
        self._place.setText(f"{page + 1} / {count}" if count else "")
        self._size.setText(f"{round(zoom * 100)} %" if count else "")
        spoken = tr("Scan, page {page} of {count}", page=page + 1, count=count) if count else tr("Scan")
        self.sheet.setAccessibleName(spoken)
