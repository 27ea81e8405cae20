"""One box: what was typed may be words, a number, a credit code or the initials of a name."""

import pytest

from app.services.search.excerpt import excerpt
from app.services.search.question import understand


@pytest.mark.parametrize(
    ("typed", "words", "number"),
    [
        ("退", ("退",), ""),
        ("退款  押金", ("退款", "押金"), ""),
        ("ＡＢＣ退款", ("abc退款",), ""),
        ("2026-000123", ("2026-000123",), "2026-000123"),
        ("２０２６－０００１２３", ("2026-000123",), "2026-000123"),
        ("6721", ("6721",), "6721"),
        ("   ", (), ""),
    ],
)
def test_words_are_apart_by_blanks_and_a_number_is_one_of_them(typed: str, words: tuple[str, ...], number: str) -> None:
    found = understand(typed)
    assert (found.words, found.number) == (words, number)


@pytest.mark.parametrize("typed", ["13893416721", "138 9341 6721", "+86 138-9341-6721", "１３８９３４１６７２１"])
def test_a_whole_telephone_number_goes_through_the_audited_door(typed: str) -> None:
    assert understand(typed).exact == "13893416721"


def test_part_of_a_telephone_number_never_does() -> None:
    assert understand("1389341").exact == ""
    assert understand("退款13893416721").exact == ""


def test_a_credit_code_and_initials_are_known_by_their_look() -> None:
    assert understand("91620102ma72x1234x").credit_code == "91620102MA72X1234X"
    assert understand("xxjs").initials == "xxjs"
    assert understand("退款xxjs").initials == ""


def test_an_excerpt_shows_the_words_where_they_stand_in_the_text_as_written() -> None:
    found = excerpt(["", "本店\n\n  办理年卡ＡＢＣ后關門不退款"], ["退款", "abc", "关门"])
    assert found.text == "本店 办理年卡ＡＢＣ后關門不退款"
    assert [found.text[start:end] for start, end in found.marks] == ["ＡＢＣ", "關門", "退款"]


def test_an_excerpt_of_a_long_text_begins_near_the_word() -> None:
    found = excerpt(["甲" * 400 + "押金" + "乙" * 400], ["押金"])
    assert found.text.startswith("…")
    assert found.text.endswith("…")
    assert [found.text[start:end] for start, end in found.marks] == ["押金"]
