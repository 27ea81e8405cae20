"""Against whom: the register finds the trader and fills address and telephone; online purchases name the platform."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.models.words import tr
from app.services.codebook import CodeBook
from app.services.traders import Trader, Traders
from app.ui.intake.inputs import Input, Inputs, bare
from app.ui.tasks import TaskRunner
from app.ui.theme import Tone, px, set_tone, space
from app.ui.widgets.edits import LineEdit
from app.ui.widgets.fields import Field, in_a_row
from app.ui.widgets.labels import words
from app.ui.widgets.picker import CodePicker, FoundPicker, Pick


class Against(QWidget):
    """The respondent.

    Attributes:
        trader_changed: Emitted with the :class:`Trader` picked from the register, or ``None``.
    """

    trader_changed = Signal(object)

    def __init__(self, inputs: Inputs, codes: CodeBook, traders: Traders, tasks: TaskRunner) -> None:
        super().__init__()
        self._known: dict[UUID, Trader] = {}
        self._trader: Trader | None = None

        def find(typed: str) -> Sequence[Pick]:
            found = traders.find(typed)
            self._known |= {trader.enterprise_id: trader for trader in found}
            return [
                Pick(trader.enterprise_id, trader.name, trader.short_name or trader.address, trader.initials)
                for trader in found
            ]

        self.name = FoundPicker(tasks, find, placeholder=tr("Name or initials, e.g. xxjs"))
        self.phone = LineEdit(placeholder=tr("Phone of the trader"))
        self.phone.setFixedWidth(px(150))
        self.address = LineEdit(placeholder=tr("Address: decides who is competent"))
        self.online = QCheckBox(tr("Bought online"))
        self.known = words(kind="hint")
        self.platform = CodePicker(
            [Pick(entry.code, entry.title) for entry in codes.choices("platform")], placeholder=tr("Platform")
        )
        self.shop = LineEdit(placeholder=tr("Shop"))
        self.order = LineEdit(placeholder=tr("Order number"))
        self._online_row = in_a_row(
            bare("platform", tr("Platform"), self.platform),
            bare("shop", tr("Shop"), self.shop),
            bare("order_number", tr("Order number"), self.order),
            stretch=1,
        )
        layout = QVBoxLayout(self)
        space(layout, 6)
        layout.addWidget(Field("respondent", tr("Against"), in_a_row(self.name, self.phone, self.online, stretch=0)))
        self._address_field = Field("respondent_address", "", in_a_row(self.address, self.known, stretch=0))
        layout.addWidget(self._address_field)
        self._online_field = Field("online", "", self._online_row)
        layout.addWidget(self._online_field)
        inputs.add("respondent", Input(self.name, self._read, self._write, (self.name.chosen, self.name.textEdited)))
        inputs.line("respondent_phone", self.phone)
        inputs.tick("online", self.online)
        inputs.line("respondent_address", self.address)
        inputs.code("platform", self.platform)
        inputs.line("shop", self.shop)
        inputs.line("order_number", self.order)
        self.name.chosen.connect(self._picked)
        self.name.textEdited.connect(self._typed)
        self.online.toggled.connect(self._show_online)
        self._show_online(on=False)
        self._say_known()

    @property
    def trader(self) -> Trader | None:
        """The trader picked from the register."""
        return self._trader

    def enterprise_id(self) -> UUID | None:
        """Give the register's id of the trader picked."""
        value = self.name.value()
        return value if isinstance(value, UUID) else None

    def platform_name(self) -> str:
        """Give the platform as it is written: its title, or what was typed."""
        return self.platform.text().strip()

    def show_trader(self, trader: Trader) -> None:
        """Show a trader whose id was known from a draft."""
        self._known[trader.enterprise_id] = trader
        self._trader = trader
        self._say_known()

    def _read(self) -> Any:
        picked = self.enterprise_id()
        return {"id": str(picked) if picked else None, "text": self.name.text()}

    def _write(self, value: Mapping[str, Any] | None) -> None:
        known, text = (value or {}).get("id"), (value or {}).get("text", "")
        self._trader = None
        self.name.set_pick(Pick(UUID(known), text) if known else None)
        if not known:
            self.name.setText(text)
        self._say_known()

    def _picked(self, value: object) -> None:
        self._trader = self._known.get(value) if isinstance(value, UUID) else None
        if self._trader is not None:
            self.address.setText(self._trader.address)
            self.phone.setText(self._trader.phone)
            self.address.setCursorPosition(0)
            if self._trader.is_platform:
                self.online.setChecked(True)
        self._say_known()
        self.trader_changed.emit(self._trader)

    def _typed(self) -> None:
        if self._trader is not None and self.enterprise_id() is None:
            self._trader = None
            self._say_known()
            self.trader_changed.emit(None)

    def _say_known(self) -> None:
        trader = self._trader
        self.known.setText(
            ""
            if trader is None
            else tr("✓ in the register · answers orders")
            if trader.answers_orders
            else tr("✓ in the register")
        )
        self.known.setVisible(trader is not None)
        set_tone(self.known, Tone.DONE)

    def _show_online(self, on: bool) -> None:  # noqa: FBT001 Qt's signal carries a bool
        self._online_field.setVisible(on)
