"""Published counts, put in as rows, come out as published."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from app.services.statistics.answers import Filters, GroupBy
from app.services.statistics.figures import Figures
from app.services.statistics.periods import PeriodKind, period_of
from tests.factories import BUREAU, CENTRE, OTHER_BUREAU
from tests.office import TestDatabase
from tests.services.statistics.conftest import Rows

COMPLAINTS = Filters(kinds=frozenset({"complaint"}))
GUANGYUAN = period_of(PeriodKind.QUARTER, date(2022, 2, 1))
JINZHONG = period_of(PeriodKind.MONTH, date(2024, 8, 5))
WENZHOU = period_of(PeriodKind.QUARTER, date(2025, 2, 1))


@pytest.fixture(scope="module")
def guangyuan(rows: Rows) -> None:
    """2022 Q1: received 250 (841 the year before), accepted 183, mediated 92, closed 241, of these 180 on time."""
    first, decided = date(2022, 1, 4), date(2022, 1, 6)
    declined = {"decided_on": decided, "declined_on": decided, "told_on": decided, "concluded_on": decided}
    rows.put(67, received_on=first, outcome="declined", notices_served_on=decided, closed_on=decided, **declined)
    accepted = {"decided_on": decided, "accepted_on": decided, "told_on": decided}
    soon, late = date(2022, 2, 10), date(2022, 3, 28)
    rows.put(52, received_on=first, outcome="agreed", concluded_on=soon, closed_on=soon, **accepted)
    rows.put(40, received_on=first, outcome="agreed", concluded_on=soon, closed_on=soon, channel="web", **accepted)
    rows.put(21, received_on=first, outcome="terminated", concluded_on=soon, closed_on=soon, channel="web", **accepted)
    rows.put(61, received_on=first, outcome="terminated", concluded_on=late, closed_on=late, channel="web", **accepted)
    rows.put(9, received_on=first, channel="web", state="mediating", **accepted)
    rows.count(841, "received", date(2021, 2, 1))
    rows.count(37, "received", date(2022, 2, 1), kind="report")
    rows.count(75, "received", date(2021, 2, 1), kind="report")
    rows.count(110, "received", date(2022, 2, 1), kind="consultation")
    rows.count(3939, "received", date(2021, 2, 1), kind="consultation")


def test_guangyuans_quarter_comes_out_as_published(guangyuan: None, figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")
    cards = {
        card.figure.indicator: card
        for card in figures.cards(
            ("received", "accepted", "closed", "mediation_success_rate", "on_time_closing_rate"),
            GUANGYUAN,
            COMPLAINTS,
            {"mediation_success_rate": "of_closed", "on_time_closing_rate": "of_closed"},
        )
    }
    value = {code: card.figure.value for code, card in cards.items()}

    assert value["received"] == 250
    assert cards["received"].year_before.value == 841
    assert cards["received"].year_before.change == Decimal("-70.27")
    assert value["accepted"] == 183
    assert value["closed"] == 241
    assert value["mediation_success_rate"] == Decimal("38.17")
    assert value["on_time_closing_rate"] == Decimal("74.69")
    assert [part.n for part in cards["mediation_success_rate"].figure.parts] == [92, 241]
    assert (
        "占办结" in cards["mediation_success_rate"].figure.variant_title
        or cards["mediation_success_rate"].figure.variant_title == "of closed"
    )


def test_guangyuans_kinds_and_channels_come_out_as_published(
    guangyuan: None, figures_of: Callable[[str], Figures]
) -> None:
    figures = figures_of("supervisor")
    kinds = figures.table(("received",), GUANGYUAN, GroupBy.KIND, Filters())
    channels = figures.table(("received",), GUANGYUAN, GroupBy.CHANNEL, COMPLAINTS)

    assert {line.label: line.figures[0].value for line in kinds.lines} == {
        "complaint": 250,
        "report": 37,
        "consultation": 110,
    }
    assert {line.label: line.figures[0].value for line in channels.lines} == {"phone": 119, "web": 131}


def test_a_figure_opens_into_the_cases_it_counts(guangyuan: None, figures_of: Callable[[str], Figures]) -> None:
    figures = figures_of("supervisor")
    figure = figures.card("mediation_success_rate", GUANGYUAN, COMPLAINTS, "of_closed").figure
    numbers: list[str] = []
    after = None
    while True:
        page = figures.cases_of(figure.cell, "success_of_closed", after, 40)
        numbers += [row.number for row in page.rows]
        after = page.after
        if after is None:
            break

    assert len(numbers) == len(set(numbers)) == 92


# 接收, 受理, 不受理, 办结, 办结率 as published for August 2024.
PUBLISHED = {
    "晋中市局": (32, 15, 16, 28, "87.50"),
    "榆次": (272, 117, 153, 254, "93.38"),
    "榆社": (10, 8, 2, 5, "50.00"),
    "左权": (10, 4, 6, 8, "80.00"),
    "和顺": (9, 5, 4, 9, "100.00"),
    "昔阳": (25, 14, 11, 16, "64.00"),
    "寿阳": (15, 12, 2, 5, "33.33"),
}


@pytest.fixture(scope="module")
def jinzhong(database: TestDatabase, rows: Rows) -> dict[str, UUID]:
    """August 2024: seven authorities, each with its own counts."""
    units = {"晋中市局": CENTRE, "榆次": BUREAU, "榆社": OTHER_BUREAU}
    for place, name in enumerate(list(PUBLISHED)[3:]):
        units[name] = uuid4()
        database.as_person("administrator").run_command(
            "put_unit",
            {
                "id": units[name],
                "code": f"JH-J{place}",
                "name": f"{name}县市场监督管理局",
                "short_name": name,
                "level": "county",
                "parent_id": CENTRE,
                "is_authority": True,
                "number_word": name,
            },
        )
    first, decided, ended = date(2024, 8, 2), date(2024, 8, 6), date(2024, 8, 20)
    for name, (received, accepted, declined, closed, _) in PUBLISHED.items():
        unit = units[name]
        closing = min(closed, declined)
        no = {"unit": unit, "received_on": first, "decided_on": decided, "declined_on": decided, "outcome": "declined"}
        rows.put(closing, told_on=decided, concluded_on=decided, closed_on=decided, **no)
        rows.put(declined - closing, concluded_on=decided, state="declined", **no)
        yes = {"unit": unit, "received_on": first, "decided_on": decided, "accepted_on": decided}
        rows.put(closed - closing, outcome="agreed", concluded_on=ended, closed_on=ended, **yes)
        rows.put(accepted - (closed - closing), state="mediating", **yes)
        rows.put(received - accepted - declined, unit=unit, received_on=first)
    return units


def test_every_row_of_jinzhongs_august_comes_out_as_published(
    jinzhong: dict[str, UUID], figures_of: Callable[[str], Figures]
) -> None:
    table = figures_of("supervisor").table(
        ("received", "accepted", "declined", "closed", "closing_rate"),
        JINZHONG,
        GroupBy.UNIT,
        Filters(unit_by="deciding"),
    )
    told = {line.label: [figure.value for figure in line.figures] for line in table.lines}

    for name, (received, accepted, declined, closed, rate) in PUBLISHED.items():
        assert told[str(jinzhong[name])] == [received, accepted, declined, closed, Decimal(rate)], name
    assert all(reconciled.agrees for reconciled in table.reconciled.values())
    assert table.total.figures[0].value == sum(row[0] for row in PUBLISHED.values())


def test_the_undecided_stand_beside_the_rate_of_acceptance(
    jinzhong: dict[str, UUID], figures_of: Callable[[str], Figures]
) -> None:
    figures = figures_of("supervisor")
    yuci = Filters(unit_id=jinzhong["榆次"], unit_by="deciding", kinds=frozenset({"complaint"}))
    statutory = figures.card("acceptance_rate", JINZHONG, yuci).figure
    of_received = figures.card("acceptance_rate", JINZHONG, yuci, "of_received").figure

    assert statutory.value == Decimal("43.33")  # 117 ÷ 270
    assert [(part.measure, part.n) for part in statutory.beside] == [("undecided", 2)]
    assert of_received.value == Decimal("43.01")  # 117 ÷ 272


WENZHOU_CHANNELS = {
    "national_pc": 4260,
    "national_mini_program": 9075,
    "national_official_account": 136,
    "national_alipay": 562,
    "national_app": 2579,
    "national_baidu": 2,
    "transfer_12345": 18561,
    "phone": 1530,
    "letter": 1143,
    "walk_in": 28,
    "transfer_other": 1,
}


def test_what_wenzhous_channels_are_short_of_the_total_is_said_and_not_hidden(
    rows: Rows, figures_of: Callable[[str], Figures]
) -> None:
    for channel, n in {**WENZHOU_CHANNELS, "": 37_894 - sum(WENZHOU_CHANNELS.values())}.items():
        rows.count(n, "received", date(2025, 2, 1), channel=channel)
    table = figures_of("supervisor").table(("received",), WENZHOU, GroupBy.CHANNEL, Filters())

    assert table.total.figures[0].value == 37_894
    assert table.reconciled["received"].summed == 37_877
    assert table.reconciled["received"].missing == 17
    assert any("37,877" in remark and "37,894" in remark and "17" in remark for remark in table.remarks)
    assert [line.figures[0].value for line in table.lines if not line.label] == [17]
