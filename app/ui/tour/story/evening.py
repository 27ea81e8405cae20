"""The end of the day: the register of papers, the supervisor's figures, the search, and every case once more."""

from app.models.vocabulary import KIND_TITLES, STATE_TITLES, CaseState, Kind
from app.models.words import tr
from app.ui.tour.day import Day
from app.ui.tour.driver import StuckError
from app.ui.tour.steps import ALL, read_register
from app.ui.tour.story.people import CENTRE_CLERK, SUPERVISOR

EXPECTED = (
    (Kind.CONSULTATION, CaseState.CLOSED),
    (Kind.REPORT, CaseState.REGISTERED),
    (Kind.COMPLAINT, CaseState.CLOSED),
    (Kind.COMPLAINT, CaseState.CLOSED),
    (Kind.COMPLAINT, CaseState.REGISTERED),
)


def read_papers(day: Day) -> None:
    """Look the papers of the day up in the register."""
    driver = day.driver
    day.sit_down(CENTRE_CLERK)
    driver.key("Ctrl+6")
    driver.wait("the papers", day.rows)
    driver.shot("register-of-papers")
    read_register(day)


def read_figures(day: Day) -> None:
    """Read the figures and open one into the cases it is made of."""
    driver = day.driver
    day.sit_down(SUPERVISOR)
    driver.key("Ctrl+7")
    driver.wait("the figures", day.cards)
    driver.shot("figures")
    day.figures.update(day.cards())
    driver.key("Return")
    driver.wait("the figure's cases", day.rows)
    driver.shot("figure-opened")


def read_cases(day: Day) -> None:
    """Search by words, then read every case of the day from its own page."""
    driver = day.driver
    driver.key("Ctrl+K")
    driver.type("健身")
    driver.rest(0.4)
    driver.shot("search")
    driver.key("Escape")
    driver.key("Ctrl+3")
    driver.settle()
    driver.switch_to(ALL)
    driver.wait("the cases", day.rows)
    driver.shot("all-cases")
    for number in [row["number"] for row in day.rows()]:
        driver.key("Ctrl+3")
        driver.settle()
        day.go_to_row(number=number)
        driver.key("Return")
        day.has_in_front(number)
        day.cases.append(day.head().said())
    _check(day)


def _check(day: Day) -> None:
    """See that every episode has come to its end.

    Raises:
        StuckError: One has not.
    """
    found = sorted((case["kind"], case["state"]) for case in day.cases)
    wanted = sorted((tr(KIND_TITLES[kind]), tr(STATE_TITLES[state])) for kind, state in EXPECTED)
    if found != wanted:
        raise StuckError(f"the day should end with the cases {wanted}; it ends with {found}")
    for paper in day.papers:
        if not paper["form"]:
            raise StuckError(f"the register does not show the paper {paper['number']}")
