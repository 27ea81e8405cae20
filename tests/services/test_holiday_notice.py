"""The notice as the State Council publishes it becomes the days of the calendar."""

from datetime import date, timedelta

import pytest

from app.models.calendar import seed_calendar
from app.services.errors import UserError
from app.services.holiday_notice import days_of, read_notice

OF_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""


def test_the_notice_of_2026_gives_exactly_the_working_days_of_the_published_calendar() -> None:
    read = {row.day: row for row in days_of(read_notice(OF_2026, 2026))}
    published = seed_calendar()
    day = date(2026, 1, 1)
    while day.year == 2026:
        works = read[day].is_workday if day in read else day.weekday() < 5
        assert works == published.is_working_day(day), day
        day += timedelta(days=1)


def test_a_holiday_has_its_name_and_a_make_up_day_is_worked() -> None:
    stretches = read_notice(OF_2026, 2026)
    spring = next(stretch for stretch in stretches if stretch.name == "春节" and not stretch.works)

    assert (spring.first, spring.last, spring.days) == (date(2026, 2, 15), date(2026, 2, 23), 9)
    assert [stretch.first for stretch in stretches if stretch.works and stretch.name == "国庆节"] == [
        date(2026, 9, 20),
        date(2026, 10, 10),
    ]


def test_rows_of_iso_dates_are_read_too() -> None:
    stretches = read_notice("春节 2027-02-05 至 2027-02-11\n春节 2027-02-14 上班", 2027)

    assert [(stretch.first, stretch.last, stretch.works) for stretch in stretches] == [
        (date(2027, 2, 5), date(2027, 2, 11), False),
        (date(2027, 2, 14), date(2027, 2, 14), True),
    ]


@pytest.mark.parametrize(
    "text", ["", "各省、自治区、直辖市人民政府：", "国庆节：10月7日至1日放假。", "元旦：13月1日放假。"]
)
def test_a_slip_is_said_and_nothing_is_guessed(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read_notice(text, 2027)
    assert refused.value.field == "notice"
