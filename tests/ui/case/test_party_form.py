"""A document's number that cannot be right is said beside its field; what is typed stays."""

from datetime import date
from pathlib import Path

import pytest

from app.services import bootstrap
from app.services.clock import SystemClock
from app.services.errors import UserError
from app.ui.case.party_form import party_of
from tests.office import TestDatabase
from tests.personas import PASSWORD, PERSONAS

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("document", "number", "said"),
    [
        ("resident_card", "620102199002301230", "There is no day 1990-02-30"),
        ("resident_card", "620102209902011230", "in the future"),
        ("resident_card", "6201021990", "18 characters"),
        ("uscc", "9162010", "characters"),
        ("passport", "E 1234567", None),
        ("", "whatever", None),
    ],
)
def test_a_document_that_cannot_be_is_said_beside_its_number(
    database: TestDatabase, tmp_path: Path, document: str, number: str, said: str | None
) -> None:
    place, who = database.enrolment, PERSONAS["operator"].staff_number
    desk = bootstrap.sign_in(place, who, PASSWORD, clock=SystemClock(), folder=tmp_path)
    desk.close()
    values = {"role": "complainant", "name": "李四", "id_type": document, "id_number": number}
    if said is None:
        assert party_of(values, desk.codes, TODAY)["identity"]["id_number"] == number
        return
    with pytest.raises(UserError, match=said) as refused:
        party_of(values, desk.codes, TODAY)
    assert refused.value.field == "id_number"
