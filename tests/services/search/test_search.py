"""The search finds exactly what a full scan finds, from one character up, and only what one may see."""

import random
from itertools import pairwise
from uuid import UUID

import pytest

from app.services.errors import UserError
from app.services.search.cases import CaseHit, Search
from app.services.search.fold import fold
from app.services.training.text import TextMaker
from tests.desks import Desks
from tests.factories import BUREAU, Walk, a_person, register
from tests.office import TestDatabase


@pytest.fixture(scope="module")
def told(database: TestDatabase) -> dict[UUID, str]:
    """Eighty cases of the operator's, by id with the text that is searched."""
    desk, found = database.as_person("operator"), {}
    texts = [case.facts for case in TextMaker(5).cases(76)]
    texts += ["100%_退\\款", "甲\x01乙丙", "𠮷祥门店", "Ｗiｆi Σας 關門"]
    for text in texts:
        folded = fold(text)
        found[register(desk, "consultation", facts=text, search_text=folded, respondent_name="")["id"]] = folded
    return found


def every_hit(search: Search, typed: str, count: int = 7) -> list[CaseHit]:
    found: list[CaseHit] = []
    page = search.texts(typed, count=count)
    found += page.hits
    while page.more:
        page = search.texts(typed, after=found[-1], count=count)
        found += page.hits
    return found


def test_search_and_full_scan_find_the_same(desks: Desks, told: dict[UUID, str]) -> None:
    search, chance = Search(desks("operator")), random.Random(4)
    bodies = list(told.values())
    for length in range(1, 7):
        for _ in range(8):
            body = chance.choice([body for body in bodies if len(body) >= length])
            start = chance.randrange(len(body) - length + 1)
            piece = body[start : start + length]
            if piece.split() != [piece]:
                continue
            hits = every_hit(search, piece)
            assert {hit.id for hit in hits} == {case_id for case_id, body in told.items() if piece in body}
            assert all(one.received_at >= other.received_at for one, other in pairwise(hits))


@pytest.mark.parametrize("typed", ["%", "_", "\\", "%_退", "乙丙", "\x01乙", "𠮷", "σας", "wifi", "关门"])
def test_odd_characters_mean_themselves(desks: Desks, told: dict[UUID, str], typed: str) -> None:
    found = {hit.id for hit in every_hit(Search(desks("operator")), typed)}
    assert found == {case_id for case_id, body in told.items() if all(word in body for word in fold(typed).split())}


def test_several_words_must_all_be_there(desks: Desks, told: dict[UUID, str]) -> None:
    found = {hit.id for hit in every_hit(Search(desks("operator")), "退 款")}
    assert found == {case_id for case_id, body in told.items() if "退" in body and "款" in body}


def test_a_hit_shows_why_it_was_found(desks: Desks, told: dict[UUID, str]) -> None:
    (hit,) = Search(desks("operator")).texts("WIFI").hits
    assert hit.excerpt.text.startswith("Ｗiｆi")
    assert hit.excerpt.marks == ((0, 4),)


def test_another_unit_finds_nothing_of_it(desks: Desks, told: dict[UUID, str]) -> None:
    assert Search(desks("other_station")).texts("𠮷").hits == ()


def test_without_clearance_a_report_is_not_found(desks: Desks, database: TestDatabase) -> None:
    case = register(database.as_person("operator_cleared"), "report", facts="砗磲假货", search_text="砗磲假货")
    assert Search(desks("operator")).texts("砗磲").hits == ()
    assert Search(desks("operator")).numbers(case["number"]) == ()
    cleared = Search(desks("operator_cleared"))
    assert [hit.id for hit in cleared.texts("砗磲").hits] == [case["id"]]
    assert [hit.why for hit in cleared.numbers(case["number"])] == ["case"]


def test_a_case_is_found_by_its_numbers(desks: Desks, database: TestDatabase) -> None:
    desk = database.as_person("operator")
    case = register(
        desk,
        external_refs=[{"id": "5f6f0d0e-1111-4111-8111-111111111111", "source": "12345", "number": "GZ-77-0815"}],
        parties=[a_person(phone="13800009876")],
    )
    walk = Walk(case)
    walk.step(database.as_person("dispatcher"), "distribute", to_unit_id=str(BUREAU))
    search = Search(desks("operator"))
    for typed, why in (
        (case["number"], "case"),
        (case["number"].split("-")[1].lstrip("0"), "case"),
        ("GZ-77-0815", "source"),
        ("9876", "phone"),
        ("13800009876", "match"),
    ):
        assert (case["id"], why) in {(hit.id, hit.why) for hit in search.numbers(typed)}, typed
    assert search.numbers("13800009875") == ()


def test_hidden_digits_cannot_be_found_out_by_trying(desks: Desks) -> None:
    search = Search(desks("operator_2"))
    for guess in range(5):
        search.numbers(f"138000{guess}5432")
    with pytest.raises(UserError) as refused:
        search.numbers("13800065432")
    assert refused.value.code == "too_similar"


def test_a_search_is_audited_once_for_all_its_pages_and_without_its_words(
    desks: Desks, told: dict[UUID, str], database: TestDatabase
) -> None:
    def audited() -> list[str]:
        with database.superuser() as behind:
            rows = behind.execute("SELECT detail::text FROM office.audit WHERE action = 'search'").fetchall()
        return [row[0] for row in rows]

    before = len(audited())
    every_hit(Search(desks("operator")), "的", count=5)
    rows = audited()
    assert len(rows) == before + 1
    assert not any("的" in row for row in rows)
