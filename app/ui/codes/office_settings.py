"""House rules: the few numbers an office sets for itself."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout
from typing_extensions import override

from app.models.words import mark, tr
from app.services.administration import Administration
from app.services.errors import OutageError, UserError
from app.ui.command_bar import key_text
from app.ui.commands import CommandId, command
from app.ui.parts_page import Part
from app.ui.seat import Seat
from app.ui.theme import px, space
from app.ui.widgets.buttons import Button
from app.ui.widgets.fields import Scroll
from app.ui.widgets.labels import words
from app.ui.widgets.sheet import Ask, Line, Sheet

USUAL_THRESHOLD = Decimal(10_000)
USUAL_DAYS = 7
RATES = {"reveal": 60, "form": 200, "paper": 200, "order": 60, "match": 120}
MOST_RATE = 10_000


class OfficeSettingsPart(Part):
    """One sheet; saving sends what differs."""

    def __init__(self, seat: Seat, office: Administration) -> None:
        super().__init__()
        self._seat = seat
        self._office = office
        self._known: dict[str, Any] = {}
        self.sheet = Sheet(_lines(), seat.desk.clock)
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        space(column, 8, (16, 12, 16, 12))
        self._title = words(kind="title")
        column.addWidget(self._title)
        column.addWidget(Scroll(self.sheet), 1)
        self._save = Button("", self.save, kind="primary")
        row = QHBoxLayout()
        space(row, 8)
        row.addStretch(1)
        row.addWidget(self._save)
        column.addLayout(row)
        layout = QHBoxLayout(self)
        space(layout, 0)
        layout.addWidget(card, 2)
        layout.addStretch(1)
        self._card = card
        self.retranslate()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        return {CommandId.SAVE: self.save}

    @override
    def take_focus(self) -> None:
        """Go where work begins."""
        self.sheet.focus_first()

    def show_settings(self, settings: Mapping[str, Any]) -> None:
        """Show what holds now; what is being typed stays."""
        if self._known and self.sheet.is_changed():
            return
        self._known = _shown(settings)
        self.sheet.put(self._known)

    def save(self) -> None:
        """Send what differs."""
        problem = self.sheet.problem()
        values = self.sheet.values()
        if problem is None:
            problem = _out_of_range(values)
        if problem is not None:
            self.sheet.refuse(problem)
            return
        before, after = _written(self._known), _written(values)
        changes = {key: value for key, value in after.items() if value != before[key]}
        if not changes:
            self._seat.messages.note(tr("Nothing has changed."))
            return

        def put() -> None:
            for key, value in changes.items():
                self._office.put_setting(key, value)

        self._seat.tasks.run(put, lambda _: self._saved(), self._failed, owner=self)

    @override
    def retranslate(self) -> None:
        """Say everything again."""
        self._title.setText(tr("House rules"))
        self._save.setText(f"{tr('Save')}  {key_text(command(CommandId.SAVE))}")
        self.sheet.retitle()
        self._card.setMinimumWidth(px(480))

    def _saved(self) -> None:
        self.sheet.put(self.sheet.values())
        self._known = self.sheet.values()
        self._seat.messages.note(tr("Saved. It holds from now on, on every desk."))
        self.done.emit()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            if not self.sheet.refuse(error):
                self._seat.messages.note(error.text)
        elif isinstance(error, OutageError):
            self._seat.messages.note(
                tr("The server cannot be reached. What you typed stays here; press again when the line is back.")
            )
        else:
            raise error


def _shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    rates = settings.get("identity_per_hour") or {}
    days = str(settings.get("first_password_valid", "")).partition(" ")[0]
    return {
        "threshold": Decimal(str(settings.get("ledger_threshold", USUAL_THRESHOLD))).quantize(Decimal("0.01")),
        "days": int(days) if days.isdecimal() else USUAL_DAYS,
        "basic": bool(settings.get("basic_counts", False)),
        **{f"rate_{door}": int(rates.get(door, usual)) for door, usual in RATES.items()},
    }


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ledger_threshold": str(values["threshold"]),
        "first_password_valid": f"{values['days']} days",
        "basic_counts": bool(values["basic"]),
        "identity_per_hour": {door: values[f"rate_{door}"] for door in RATES},
    }


def _out_of_range(values: Mapping[str, Any]) -> UserError | None:
    if not 1 <= values["days"] <= 30:  # noqa: PLR2004 a month is long for a password that lies on a sheet of paper
        return UserError(tr("Between 1 and 30 days, please."), field="days")
    for door in RATES:
        if not 1 <= values[f"rate_{door}"] <= MOST_RATE:
            return UserError(tr("Between 1 and {most}, please.", most=MOST_RATE), field=f"rate_{door}")
    return None


def _lines() -> list[Line]:
    return [
        Line(
            name="threshold",
            title=mark("Second person"),
            ask=Ask.MONEY,
            needed=True,
            hint=mark("From this sum in yuan on, a second person confirms a ledger entry."),
        ),
        Line(
            name="days",
            title=mark("First password"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Days it opens the door to an own one."),
        ),
        Line(
            name="basic",
            title=mark("Fairly satisfied"),
            ask=Ask.YES_NO,
            hint=mark("Whether it counts as satisfied; every table says which way it was counted."),
        ),
        Line(
            name="rate_reveal",
            title=mark("Reveals"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Names and numbers one person may reveal in an hour, each with a reason."),
        ),
        Line(
            name="rate_form",
            title=mark("Own forms"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Open forms of one's own read with names in an hour."),
        ),
        Line(
            name="rate_paper",
            title=mark("Papers"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Papers filled with names in an hour."),
        ),
        Line(
            name="rate_order",
            title=mark("Orders"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Consumers' names a liaison may open in an hour."),
        ),
        Line(
            name="rate_match",
            title=mark("Look-ups"),
            ask=Ask.NUMBER,
            needed=True,
            hint=mark("Exact numbers looked up in an hour; five similar ones a day at most."),
        ),
    ]
