"""The work calendar: which days of a year differ from the week's usual ones, and announcing the next year."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from typing_extensions import override

from app.models.words import mark, tr
from app.services.administration import Administration, DayRow, holiday, make_up_day
from app.services.errors import UserError
from app.services.holiday_notice import Stretch, days_of, read_notice
from app.ui.commands import CommandId
from app.ui.master import Master
from app.ui.seat import Seat
from app.ui.tables.rows import Column, RowsModel
from app.ui.tables.view import RowsView
from app.ui.theme import Tone
from app.ui.widgets.choices import Options
from app.ui.widgets.fields import Field
from app.ui.widgets.labels import words
from app.ui.widgets.sheet import Ask, Line, Sheet

SATURDAY = 5
WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))
OFF, WORKED, USUAL = "off", "worked", "usual"
HOW = ((OFF, mark("Day off")), (WORKED, mark("Worked")), (USUAL, mark("As usual")))


@dataclass(frozen=True)
class Different:
    """Days in a row that differ from the week's usual ones for one reason."""

    stretch: Stretch
    published: bool


def differing(days: Sequence[DayRow]) -> list[Different]:
    """Put the days of a year together that differ from the week's usual ones; a holiday's weekends belong to it."""
    found: list[Different] = []
    for row in days:
        works = row.is_workday and row.day.weekday() >= SATURDAY
        if not works and not row.is_holiday:
            continue
        last = found[-1].stretch if found else None
        if (
            last is not None
            and last.works == works
            and last.name == row.note
            and row.day - last.last == timedelta(days=1)
        ):
            found[-1] = Different(
                Stretch(name=row.note, first=last.first, last=row.day, works=works), found[-1].published
            )
        else:
            found.append(Different(Stretch(name=row.note, first=row.day, last=row.day, works=works), row.published))
    return found


def _announces(values: Mapping[str, Any]) -> bool:
    return values.get("what") == "year"


def _changes_days(values: Mapping[str, Any]) -> bool:
    return not _announces(values)


class CalendarPart(Master):
    """A year's holidays and make-up days at the left, the change at the right."""

    def __init__(self, seat: Seat, office: Administration) -> None:
        super().__init__(seat)
        self._office = office
        self._year = seat.desk.clock.today().year
        self._read_from: tuple[Stretch, ...] = ()
        self.choice = Options([(self._year, str(self._year))])
        self.model: RowsModel[Different] = RowsModel(_columns(), lambda row: row.stretch.first)
        self.view: RowsView[Different] = RowsView(self.model, "calendar", seat.state, label=tr("Calendar"))
        self.sheet = Sheet(self._lines(), seat.desk.clock)
        self._understood = words(kind="hint", wraps=True)
        self._field = Field("year", tr("Year"), self.choice, label_width=0)
        self.lay_out(
            "calendar",
            self.view,
            self.sheet,
            above=self._field,
            below=self._understood,
            save=self.save,
            save_title=mark("Take over"),
            sizes=(620, 580),
        )
        self.choice.chosen.connect(self._year_chosen)
        self.view.moved.connect(self._moved)
        self.sheet.changed.connect(self._explain)
        self._say_empty()
        self.start_change()

    @override
    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        """Say what can be done now."""
        return {
            CommandId.NEW: self.start_change,
            CommandId.SAVE: self.save,
            CommandId.ANNOUNCE_YEAR: self.start_announcing,
        }

    @override
    def take_focus(self) -> None:
        """Go where work begins."""
        if self.model.rowCount():
            self.view.setFocus()
        else:
            self.choice.setFocus()

    def show_calendar(self) -> None:
        """Show the chosen year as the office has it now."""
        known = self.seat.desk.law.calendar
        years = sorted({day.year for day in known.days if day.year >= self._year - 10})
        self.choice.set_rows([(year, self._year_words(year)) for year in years])
        self.choice.set_value(self._year)
        rows = [
            DayRow(
                day=day.day,
                is_workday=day.is_workday,
                is_holiday=day.is_holiday,
                published=day.published,
                note=day.note,
                source=day.source,
            )
            for day in sorted(known.days.values(), key=lambda day: day.day)
            if day.day.year == self._year
        ]
        self.model.set_rows(differing(rows))
        self._say_empty()

    def start_change(self) -> None:
        """Empty the sheet for a stretch of days."""
        self.sheet.put({"what": "days", "how": OFF})
        self.set_heading(tr("Change days"), tr("Open cases get their new dates at once."))
        self._explain()

    def start_announcing(self) -> None:
        """Empty the sheet for a year's notice."""
        ahead = self.seat.desk.clock.today().year + 1
        self.sheet.put({"what": "year", "year": ahead})
        self.set_heading(
            tr("Announce a year's holidays"),
            tr("Paste the paragraphs of the State Council's notice. Dates beyond it are provisional until then."),
        )
        self._explain()
        self.sheet.field("source").focus_editor()

    def save(self) -> None:
        """Change the days; every open case whose date moves is counted."""
        problem = self.sheet.problem()
        values = self.sheet.values()
        days: tuple[DayRow, ...] = ()
        try:
            days = self._days(values) if problem is None else ()
        except UserError as error:
            problem = error
        if problem is not None:
            self.refused(problem)
            return
        until = date(values["year"], 12, 31) if _announces(values) else None
        self._year = days[0].day.year if days else self._year
        self.run(
            lambda: self._office.put_days(days, source=values["source"], published_until=until),
            self._changed,
        )

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self._field.set_label(tr("Year"))
        self.view.retranslate()
        self.show_calendar()
        self._explain()

    def _changed(self, cases: int) -> None:
        self.seat.messages.note(tr("Taken over; {n} open cases were counted anew.", n=cases))
        self.start_change()
        self.done.emit()

    def _days(self, values: Mapping[str, Any]) -> tuple[DayRow, ...]:
        if _announces(values):
            return days_of(read_notice(values["notice"], values["year"]))
        first, last = values["first"], values["last"] or values["first"]
        if last < first:
            raise UserError(tr("The last day lies before the first."), field="last")
        found: list[DayRow] = []
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if values["how"] == OFF:
                found += holiday(day, day, values["note"])
            else:
                usual = day.weekday() < SATURDAY
                works = True if values["how"] == WORKED else usual
                row = make_up_day(day, values["note"] if values["how"] == WORKED else "")
                found.append(
                    row
                    if works
                    else DayRow(day=day, is_workday=False, is_holiday=False, published=True, note="", source="")
                )
        return tuple(found)

    def _explain(self) -> None:
        """Say below the sheet what was understood, before anything is changed."""
        values = self.sheet.values()
        self.sheet.field("notice").set_error("")
        if not _announces(values) or not values["notice"] or not values["year"]:
            self._understood.setText("")
            return
        try:
            stretches = read_notice(values["notice"], values["year"])
        except UserError as error:
            self._understood.setText(error.text)
            return
        self._understood.setText("\n".join(_stretch_words(stretch) for stretch in stretches))

    def _moved(self, row: Different | None) -> None:
        if row is None or self.sheet.is_changed() or _announces(self.sheet.values()):
            return
        stretch = row.stretch
        self.sheet.put(
            {
                "what": "days",
                "first": stretch.first,
                "last": stretch.last,
                "how": WORKED if stretch.works else OFF,
                "note": stretch.name,
            }
        )

    def _year_chosen(self, year: object) -> None:
        self._year = int(str(year))
        self.show_calendar()

    def _year_words(self, year: int) -> str:
        guessed = any(not day.published for day in self.seat.desk.law.calendar.days.values() if day.day.year == year)
        return tr("{year} · not announced yet", year=year) if guessed else str(year)

    def _say_empty(self) -> None:
        self.view.empty.say(
            tr("Nothing is announced for this year"),
            tr("Until then its dates are counted by weekdays and marked as provisional."),
            icon="calendar",
            action=tr("Announce a year's holidays"),
            keys="Alt+Y",
            act=self.start_announcing,
        )

    def _lines(self) -> list[Line]:
        return [
            Line(
                name="what",
                title=mark("Change"),
                ask=Ask.FEW,
                rows=lambda: [("days", tr("Some days")), ("year", tr("A whole year"))],
            ),
            Line(name="year", title=mark("Year"), ask=Ask.NUMBER, needed=True, shown=_announces),
            Line(
                name="source",
                title=mark("Notice"),
                needed=True,
                hint=mark("Its number, like 国办发明电〔2025〕7号; every date says it comes from there."),
            ),
            Line(name="notice", title=mark("Its text"), ask=Ask.TEXT, needed=True, shown=_announces),
            Line(name="first", title=mark("First day"), ask=Ask.DAY, future=True, needed=True, shown=_changes_days),
            Line(name="last", title=mark("Ends on"), ask=Ask.DAY, future=True, shown=_changes_days),
            Line(
                name="how",
                title=mark("Then"),
                ask=Ask.FEW,
                rows=lambda: [(value, tr(said)) for value, said in HOW],
                shown=_changes_days,
            ),
            Line(name="note", title=mark("Holiday"), shown=_changes_days),
        ]


def _stretch_words(stretch: Stretch) -> str:
    """Say one stretch in a line."""
    days = _day_words(stretch.first)
    if stretch.days > 1:
        days = f"{days} – {_day_words(stretch.last)}"
    what = tr("worked") if stretch.works else tr("{n} days off", n=stretch.days)
    return f"{days}  {stretch.name}  {what}"


def _day_words(day: date) -> str:
    return f"{day:%m-%d} {tr(WEEKDAYS[day.weekday()])}"


def _columns() -> list[Column[Different]]:
    return [
        Column(
            "first", mark("First day"), lambda row: _day_words(row.stretch.first), lambda row: row.stretch.first, 92
        ),
        Column("last", mark("Ends on"), lambda row: _day_words(row.stretch.last), lambda row: row.stretch.last, 92),
        Column("days", mark("Days"), lambda row: str(row.stretch.days), lambda row: row.stretch.days, 60, number=True),
        Column("name", mark("Holiday"), lambda row: row.stretch.name, stretches=True),
        Column(
            "how",
            mark("Then"),
            lambda row: tr("Make-up day") if row.stretch.works else tr("Day off"),
            width=96,
            tone=lambda row: Tone.SOON if row.stretch.works else Tone.DONE,
            icon=lambda row: "work" if row.stretch.works else "calendar",
        ),
    ]
