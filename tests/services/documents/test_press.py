"""What the press takes, refuses and gives back."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from hashlib import sha256
from io import BytesIO
from time import process_time

import pytest
from pypdf import PdfReader

from app.services.documents import chinese
from app.services.documents.copies import overlay_copy_mark
from app.services.documents.templates import missing
from app.services.errors import UserError
from tests.services.documents.geometry import sheets
from tests.services.documents.samples import ISSUED, LETTERHEAD, SAMPLES, print_paper, read_back


@pytest.mark.parametrize("code", SAMPLES)
def test_the_same_paper_has_the_same_bytes_every_time(press, code):
    first, second = print_paper(press, code), print_paper(press, code)

    assert first.pdf == second.pdf
    assert first.sha256 == sha256(first.pdf).hexdigest()
    assert first.pages == len(PdfReader(BytesIO(first.pdf)).pages)


@pytest.mark.parametrize("code", SAMPLES)
def test_a_papers_properties_tell_nothing_about_people_or_places(press, code):
    properties = PdfReader(BytesIO(print_paper(press, code).pdf)).metadata

    assert properties.title == press.forms.get(code).title
    assert not properties.author
    assert not properties.subject
    assert "张三" not in str(dict(properties))


@pytest.mark.parametrize("code", SAMPLES)
def test_an_empty_required_field_is_named_and_nothing_is_printed(press, code):
    form = press.forms.get(code)
    for field in form.fields:
        if field.required:
            with pytest.raises(UserError) as refused:
                print_paper(press, code, **{field.name: None})

            assert refused.value.field == field.name
            assert field.english in refused.value.text


@pytest.mark.parametrize("code", SAMPLES)
def test_what_is_missing_is_told_in_the_forms_order(press, code):
    form = press.forms.get(code)

    assert missing(form, {}) == tuple(field for field in form.fields if field.required)
    assert missing(form, SAMPLES[code]) == ()


def test_white_space_alone_does_not_fill_a_required_field(press):
    with pytest.raises(UserError):
        print_paper(press, "acceptance_decision", subject=" \u200b\n　")


@pytest.mark.parametrize("code", SAMPLES)
def test_a_blank_draft_of_every_form_can_be_looked_at(press, code):
    form = press.forms.get(code)
    number = form.number_text(district="浦", year=2026, serial=None)
    paper = press.render(form, {}, number=number, issued_on=ISSUED, letterhead=LETTERHEAD, draft=True)

    assert form.title in read_back(paper)


def test_an_empty_optional_field_leaves_a_ruled_blank(press):
    text = read_back(print_paper(press, "acceptance_decision", contact=None, contact_phone=""))

    assert "联系人：；联系电话：。" in text


def test_a_field_the_form_does_not_have_is_our_mistake(press):
    with pytest.raises(ValueError, match="no field contact_name"):
        print_paper(press, "acceptance_decision", contact_name="王某")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("received_on", "2026-11-21"),
        ("ground", 8),
        ("ground", True),
        ("ground", 0),
        ("subject", 3),
        ("addressee", ("张三",)),
    ],
)
def test_a_value_of_the_wrong_kind_is_our_mistake(press, field, value):
    with pytest.raises(ValueError, match=field):
        print_paper(press, "non_acceptance_decision", **{field: value})


def test_numbers_follow_the_forms_pattern(press):
    form = press.forms.get("non_acceptance_decision")

    assert form.number_text(district="浦", year=2026, serial=7) == "浦市监投不受〔2026〕第7号"
    assert form.number_text(district="浦", year=2027, serial=71901, word="投登") == "浦市监投登〔2027〕第71901号"


def test_the_forms_of_order_121_may_not_be_issued_before_it_was_in_force(press):
    assert press.forms.get("acceptance_decision", on=date(2026, 4, 15)).form == 5
    with pytest.raises(UserError):
        press.forms.get("acceptance_decision", on=date(2026, 4, 14))


def test_a_copy_is_marked_on_every_page_and_the_stored_paper_is_not_changed(press):
    paper = print_paper(press, "non_acceptance_decision")
    before = bytes(paper.pdf)
    marked = overlay_copy_mark(paper.pdf, "副本", press.fonts)

    assert paper.pdf == before
    pages = PdfReader(BytesIO(marked)).pages
    assert len(pages) == paper.pages == 2
    assert all("副本" in page.extract_text() for page in pages)
    assert read_back(replace(paper, pdf=marked)).replace("副本", "") == read_back(paper)
    assert overlay_copy_mark(paper.pdf, "副本", press.fonts) == marked


def test_a_copy_mark_stands_above_the_text(press):
    marked = overlay_copy_mark(print_paper(press, "non_acceptance_decision").pdf, "复印件", press.fonts)

    for sheet in sheets(marked):
        mark = next(word for word in sheet.words if word.text == "复印件")
        assert all(word.baseline < mark.baseline - 16 for word in sheet.words if word is not mark)


def test_an_empty_copy_mark_is_refused(press):
    with pytest.raises(UserError):
        overlay_copy_mark(print_paper(press, "acceptance_decision").pdf, "", press.fonts)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("95379", "玖万伍仟叁佰柒拾玖元整"),
        ("1109.70", "壹仟壹佰零玖元柒角"),
        ("0.05", "伍分"),
        ("100000000", "壹亿元整"),
    ],
)
def test_amounts_are_written_in_formal_numerals(amount, words):
    assert chinese.amount_in_words(Decimal(amount)) == words


@pytest.mark.parametrize("amount", ["-1", "0.001"])
def test_what_is_no_amount_is_not_written(amount):
    with pytest.raises(ValueError, match="no amount"):
        chinese.amount_in_words(Decimal(amount))


def test_an_appointment_kept_in_universal_time_is_printed_by_the_offices_clock(press):
    text = read_back(print_paper(press, "mediation_notice", mediation_at=datetime(2026, 11, 30, 22, 0, tzinfo=UTC)))

    assert "请于2026年12月1日6时到" in text


def test_dates_are_written_in_figures_and_in_words():
    assert chinese.day(date(2026, 11, 21)) == "2026年11月21日"
    assert chinese.day_in_words(date(2026, 11, 21)) == "二〇二六年十一月二十一日"
    assert chinese.day_in_words(date(2030, 10, 10)) == "二〇三〇年十月十日"


def test_fifty_papers_are_printed_faster_than_a_clerk_can_stack_them(press):
    codes = list(SAMPLES) * 5
    print_paper(press, codes[0])
    start = process_time()
    for code in codes:
        print_paper(press, code)

    assert (process_time() - start) / len(codes) < 0.06
