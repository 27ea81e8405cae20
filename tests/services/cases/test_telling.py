"""What the timeline says of a service: every paper's matter and everybody it goes to has a word."""

from app.services.cases.forms import SERVED, TOLD
from app.services.papers.rules import RULES


def test_whatever_a_paper_tells_and_whoever_gets_it_has_a_word_on_the_timeline() -> None:
    assert {rule.about for rule in RULES if rule.about} <= {value for value, _ in TOLD}
    assert {str(side) for rule in RULES for side in rule.sides} <= {value for value, _ in SERVED}
