"""The numbers at the rail: what waits, what is late, asked once however much changes."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from pytestqt.qtbot import QtBot

from app.models.receipt import Arrival
from app.services.bootstrap import Desk, sign_in
from app.services.clock import SystemClock
from app.services.intake import Intake
from app.services.registration import NewContact
from app.services.waiting import Pile, Waiting, WaitingPiles
from app.ui.commands import CommandId
from app.ui.news import News
from app.ui.waiting_watch import WaitingWatch
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS


class Counted:
    """Piles that say how often they were asked."""

    def __init__(self, waiting: Waiting) -> None:
        self.waiting = waiting
        self.asked = 0

    def read(self) -> Waiting:
        self.asked += 1
        return self.waiting


def test_a_hundred_changes_are_one_question(qtbot: QtBot, tasks):
    news = News(tasks)
    piles = Counted(Waiting(contacts=Pile(number=3, late=1)))
    shown: dict[CommandId, Pile] = {}
    watch = WaitingWatch(piles, tasks, news, shown.__setitem__, news, pause_ms=50)  # type: ignore[arg-type]
    qtbot.waitUntil(lambda: CommandId.GO_QUEUES in shown)
    assert piles.asked == 1

    piles.waiting = Waiting(contacts=Pile(number=4))
    for _ in range(100):
        news.changed.emit((uuid4(),))
    qtbot.waitUntil(lambda: shown[CommandId.GO_QUEUES] == Pile(number=4))
    qtbot.wait(200)
    assert piles.asked == 2
    watch.stop()


def test_a_late_number_is_said_in_words_too(window, bar):
    bar.answer({CommandId.GO_QUEUES: lambda: None})
    window.show_number(CommandId.GO_QUEUES, 3, 1)
    names = [button.accessibleName() for button in window.rail.findChildren(object) if hasattr(button, "set_number")]
    assert any("3 waiting, 1 past their time" in name for name in names)


def test_an_unheard_voicemail_counts_and_is_late_when_its_term_has_run_out(database: TestDatabase, tmp_path):
    def desk(persona: str) -> Desk:
        number = PERSONAS[persona].staff_number
        return sign_in(database.enrolment, number, PASSWORD, clock=SystemClock(), folder=tmp_path / persona)

    operator = desk("operator")
    before = WaitingPiles(operator).read()
    arrived = SystemClock().now()
    put: Callable[[timedelta], object] = lambda ago: Intake(operator).save_contact(  # noqa: E731 said twice
        NewContact(channel="voicemail", arrival=Arrival(contact_at=arrived, recorded_at=arrived - ago))
    )
    put(timedelta(minutes=1))
    put(timedelta(days=20))
    after = WaitingPiles(operator).read()
    assert after.contacts.number == before.contacts.number + 2
    assert after.contacts.late == before.contacts.late + 1
    assert after.approvals == Pile()
    operator.close()

    liaison = desk("liaison")
    assert WaitingPiles(liaison).read() == Waiting()
    liaison.close()
