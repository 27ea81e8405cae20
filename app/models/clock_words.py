"""Why a deadline is what it is, in the reader's words: one line a day, and one sentence for the list."""

from datetime import date

from app.models.articles import article_words
from app.models.clock_reading import LEGAL_ZONE, ClockReading, ClockState, Step, StepKind
from app.models.rule_sets import Unit
from app.models.words import mark, tr

WEEKDAYS = (mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat"), mark("Sun"))

TITLES: dict[str, str] = {
    "accept_decision": mark("Accept or decline"),
    "identity_proof": mark("Proof of identity from the complainant"),
    "reply_date": mark("Reply of the enterprise"),
    "mediation": mark("End the mediation"),
    "mediation_legacy": mark("End the mediation (45 working days)"),
    "mediation_limit": mark("End the mediation"),
    "termination_proposal": mark("Propose termination"),
    "termination_notice": mark("Tell both sides that mediation is terminated"),
    "clue_verification": mark("Verify the clue"),
    "report_verification": mark("Verify the report"),
    "report_notice": mark("Tell the reporter"),
    "report_notice_legacy": mark("Tell the reporter whether a case is filed"),
    "jurisdiction_dispute": mark("Settle who is competent"),
    "case_decision": mark("Decide the filed case"),
    "odr_negotiation": mark("Negotiation of the enterprise"),
    "hubei_settle_target": mark("Target of the settlement order"),
    "hubei_settle_max": mark("End of the settlement order"),
    "voicemail_listen": mark("Listen to the voicemail"),
    "call_back": mark("Call back"),
    "reconsideration_reply": mark("Reply in the reconsideration"),
    "reconsideration_reply_simple": mark("Reply in the summary reconsideration"),
    "court_reply": mark("Reply to the court"),
    "information_disclosure": mark("Answer the disclosure request"),
}

LAWS: dict[str, str] = {
    "REGULATION": mark("Implementing Regulation Art. {article}"),
    "PENALTY_PROCEDURE": mark("Penalty Procedure Art. {article}"),
    "ADVERTISING_LAW": mark("Advertising Law Art. {article}"),
    "UNFAIR_COMPETITION_LAW": mark("Unfair Competition Law Art. {article}"),
    "FOOD_SAFETY_LAW": mark("Food Safety Law Art. {article}"),
    "RECONSIDERATION_LAW": mark("Reconsideration Law Art. {article}"),
    "LITIGATION_LAW": mark("Administrative Litigation Law Art. {article}"),
    "DISCLOSURE_REGULATION": mark("Disclosure Regulation Art. {article}"),
}

PAUSES: dict[str, str] = {
    "testing": mark("testing"),
    "appraisal": mark("appraisal"),
    "recusal": mark("recusal"),
    "identity_request": mark("proof of identity asked for"),
    "identification": mark("identification by the right holder"),
    "hearing": mark("hearing"),
    "announcement": mark("public announcement"),
}

UNITS: dict[Unit, tuple[str, str]] = {
    Unit.WORKING_DAY: (mark("1 working day"), mark("{n} working days")),
    Unit.DAY: (mark("1 day"), mark("{n} days")),
    Unit.HOUR: (mark("1 hour"), mark("{n} hours")),
}

HOLIDAYS: dict[str, str] = {
    "元旦": mark("New Year"),
    "春节": mark("Spring Festival"),
    "清明节": mark("Tomb-sweeping Day"),
    "劳动节": mark("Labour Day"),
    "端午节": mark("Dragon Boat Festival"),
    "中秋节": mark("Mid-autumn Festival"),
    "国庆节": mark("National Day"),
    "抗战胜利纪念日": mark("Victory Day"),
    "": mark("day off"),
}

STEPS: dict[StepKind, str] = {
    StepKind.COUNTED: mark("{day} {weekday} day {number}"),
    StepKind.MAKE_UP: mark("{day} {weekday} make-up workday {number}"),
    StepKind.WEEKEND: mark("{day} {weekday} weekend, not counted"),
    StepKind.HOLIDAY: mark("{day} {weekday} holiday, not counted: {reason}"),
    StepKind.PAUSED: mark("{day} {weekday} paused: {reason}"),
    StepKind.MOVED: mark("{day} {weekday} the last day moves here, off the days off"),
}


def title(key: str) -> str:
    """Return a clock's short name; a clock of the centre's own shows its key."""
    return tr(TITLES.get(key, key))


def citation(article: str) -> str:
    """Return an article as people cite it, such as ``Art. 15`` or ``Penalty Procedure Art. 18``; empty for none."""
    law, _, number = article.rpartition(":")
    if not number:
        return ""
    return tr(LAWS.get(law, mark("Art. {article}")), article=article_words(number))


def amount(unit: Unit, count: int) -> str:
    """Return a number of units in words, such as ``7 working days``."""
    one, many = UNITS[unit]
    return tr(one) if count == 1 else tr(many, n=count)


def summary(reading: ClockReading) -> str:
    """Return the deadline in one sentence: ``Accept or decline by 11-30 (7 working days, Art. 15)``."""
    return tr("{title} by {due} ({terms})", title=title(reading.key), due=_due(reading), terms=_terms(reading))


def standing(reading: ClockReading) -> str:
    """Return where the clock stands: ``3 working days left``, ``overdue by 1 day``, ``in time on 11-26``."""
    count = amount(reading.unit, abs(reading.remaining))
    match reading.state:
        case ClockState.MET:
            return tr("in time on {day}", day=_day(reading, reading.stopped_on or reading.due_on))
        case ClockState.MISSED:
            return tr("late on {day} by {count}", day=_day(reading, reading.stopped_on or reading.due_on), count=count)
        case ClockState.OVERDUE:
            return tr("overdue by {count}", count=count)
        case ClockState.PAUSED:
            return tr("paused, {count} left", count=count)
    return tr("{count} left", count=count) if reading.remaining else tr("last day today")


def why(reading: ClockReading) -> tuple[str, ...]:
    """Explain a deadline line by line: the sentence, every day, then what moved, stopped or may still move it."""
    lines = [summary(reading), *([tr("Basis: {basis}", basis=reading.basis)] if reading.basis else [])]
    if reading.leans_on:
        lines += _why_leaning(reading)
    elif reading.unit is not Unit.HOUR:
        lines += _days(reading)
    return (*lines, *_remarks(reading))


def _why_leaning(reading: ClockReading) -> list[str]:
    if reading.steps:
        return [
            line
            for part in sorted(reading.leans_on, key=lambda each: each.due_on)
            for line in (summary(part), *_days(part))
        ]
    anchor = reading.leans_on[0]
    return [
        summary(anchor),
        tr(
            "{day} {weekday} is {count} before that day",
            day=_day(reading, reading.due_on),
            weekday=_weekday(reading.due_on),
            count=amount(reading.unit, -reading.length),
        ),
    ]


def _days(reading: ClockReading) -> list[str]:
    start = tr(
        "{day} {weekday} start day, not counted",
        day=_day(reading, reading.started_on),
        weekday=_weekday(reading.started_on),
    )
    return [start, *(_line(reading, step) for step in reading.steps)]


def _remarks(reading: ClockReading) -> list[str]:
    remarks = []
    if reading.extended:
        remarks.append(tr("Extended by {count}, approved in time", count=amount(reading.unit, reading.extended)))
    if reading.late_extension:
        day = _day(reading, reading.late_extension)
        remarks.append(tr("The approval of {day} came after the last day and extends nothing", day=day))
    if reading.paused_days:
        remarks.append(tr("Pauses took out {count}", count=amount(reading.unit, reading.paused_days)))
    if reading.state is ClockState.PAUSED:
        remarks.append(tr("The pause still lasts: the last day moves on with it"))
    if reading.safe_on != reading.due_on:
        day = _day(reading, reading.safe_on)
        remarks.append(tr("Safe until {day}: the last working day before a day off", day=day))
    if reading.provisional:
        remarks.append(tr("Provisional: the work calendar is not announced that far yet"))
    if not reading.official:
        remarks.append(tr("The official text of this rule is still to be confirmed"))
    return [*remarks, standing(reading)]


def _line(reading: ClockReading, step: Step) -> str:
    source = STEPS[step.kind]
    if step.kind is StepKind.COUNTED and reading.unit is Unit.WORKING_DAY:
        source = mark("{day} {weekday} working day {number}")
    return tr(
        source,
        day=_day(reading, step.day),
        weekday=_weekday(step.day),
        number=step.number,
        reason=tr({**PAUSES, **HOLIDAYS}.get(step.note, step.note)),
    )


def _terms(reading: ClockReading) -> str:
    if reading.leans_on and not reading.steps:
        count = amount(reading.unit, -reading.length)
        return tr("{count} before {day}", count=count, day=_day(reading, reading.leans_on[0].due_on))
    count = amount(reading.unit, reading.length)
    article = citation(reading.article)
    return tr("{count}, {article}", count=count, article=article) if article else count


def _due(reading: ClockReading) -> str:
    if reading.due_at is None:
        return _day(reading, reading.due_on)
    return f"{_day(reading, reading.due_on)} {reading.due_at.astimezone(LEGAL_ZONE):%H:%M}"


def _day(reading: ClockReading, day: date) -> str:
    """Show month and day, and the year only where it is not the year the clock started in."""
    return f"{day:%m-%d}" if day.year == reading.started_on.year else day.isoformat()


def _weekday(day: date) -> str:
    return tr(WEEKDAYS[day.weekday()])
