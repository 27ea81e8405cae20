"""The words that close a call stand there whole, at any scale and width."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.services.intake import Saved
from app.ui.intake.frame import SavedPanel
from app.ui.theme import Look
from tests.factories import GYM

CLOSING = (
    "您的编号是 2026-000123。2026-12-01 前，城关区市场监督管理局会打电话告知您是否受理。全程不收费，请不要找人代办，"
    "付费维权。如有补充材料，请拨打本热线并报编号。"
)


SHORT = (
    "您的编号是 2026-000001。2026-12-01 前，有管辖权的市场监督管理局会打电话告知您是否受理。"
    "全程不收费，请不要找人代办。"
)


@pytest.mark.parametrize("closing", [CLOSING, SHORT])
@pytest.mark.parametrize("width", [420, 930])
@pytest.mark.parametrize("scale", [100, 150, 200])
def test_the_closing_words_are_never_cut(qtbot: QtBot, look: Look, scale: int, width: int, closing: str):
    panel = SavedPanel(lambda: None, lambda: None)
    qtbot.addWidget(panel)
    panel.resize(width, 700)
    panel.show_saved(Saved(subject=GYM, number="2026-000123"), closing, can_open=True)
    panel.show()
    look.wear(scale=scale)
    QApplication.processEvents()
    label = next(one for one in panel.findChildren(QLabel) if one.text() == closing)
    assert label.height() >= label.heightForWidth(label.width())
    assert label.width() <= panel.width()
