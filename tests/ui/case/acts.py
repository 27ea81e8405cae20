"""What a person does on the case page, as tests say it."""

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from app.ui.case.form_dialog import FormDialog
from app.ui.case.page import CasePage
from tests.factories import Walk
from tests.ui.seats import SeatedWindow

Sit = Callable[[str], SeatedWindow]


def at(sit: Sit, persona: str, walk: Walk) -> tuple[SeatedWindow, CasePage]:
    here = sit(persona)
    page = CasePage(here.seat, walk.id)
    here.open(page)
    here.until(lambda: page.sheet is not None)
    page.timeline.setFocus()
    return here, page


def dialog(here: SeatedWindow, page: CasePage) -> FormDialog:
    here.until(lambda: isinstance(page.dialog, FormDialog) and QApplication.activeWindow() is page.dialog)
    assert isinstance(page.dialog, FormDialog)
    return page.dialog


def taken(here: SeatedWindow, page: CasePage) -> None:
    here.until(lambda: page.dialog is None)
    here.back()


def state(page: CasePage) -> str:
    assert page.sheet is not None
    return page.sheet.detail.case.state
