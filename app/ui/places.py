"""Which page stands at which place of the rail; a page's builder adds its row here and nowhere else."""

from collections.abc import Callable

from app.ui.commands import CommandId
from app.ui.page import Page
from app.ui.seat import Seat


def places(seat: Seat) -> dict[CommandId, Callable[[], Page]]:
    """Give what makes each page, by the command that goes to it; the person's rights decide which are shown."""
    del seat
    return {}
