"""Which page stands at which place of the rail; a page's builder adds a row here and nowhere else."""

from collections.abc import Callable
from uuid import UUID

from app.models.vocabulary import Permission
from app.ui.approvals.page import ApprovalsPage
from app.ui.case.page import CasePage
from app.ui.codes.page import CodesPage
from app.ui.command_palette import Finder
from app.ui.commands import CommandId
from app.ui.enterprises.page import EnterprisesPage
from app.ui.finding import case_finder
from app.ui.import_page.page import ImportPage
from app.ui.knowledge.page import KnowledgePage
from app.ui.liaison.page import LiaisonPage
from app.ui.orders.page import OrdersPage
from app.ui.page import Page
from app.ui.papers.register_page import PaperRegister
from app.ui.people.page import PeoplePage
from app.ui.queues.door import IntakeDoor
from app.ui.seat import Seat
from app.ui.settings.page import SettingsPage
from app.ui.work.page import WorkPage


def intake_door(seat: Seat) -> IntakeDoor | None:
    """Give the way into the intake; ``None`` for somebody who takes no contacts down."""
    if not seat.desk.session.may(Permission.REGISTER):
        return None
    return IntakeDoor(seat, open_case=None if seat.desk.is_offline else lambda case_id: _open_case(seat, case_id))


def places(seat: Seat, intake: IntakeDoor | None) -> dict[CommandId, Callable[[], Page]]:
    """Give what makes each page, by the command that goes to it; the person's rights decide which are shown."""
    form = {CommandId.GO_INTAKE: intake.page, CommandId.NEW_CONTACT: intake.page} if intake is not None else {}
    if seat.desk.is_offline:
        return form
    found: dict[CommandId, Callable[[], Page]] = form | {
        CommandId.GO_ORDERS: lambda: LiaisonPage(seat) if seat.desk.session.is_liaison else OrdersPage(seat),
        CommandId.GO_CODES: lambda: CodesPage(seat),
        CommandId.GO_KNOWLEDGE: lambda: KnowledgePage(seat),
        CommandId.GO_PEOPLE: lambda: PeoplePage(seat),
        CommandId.GO_SETTINGS: lambda: SettingsPage(seat),
    }
    if not seat.desk.session.is_liaison:
        found |= {
            CommandId.GO_FIGURES: lambda: _figures(seat),
            CommandId.GO_WORK: lambda: WorkPage(seat),
            CommandId.GO_APPROVALS: lambda: ApprovalsPage(seat),
            CommandId.GO_PAPERS: lambda: PaperRegister(seat),
            CommandId.GO_ENTERPRISES: lambda: _enterprises(seat),
        }
    if seat.desk.session.may(Permission.IMPORT):
        found[CommandId.GO_IMPORT] = lambda: ImportPage(seat)
    if intake is not None:
        found[CommandId.GO_QUEUES] = intake.queues
    return found


def finder(seat: Seat) -> Finder | None:
    """Give what the search box finds besides commands: cases; a liaison or a desk alone finds none."""
    if seat.desk.session.is_liaison or seat.desk.is_offline:
        return None
    return case_finder(
        seat, lambda case_id, number: _open_case(seat, case_id, number), lambda name: _open_enterprise(seat, name)
    )


def _figures(seat: Seat) -> Page:
    from app.ui.figures.page import FiguresPage  # what it draws with is large and loaded only when it is asked for

    return FiguresPage(seat, lambda case_id, number: _open_case(seat, case_id, number))


def _enterprises(seat: Seat) -> EnterprisesPage:
    return EnterprisesPage(seat, lambda case_id, number: _open_case(seat, case_id, number))


def _open_enterprise(seat: Seat, name: str) -> None:
    page = seat.open_page(_enterprises(seat))
    if isinstance(page, EnterprisesPage):
        page.show_name(name)


def _open_case(seat: Seat, case_id: UUID, number: str = "") -> None:
    seat.open_page(CasePage(seat, case_id, number))
