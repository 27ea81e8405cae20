"""Files of the case: dropped, pasted or chosen; each is sent at once, so that saving need not wait for it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.models.words import tr
from app.services.blobs import Blobs
from app.services.drafts.draft import Value
from app.services.errors import OutageError, UserError
from app.services.registration import NewMaterial
from app.ui.intake.inputs import Input, Inputs
from app.ui.media.drop import ArrivalDrop
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, space
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.flow import Flow
from app.ui.widgets.labels import Mark


@dataclass(frozen=True, kw_only=True)
class Material:
    """A file on its way; ``path`` is empty for a pasted picture, whose bytes are kept here."""

    blob_id: UUID
    title: str
    path: str = ""
    is_stored: bool = False
    trouble: str = ""
    picture: bytes = b""


class Materials(QWidget):
    """The files as marks with their titles.

    Attributes:
        changed: Emitted after a file came, went, or has arrived in the store.
    """

    changed = Signal()

    def __init__(self, inputs: Inputs, blobs: Blobs, tasks: TaskRunner, drop: ArrivalDrop) -> None:
        super().__init__()
        self._blobs = blobs
        self._tasks = tasks
        self._drop = drop
        self._files: list[Material] = []
        self._flow = Flow(self)
        space(self._flow, 6)
        self._choose = Button(tr("Choose files"), drop.choose, icon="attach", kind="quiet")
        self._flow.addWidget(self._choose)
        self._shown: list[QWidget] = []
        drop.files_given.connect(self.add_files)
        drop.picture_given.connect(self.add_picture)
        inputs.add("materials", Input(self, self._read, self._write, (self.changed,)))

    def add_files(self, paths: Sequence[Path]) -> None:
        """Take files and send them."""
        for path in paths:
            self._add(Material(blob_id=uuid4(), title=path.stem[:60], path=str(path)))

    def add_picture(self, png: bytes) -> None:
        """Take a picture out of the clipboard and send it."""
        number = len(self._files) + 1
        self._add(Material(blob_id=uuid4(), title=tr("Picture {n}", n=number), picture=png))

    def waiting(self) -> list[Material]:
        """Give the files that are not in the store yet."""
        return [one for one in self._files if not one.is_stored]

    def send_waiting(self) -> None:
        """Try again to send what could not be sent."""
        for one in self.waiting():
            self._send(one)

    def of_case(self, case_id: UUID) -> tuple[NewMaterial, ...]:
        """Give the files that can be attached; the same form always gives the same ids."""
        return tuple(
            NewMaterial(material_id=uuid5(case_id, f"material/{one.blob_id}"), blob_id=one.blob_id, title=one.title)
            for one in self._files
            if one.is_stored
        )

    def choose(self) -> None:
        """Ask for files of this computer."""
        self._drop.choose()

    def _add(self, one: Material) -> None:
        self._files.append(one)
        self._show()
        self.changed.emit()
        self._send(one)

    def _send(self, one: Material) -> None:
        source: Path | bytes = one.picture or Path(one.path)
        media_type = "image/png" if one.picture else ""
        self._tasks.run(
            lambda: self._blobs.put(source, media_type, blob_id=one.blob_id),
            lambda _: self._put(replace(one, is_stored=True, trouble="", picture=b"")),
            lambda error: self._failed(one, error),
            owner=self,
        )

    def _failed(self, one: Material, error: BaseException) -> None:
        if isinstance(error, OutageError):
            self._put(replace(one, trouble=tr("waits for the server")))
        elif isinstance(error, UserError):
            self._put(replace(one, trouble=error.text))
        else:
            raise error

    def _put(self, one: Material) -> None:
        places = [place for place, known in enumerate(self._files) if known.blob_id == one.blob_id]
        if places:
            self._files[places[0]] = one
            self._show()
            self.changed.emit()

    def _remove(self, blob_id: UUID) -> None:
        self._files = [one for one in self._files if one.blob_id != blob_id]
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        for widget in self._shown:
            self._flow.removeWidget(widget)
            widget.deleteLater()
        self._shown = []
        for one in self._files:
            mark = Mark(one.title, Tone.DONE if one.is_stored else Tone.LATE if one.trouble else Tone.MUTED)
            mark.setToolTip(one.trouble or one.path or one.title)
            remove = IconButton("close", tr("Take {title} away", title=one.title), partial(self._remove, one.blob_id))
            for widget in (mark, remove):
                self._flow.addWidget(widget)
                widget.show()
                self._shown.append(widget)

    def _read(self) -> Value:
        return [
            {"blob_id": str(one.blob_id), "title": one.title, "path": one.path, "stored": one.is_stored}
            for one in self._files
            if one.is_stored or one.path
        ]

    def _write(self, value: Sequence[dict[str, Any]] | None) -> None:
        self._files = [
            Material(blob_id=UUID(one["blob_id"]), title=one["title"], path=one["path"], is_stored=bool(one["stored"]))
            for one in value or ()
        ]
        self._show()
        self.send_waiting()
