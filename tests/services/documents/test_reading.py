"""A form's text is refused with line and reason; a right one is read."""

import pytest

from app.services.documents.forms import FOLDER, Forms
from app.services.documents.reading import TemplateError, read_template
from tests.services.documents.samples import SAMPLES

GOOD = (FOLDER / "2026" / "06_non_acceptance_decision.toml").read_text(encoding="utf-8")
TABLE = (FOLDER / "2026" / "01_complaint_registration.toml").read_text(encoding="utf-8")


def refused(text):
    with pytest.raises(TemplateError) as error:
        read_template(text, source="x.toml")
    assert error.value.text.startswith(f"x.toml, line {error.value.line}: ")
    return error.value


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_the_shipped_forms_are_all_right_and_complete(press):
    forms = Forms.shipped().all("ORDER121")

    assert [form.form for form in forms] == list(range(1, 11))
    assert {form.code for form in forms} == set(SAMPLES)
    assert len({form.word for form in forms}) == len(forms)
    for form in Forms.shipped().all():
        assert not press.fonts.undrawable(form.title)


def test_a_misspelt_field_is_refused_on_its_line():
    text = GOOD.replace("{received_on}收到", "{recieved_on}收到")
    error = refused(text)

    assert "recieved_on" in error.text
    assert error.line == line_of(text, "{recieved_on}")


def test_broken_syntax_is_refused_on_its_line():
    text = GOOD.replace('title = "投诉不予受理决定书"', 'title = "投诉不予受理决定书')
    error = refused(text)

    assert error.line == line_of(text, 'title = "')


def test_a_field_that_is_printed_nowhere_is_refused():
    text = GOOD.replace("[[parts]]", 'extra = { label = "多余", english = "Extra" }\n\n[[parts]]', 1)

    assert "extra" in refused(text).text


def test_an_optional_field_alone_in_brackets_is_refused_because_it_could_print_empty_ones():
    text = GOOD.replace("highest = 7, required = true", "highest = 7")
    error = refused(text)

    assert "ground" in error.text
    assert error.line == line_of(text, "{ground}")


@pytest.mark.parametrize(
    ("right", "wrong", "word"),
    [
        ('kind = "item"', 'kind = "items"', "ground"),
        ('code = "non_acceptance_decision"', "", "code"),
        ("form = 6", 'form = "6"', "form"),
        ('basis = "', 'bases = "', "bases"),
        ("{serial}号", "{serail}号", "pattern"),
        ("addressee = {", "authority = {", "authority"),
        ('seal = "{authority}（印章）"', 'stamp = "x"', "part"),
        ("特此告知。\n", "\n特此告知。\n", "empty"),
        ('english = "Subject"', 'englisch = "Subject"', "subject"),
    ],
)
def test_other_mistakes_are_refused_with_their_reason(right, wrong, word):
    assert right in GOOD

    assert word in refused(GOOD.replace(right, wrong, 1)).text


def test_a_table_row_that_does_not_fill_its_columns_is_refused_on_its_line():
    text = TABLE.replace(
        '"联系地址", { text = "{complainant_address}", span = 4 }', '"联系地址", "{complainant_address}"'
    )
    error = refused(text)

    assert "3 of 6" in error.text
    assert error.line == line_of(text, '"联系地址", "{complainant_address}"')
