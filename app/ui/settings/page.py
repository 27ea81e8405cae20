"""The settings of this desk: how it looks, what it remembers, where everything lies, and one's own password."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget
from typing_extensions import override

import app
from app.models import words as language
from app.models.words import tr
from app.services.clock import LEGAL_ZONE
from app.services.errors import OutageError, UserError
from app.services.office_state import AuditHead, OfficeState
from app.services.settings import DeskSettings
from app.services.this_computer import Whereabouts
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.seat import Seat
from app.ui.settings.own_password import OwnPassword
from app.ui.settings.sections import LANGUAGES, SELECTABLE, section, told
from app.ui.theme import SCALES, SHADE_NAMES, Shade, Tone, set_tone, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.choices import Options
from app.ui.widgets.fields import Field, Scroll, in_a_row
from app.ui.widgets.labels import words
from app.ui.widgets.segments import Segment, Segments, yes_no
from app.ui.worker_watch import worker_sentence


@dataclass(frozen=True, kw_only=True)
class Found:
    """What was read of this computer and of the office; ``None`` of the office while the server is away."""

    settings: DeskSettings
    places: Whereabouts
    remembered: bool
    memory: str
    silent: timedelta | None
    worked: bool
    head: AuditHead | None


class SettingsPage(Page):
    """Every choice takes effect at once; only the password asks for a key."""

    where = Where.SETTINGS
    icon = "settings"
    place = CommandId.GO_SETTINGS

    def __init__(self, seat: Seat) -> None:
        super().__init__("settings")
        self._seat = seat
        self._office = OfficeState(seat.desk)
        self._found: Found | None = None
        self._layout = QVBoxLayout(self)
        space(self._layout, 0, (16, 12, 4, 8))
        self._scroll: QWidget | None = None
        self._build()
        seat.look.changed.connect(self._show_look)

    @override
    def title(self) -> str:
        return tr("Settings")

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        return {
            CommandId.SAVE: self.password.save,
            CommandId.COPY: self._copy_head,
            CommandId.REFRESH: self.read_again,
        }

    @override
    def come_to_front(self) -> None:
        self.read_again()
        if not self._has_focus():
            self.language.setFocus()

    @override
    def retranslate(self) -> None:
        here = self._has_focus()
        self._build()
        if self._found is not None:
            self._show(self._found)
        if here:  # what had the focus is made anew
            self.language.setFocus()
        self.titled.emit()

    def read_again(self) -> None:
        """Read everything again."""
        self._seat.tasks.run(self._read, self._show, owner=self)

    def choose_folder(self, folder: Path | None) -> None:
        """Take voicemails and scans from ``folder`` from now on; ``None``: from nowhere."""
        self._change(watched_folder=folder)

    def export_head(self, file: Path) -> None:
        """Write the head of the audit chain to ``file``."""
        self._seat.tasks.run(
            lambda: self._office.export_audit_head(file),
            lambda head: self._seat.messages.note(tr("Seal {n} is written to {file}.", n=head.seal, file=file.name)),
            self._refused,
            owner=self,
        )

    def forget_password(self) -> None:
        """Forget the remembered password of this person."""
        self._seat.tasks.run(
            lambda: self._seat.computer.forget(self._seat.desk), lambda _: self._forgotten(), self._refused, owner=self
        )

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _build(self) -> None:
        inside = QWidget()
        columns = QHBoxLayout(inside)
        space(columns, 16, (0, 0, 12, 8))
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            space(column, 12)
            columns.addLayout(column, 1)
        for card in (self._looks(), self._seat_section(), self._password_section()):
            left.addWidget(card)
        for card in (self._office_section(), self._places_section(), self._audit_section()):
            right.addWidget(card)
        left.addStretch(1)
        right.addStretch(1)
        scroll = Scroll(inside)
        if self._scroll is not None:
            self._layout.removeWidget(self._scroll)
            self._scroll.hide()
            self._scroll.deleteLater()
        self._scroll = scroll
        self._layout.addWidget(scroll)
        self.setFocusProxy(self.language)
        self._show_look()

    def _looks(self) -> QFrame:
        self.language = Segments([Segment(code, LANGUAGES.get(code, code)) for code in language.languages()])
        self.language.set_value(language.spoken())
        self.theme = Segments([Segment(shade, tr(said)) for shade, said in SHADE_NAMES.items()])
        self.scale = Options([(scale, f"{scale} %") for scale in SCALES])
        self.language.changed.connect(self._speak)
        self.theme.changed.connect(lambda shade: self._seat.look.wear(shade=Shade(str(shade))))
        self.scale.chosen.connect(lambda scale: self._seat.look.wear(scale=int(scale)))
        return section(
            tr("Window"),
            Field("language", tr("Language"), self.language, hint=tr("Yours on every sign-in at this computer.")),
            Field("theme", tr("Theme"), self.theme),
            Field("scale", tr("Size"), in_a_row(self.scale), hint="Ctrl+= · Ctrl+- · Ctrl+0"),
        )

    def _seat_section(self) -> QFrame:
        self.shared = Segments(yes_no(tr("Yes"), tr("No")))
        self.shared.changed.connect(lambda shared: self._change(shared_seat=bool(shared)))
        self.memory = words(kind="hint", wraps=True)
        self.forget = Button(tr("Forget it"), self.forget_password)
        self.folder = words(wraps=True)
        choose = Button(tr("Choose …"), self._ask_folder)
        self.no_folder = Button(tr("None"), lambda: self.choose_folder(None), kind="link")
        return section(
            tr("This seat"),
            Field(
                "shared",
                tr("Shared"),
                self.shared,
                hint=tr("Shifts sit here one after another: nobody's password is remembered."),
            ),
            Field("memory", tr("Password"), in_a_row(self.memory, self.forget, stretch=0)),
            Field(
                "folder",
                tr("Watched folder"),
                in_a_row(self.folder, choose, self.no_folder, stretch=0),
                hint=tr("Voicemails and scans that arrive there come into the queues; it holds from the next sign-in."),
            ),
        )

    def _password_section(self) -> QFrame:
        self.password = OwnPassword(self._seat)
        self.password.done.connect(self.read_again)
        return section(tr("Own password"), self.password)

    def _office_section(self) -> QFrame:
        session = self._seat.desk.session
        self.worker = words(wraps=True)
        locked = self._seat.desk.locked_drafts
        rows = [
            told(tr("Office"), session.installation),
            told(tr("You"), f"{session.name} · {session.staff_number}"),
            told(
                tr("Version"),
                tr("Desk {desk} · database {schema}", desk=app.__version__, schema=session.schema_version),
            ),
            Field("worker", tr("Worker"), self.worker),
        ]
        if locked:
            rows.append(
                told(
                    tr("Drafts"),
                    tr("{n} sets wait for an earlier password or the administrator's recovery key.", n=locked),
                )
            )
        return section(tr("Office"), *rows)

    def _places_section(self) -> QFrame:
        self.places = {name: QLabel() for name in ("server", "data", "own_server", "backups", "recovery")}
        titles = {
            "server": tr("Server"),
            "data": tr("Your drafts"),
            "own_server": tr("Database"),
            "backups": tr("Backups"),
            "recovery": tr("Recovery key"),
        }
        self._place_rows = {}
        for name, label in self.places.items():
            label.setWordWrap(True)
            label.setTextInteractionFlags(label.textInteractionFlags() | SELECTABLE)
            self._place_rows[name] = Field(
                name,
                titles[name],
                label,
                hint=tr("Move it to a safe place away from this computer; it opens what people typed.")
                if name == "recovery"
                else "",
            )
        return section(tr("Where everything lies"), *self._place_rows.values())

    def _audit_section(self) -> QFrame:
        self.head = words(wraps=True)
        self.export = Button(tr("Export the head …"), self._ask_file, icon="download")
        return section(
            tr("Audit"),
            words(
                tr(
                    "Every step and every look at a name is sealed into a chain. Whoever keeps a head outside can show "
                    "that nothing before it was changed."
                ),
                "hint",
                wraps=True,
            ),
            self.head,
            in_a_row(self.export),
        )

    def _read(self) -> Found:
        computer, desk = self._seat.computer, self._seat.desk
        try:
            silent, head, stands = self._office.silence(), self._office.audit_head(), True
        except OutageError:
            silent, head, stands = None, None, False
        return Found(
            settings=computer.settings(),
            places=computer.whereabouts(desk),
            remembered=computer.remembers(desk),
            memory=computer.memory(),
            silent=silent,
            worked=stands and silent is not None,
            head=head,
        )

    def _show(self, found: Found) -> None:
        self._found = found
        self.shared.set_value(found.settings.shared_seat)
        self.memory.setText(tr("Remembered here. {where}", where=found.memory) if found.remembered else found.memory)
        self.forget.setVisible(found.remembered)
        folder = found.settings.watched_folder
        self.folder.setText(str(folder) if folder else tr("None"))
        self.no_folder.setVisible(folder is not None)
        for name, label in self.places.items():
            value = getattr(found.places, name)
            label.setText(str(value or ""))
            self._place_rows[name].setVisible(bool(value))
        self._show_worker(found)
        self._show_head(found.head)

    def _show_worker(self, found: Found) -> None:
        if found.silent is None:
            self.worker.setText(tr("No worker has said that it is alive."))
            set_tone(self.worker, Tone.SOON)
            return
        sentence = worker_sentence(found.silent)
        self.worker.setText(sentence or tr("Works; last heard {n} seconds ago.", n=int(found.silent.total_seconds())))
        set_tone(self.worker, Tone.SOON if sentence else Tone.DONE)

    def _show_head(self, head: AuditHead | None) -> None:
        self.export.setEnabled(head is not None)
        if head is None:
            self.head.setText(tr("Nothing is sealed yet."))
            return
        at = head.sealed_at.astimezone(LEGAL_ZONE)
        self.head.setText(tr("Seal {n} of {at}: {hash} …", n=head.seal, at=f"{at:%m-%d %H:%M:%S}", hash=head.hash[:24]))

    def _show_look(self) -> None:
        self.theme.set_value(self._seat.look.shade)
        self.scale.set_value(self._seat.look.scale)

    def _speak(self, code: object) -> None:
        if code != language.spoken():
            self._seat.switch_language()

    def _change(self, **values: object) -> None:
        def changed() -> Found:
            self._seat.computer.change(**values)
            return self._read()

        self._seat.tasks.run(changed, self._show, self._refused, owner=self)

    def _forgotten(self) -> None:
        self._seat.messages.note(tr("Forgotten. It is asked for at the next sign-in."))
        self.read_again()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder that voicemails and scans arrive in"))
        if chosen:
            self.choose_folder(Path(chosen))

    def _ask_file(self) -> None:
        proposed = f"audit-{self._seat.desk.session.iid}-{self._seat.desk.clock.today().isoformat()}.json"
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Export the head of the audit chain"), proposed, "JSON (*.json)"
        )
        if chosen:
            self.export_head(Path(chosen))

    def _copy_head(self) -> None:
        if self._found is not None and self._found.head is not None:
            QGuiApplication.clipboard().setText(f"{self._found.head.seal} {self._found.head.hash}")
            self._seat.messages.note(tr("Copied."))

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError | OutageError):
            raise error
        self._seat.messages.note(str(error))
