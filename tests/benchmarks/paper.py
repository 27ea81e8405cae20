"""One statutory paper, warm, from its data to the bytes."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from app.services.documents.fonts import Fonts
from app.services.documents.forms import Forms
from app.services.documents.press import Letterhead, PaperPress
from tests.benchmarks.place import Place
from tests.benchmarks.timing import Result, measure, result

N = 60
DATA: dict[str, Any] = {
    "addressee": "李晓敏",
    "received_on": date(2026, 11, 20),
    "subject": "金河欣鑫健身有限公司预付卡退款",
    "ground": 3,
}


def press() -> PaperPress:
    """Return a press as a desk has one."""
    return PaperPress(fonts=Fonts(), forms=Forms.shipped())


def make(printer: PaperPress, turn: int) -> bytes:
    """Make a non-acceptance decision: the longest of the notices."""
    return printer.render(
        FORM,
        DATA,
        number=f"城关市监投不受〔2026〕第{turn}号",
        issued_on=date(2026, 11, 21),
        letterhead=Letterhead(authority="城关区市场监督管理局", district="城关"),
    ).pdf


FORM = Forms.shipped().get("non_acceptance_decision")


def run(_: Place) -> Iterator[Result]:
    """Measure one paper."""
    printer = press()
    yield result("paper", "clerk", measure(lambda turn: make(printer, turn), N))
