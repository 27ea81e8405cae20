"""What happens on the tour's day, told in keys: who sits down, what is said, what the window shows."""

from pathlib import Path
from typing import Any

from app.ui.tour.day import Day
from app.ui.tour.driver import Driver
from app.ui.tour.house import House
from app.ui.tour.story import calls, complaint, evening, post, settlement


def tell(house: House, out: Path) -> dict[str, Any]:
    """Work the day and return what the tour's record holds.

    Raises:
        StuckError: The window did not show what it should have.
    """
    driver = Driver(out, lambda: house.application.tasks.under_way > 0)
    day = Day(house, driver, out)
    driver.shot("sign-in")
    calls.morning(day)
    post.take_in(day)
    settlement.send_order(day)
    complaint.distribute(day)
    complaint.accept(day)
    complaint.negotiate(day)
    settlement.refuse(day)
    complaint.mediate(day)
    complaint.serve_agreement(day)
    complaint.pay_and_close(day)
    settlement.become_complaint(day)
    complaint.call_back(day)
    post.decline(day)
    evening.read_papers(day)
    evening.read_figures(day)
    evening.read_cases(day)
    return day.record()
