"""Every measure, by every group, for everybody, equals a slow count over the cases that person may see."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from app.models.figure_registry import figure_registry
from tests.factories import BUREAU, CENTRE, OTHER_STATION, STATION
from tests.office import TestDatabase
from tests.services.statistics.slow_count import SECRET, SlowCount, some_periods
from tests.services.statistics.wandering import CHANNELS, Wandering

MEASURES = sorted(code for code, measure in figure_registry().measures.items() if not measure.is_optional)
PEOPLE = ("supervisor", "bureau_supervisor", "station", "operator")
GROUPS = ("none", "unit", "kind", "channel", "object", "problem")
KINDS = ["complaint", "consultation", "report", "contact", "report_contact", "order_before_complaint"]
SEED = 12315


@pytest.fixture(scope="module")
def lived(database: TestDatabase) -> Iterator[Wandering]:
    wandering = Wandering(database, SEED)
    wandering.live(cases=40, steps=20)
    for _ in range(4):
        if set(MEASURES) <= {fact.measure for fact in SlowCount(database).facts}:
            break
        wandering.live(cases=10, steps=20)
    wandering.let_time_pass()
    yield wandering
    wandering.behind.close()


def disagreements(database: TestDatabase, persona: str, rng: Random) -> list[str]:
    slow = SlowCount(database)
    seen = slow.visible(persona)
    desk = database.as_person(persona)
    found = []
    for first, last in some_periods(slow.today):
        for group_by in GROUPS:
            unit_by = rng.choice(("registering", "deciding", "handling"))
            unit = rng.choice((None, CENTRE, BUREAU, STATION, OTHER_STATION))
            kinds = rng.choice((None, ["complaint"], ["report"], KINDS))
            channels = rng.choice((None, None, ["phone"], [*CHANNELS, "order"]))
            reference = defaultdict(lambda: (0, Decimal(0)))
            facts = [
                fact
                for fact in seen
                if (kinds is None or fact.kind in kinds)
                and (channels is None or fact.channel in channels)
                and not (group_by in {"object", "problem"} and fact.object == "?")
                and not (kinds is None and fact.kind in SECRET and persona != "supervisor")
            ]
            by_measure = defaultdict(list)
            for fact in facts:
                by_measure[fact.measure].append(fact)
            for measure in MEASURES:
                for fact in slow.counted(by_measure[measure], measure, first, last, unit, unit_by):
                    key = (fact.label(group_by, unit_by), measure)
                    n, amount = reference[key]
                    reference[key] = (n + 1, amount + fact.amount)
            rows = desk.call_rows(
                "figures", MEASURES, first, last, group_by, unit_by, [unit] if unit else None, kinds, channels
            )
            told = {(row["label"], row["measure"]): (row["n"], row["amount"]) for row in rows}
            if told != dict(reference):
                wrong = {key for key in told.keys() | reference.keys() if told.get(key) != reference.get(key)}
                found.append(f"{persona} {first} {last} {group_by} {unit_by} {unit} {kinds} {channels}: {wrong}")
    return found


@pytest.mark.parametrize("folded", ["not at all", "half", "wholly"])
def test_every_measure_by_every_group_equals_the_slow_count(
    database: TestDatabase, lived: Wandering, folded: str
) -> None:
    if folded != "not at all":
        waiting = lived.behind.execute("SELECT count(*) FROM office.figure_delta").fetchone()[0]
        database.as_worker().call("fold_figures", waiting // 2 if folded == "half" else waiting + 1)
    rng = Random(f"{SEED} {folded}")

    assert lived.done > 300
    for persona in PEOPLE:
        assert disagreements(database, persona, rng) == []


def test_the_lives_were_rich_enough_to_prove_something(database: TestDatabase, lived: Wandering) -> None:
    counted = {fact.measure for fact in SlowCount(database).facts}

    assert len(set(MEASURES) - counted) <= 2


@pytest.mark.parametrize("persona", PEOPLE)
def test_a_figure_opens_into_exactly_the_subjects_it_counts(
    database: TestDatabase, lived: Wandering, persona: str
) -> None:
    slow = SlowCount(database)
    seen = slow.visible(persona)
    desk = database.as_person(persona)
    rng = Random(f"{SEED} {persona}")
    for first, last in some_periods(slow.today):
        for measure in MEASURES:
            group_by, unit_by = rng.choice(GROUPS), rng.choice(("registering", "deciding", "handling"))
            channels = rng.choice((None, ["phone"], [*CHANNELS, "order"]))
            facts = [
                fact
                for fact in seen
                if (persona == "supervisor" or fact.kind not in SECRET)
                and (channels is None or fact.channel in channels)
                and not (group_by in {"object", "problem"} and fact.object == "?")
            ]
            counted = slow.counted(facts, measure, first, last, None, unit_by)
            label = rng.choice([fact.label(group_by, unit_by) for fact in counted] or ["nothing"])
            wanted = {fact.subject for fact in counted if fact.label(group_by, unit_by) == label}
            opened: list[object] = []
            after = (None, None)
            while True:
                rows = desk.call_rows(
                    "figure_subjects", measure, first, last, unit_by, None, None, channels, group_by, label, *after, 7
                )
                opened += [row["subject_id"] for row in rows]
                if len(rows) < 7:
                    break
                after = (rows[-1]["day"], rows[-1]["subject_id"])
            assert len(opened) == len(set(opened))
            assert set(opened) == wanted, (measure, first, last, group_by, unit_by, channels, label)


def test_a_liaison_has_no_figures(database: TestDatabase, lived: Wandering) -> None:
    with database.psql("liaison") as psql:
        for door in (
            "office.figures(ARRAY['received'], '2000-01-01', '2100-01-01', 'none', 'handling')",
            "office.figure_sums(ARRAY['received'], ARRAY[current_date], ARRAY[current_date], 'none', 'handling')",
            "office.figure_scope()",
        ):
            with pytest.raises(Exception, match="permission denied"):
                psql.execute(f"SELECT * FROM {door}")  # noqa: S608 doors of ours


def test_a_clerk_without_the_right_to_figures_opens_none(database: TestDatabase, lived: Wandering) -> None:
    desk = database.as_person("clerk")

    assert desk.call_rows("figures", ["received"], "2000-01-01", "2100-01-01", "none", "handling") == []
    assert (
        desk.call_rows(
            "figure_subjects",
            *("received", "2000-01-01", "2100-01-01", "handling", None, None, None, "none", "", None, None, 9),
        )
        == []
    )
