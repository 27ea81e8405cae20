"""Articles are cited as the law counts them: 条, 款, 项."""

from collections.abc import Iterator

import pytest

from app.models import words
from app.models.articles import article_words, numeral
from app.models.clock_words import citation


@pytest.fixture
def chinese() -> Iterator[None]:
    before = words.spoken()
    words.speak("zh_CN")
    yield
    words.speak(before)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("15", "第十五条"),
        ("10(3)", "第十条第三款"),
        ("23(2)", "第二十三条第二款"),
        ("23(1)(5)", "第二十三条第一款第五项"),
        ("37(1)(5)", "第三十七条第一款第五项"),
        ("115", "第一百一十五条"),
        ("20之一", "第20之一条"),
    ],
)
@pytest.mark.usefixtures("chinese")
def test_the_first_bracket_is_the_paragraph_and_the_second_the_item(article: str, said: str) -> None:
    assert article_words(article) == said


@pytest.mark.usefixtures("chinese")
def test_another_law_is_named_before_its_article() -> None:
    assert citation("PENALTY_PROCEDURE:18") == "行政处罚程序规定第十八条"
    assert citation("23(1)(5)") == "第二十三条第一款第五项"


def test_in_english_the_brackets_stay() -> None:
    assert citation("23(1)(5)") == "Art. 23(1)(5)"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
    ],
)
def test_articles_are_counted_in_chinese_numerals(number: int, said: str) -> None:
    assert numeral(number) == said


def test_nothing_is_counted_below_one_or_from_a_thousand_on() -> None:
    for number in (0, 1000):
        with pytest.raises(ValueError, match="between 1 and 999"):
            numeral(number)
