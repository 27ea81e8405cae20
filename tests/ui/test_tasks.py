"""The one door to other threads."""

import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.tasks import TaskRunner


def idle(tasks: TaskRunner):
    return lambda: tasks.under_way == 0


def test_work_is_done_elsewhere_and_its_answer_comes_home(tasks: TaskRunner, qtbot: QtBot):
    owner = QObject()
    answers = []
    tasks.run(threading.get_ident, lambda ident: answers.append((ident, threading.get_ident())), owner=owner)
    qtbot.waitUntil(lambda: bool(answers))

    worker, home = answers[0]
    assert worker != home == threading.get_ident()


def test_a_failure_goes_to_whoever_asked(tasks: TaskRunner, qtbot: QtBot):
    owner = QObject()
    failures = []
    tasks.run(lambda: 1 / 0, lambda _: None, failures.append, owner=owner)
    qtbot.waitUntil(lambda: bool(failures))

    assert isinstance(failures[0], ZeroDivisionError)


def test_a_failure_nobody_takes_is_unexpected(tasks: TaskRunner, unexpected, qtbot: QtBot):
    owner = QObject()
    tasks.run(lambda: 1 / 0, lambda _: None, owner=owner)
    qtbot.waitUntil(lambda: bool(unexpected))

    assert isinstance(unexpected.pop(), ZeroDivisionError)


def test_an_answer_for_a_closed_page_is_dropped(tasks: TaskRunner, qtbot: QtBot):
    owner = QObject()
    gate = threading.Event()
    answers = []
    tasks.run(gate.wait, answers.append, owner=owner)
    owner.deleteLater()
    del owner
    qtbot.wait(1)
    gate.set()
    qtbot.waitUntil(idle(tasks))

    assert answers == []


def test_a_dropped_task_says_nothing(tasks: TaskRunner, qtbot: QtBot):
    owner = QObject()
    gate = threading.Event()
    answers = []
    task = tasks.run(gate.wait, answers.append, owner=owner)
    task.drop()
    gate.set()
    qtbot.waitUntil(idle(tasks))

    assert answers == []
    assert not task.is_wanted


def test_busy_is_said_only_when_it_takes_long(tasks: TaskRunner, qtbot: QtBot):
    owner = QObject()
    said = []
    tasks.run(lambda: None, lambda _: None, owner=owner, busy=said.append)
    qtbot.waitUntil(idle(tasks))
    assert said == []

    gate = threading.Event()
    tasks.run(gate.wait, lambda _: None, owner=owner, busy=said.append)
    qtbot.waitUntil(lambda: said == [True])
    gate.set()
    qtbot.waitUntil(lambda: said == [True, False])


def test_closing_drops_what_has_not_started(qapp):
    runner = TaskRunner(lambda *_: None, workers=1)
    owner = QObject()
    gate = threading.Event()
    answers = []
    runner.run(gate.wait, answers.append, owner=owner)
    late = runner.run(lambda: 2, answers.append, owner=owner)
    gate.set()
    runner.close()
    after = runner.run(lambda: 3, answers.append, owner=owner)
    qapp.processEvents()

    assert answers == []
    assert runner.under_way == 0
    assert late is not None
    assert not after.is_wanted
