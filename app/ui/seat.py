"""What every page is given: the desk's services and the window's tools, handed in by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass, field

from app.services.bootstrap import Desk
from app.services.this_computer import ThisComputer
from app.ui.commands import CommandId
from app.ui.messages import Messages
from app.ui.news import News
from app.ui.page import Page
from app.ui.tasks import TaskRunner
from app.ui.theme import Look
from app.ui.window_state import WindowState


def _nowhere(_place: CommandId, _number: int) -> None:
    """Show nothing: a seat without a rail."""


def _stay() -> None:
    """Go on in the same language: a seat without a window."""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A signed-in person's place in the window.

    Attributes:
        desk: The way to the office; its methods belong on ``tasks``.
        tasks: The only door to other threads.
        messages: How the window speaks to the person.
        news: What changed on other desks.
        look: Theme and scale.
        state: What the window remembers for this person.
        open_page: Opens a page in a tab of its own, or brings the open one of the same key forward.
        show_number: Shows at a place of the rail how many things wait there.
        computer: What this computer remembers of itself.
        switch_language: Lets the desk speak its other language.
    """

    desk: Desk
    tasks: TaskRunner
    messages: Messages
    news: News
    look: Look
    state: WindowState
    open_page: Callable[[Page], Page]
    show_number: Callable[[CommandId, int], None] = _nowhere
    computer: ThisComputer = field(default_factory=ThisComputer)
    switch_language: Callable[[], None] = _stay
