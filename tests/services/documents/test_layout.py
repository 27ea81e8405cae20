"""Whatever is filled in: nothing leaves its box, nothing lies on anything else, nothing is left out."""

import itertools
import re
import string
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, Phase, given, settings, strategies as st

from app.services.documents.fields import Kind
from app.services.documents.forms import Forms
from tests.services.documents.geometry import MM, fonts_of, sheets
from tests.services.documents.samples import ISSUED, LETTERHEAD, SAMPLES, print_paper, read_back, squeezed

LEFT, RIGHT = 28 * MM, (210 - 26) * MM
TOP, BOTTOM = (297 - 37) * MM, 35 * MM
SLACK = 0.6  # points

_HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
_PIECE = st.one_of(
    _HAN,
    _HAN,
    _HAN,
    st.sampled_from("，。、；：？！“”‘’（）《》〔〕…—·%￥１Ａ𠮷㛃䶮𬭚\u202e\u200b\u00a0\t\x07"),
    st.text(string.ascii_letters + string.digits + "./-,:", max_size=60),
)
TEXT = st.lists(_PIECE, max_size=120).map("".join)
LONG = st.lists(st.lists(_PIECE, max_size=200).map("".join), min_size=1, max_size=12).map("\n".join)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))


def values(field):
    """Give values of one field, empty ones among them where it may be empty."""
    kinds = {
        Kind.TEXT: TEXT,
        Kind.LONG: LONG,
        Kind.NAMES: st.lists(TEXT, max_size=40).map(tuple),
        Kind.DATE: DAYS,
        Kind.HOUR: DAYS.map(lambda day: datetime(day.year, day.month, day.day, 9, 30)),  # noqa: DTZ001 wall clock
        Kind.COUNT: st.integers(min_value=0, max_value=99999),
        Kind.ITEM: st.integers(min_value=1, max_value=field.highest),
        Kind.CONSENT: st.booleans(),
        Kind.AMOUNT: st.decimals(min_value=0, max_value=10**10, places=2),
    }
    strategy = st.sampled_from(field.options) if field.options else kinds[field.kind]
    if field.required:
        return strategy.filter(lambda value: not field.is_empty(value))
    return st.one_of(strategy, st.none())


def data_of(form):
    return st.fixed_dictionaries({field.name: values(field) for field in form.fields})


FILLED = st.sampled_from(Forms.shipped().all()).flatmap(lambda form: st.tuples(st.just(form), data_of(form)))
GENEROUS = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],  # a failing paper is small enough to look at, and shrinking takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def check(paper):
    """Look at every character of a paper."""
    for sheet in sheets(paper.pdf):
        outer = [box for box in sheet.boxes if box[2] - box[0] > RIGHT - LEFT - 1]
        cells = [box for box in sheet.boxes if box not in outer[-1:]]
        for word in sheet.words:
            if word.baseline < BOTTOM - 12 * MM and word.size == 12:
                continue  # the foot of the page, where its parties sign
            if re.fullmatch(r"— \d+ —", word.text) or word.text.startswith("举报件"):
                continue
            assert word.left >= LEFT - SLACK, word
            assert word.right <= RIGHT + SLACK, word
            assert word.baseline - 0.12 * word.size >= BOTTOM - SLACK, word
            assert word.baseline + 0.8 * word.size <= TOP + SLACK, word
            if outer and outer[-1][1] < word.baseline < outer[-1][3]:
                assert any(
                    left - SLACK <= word.left
                    and word.right <= right + SLACK
                    and low - SLACK <= word.baseline - 0.1 * word.size
                    and word.baseline + 0.8 * word.size <= high + SLACK
                    for left, low, right, high in cells
                ), word
        nothing_overlaps(sheet.words)


def nothing_overlaps(words):
    words = sorted(words, key=lambda word: (-word.baseline, word.left))
    for i, word in enumerate(words):
        for other in words[i + 1 :]:
            if word.baseline - other.baseline > 0.85 * word.size:
                break
            apart = other.left >= word.right - SLACK or word.left >= other.right - SLACK
            raised = (
                word.text in "、，。" or other.text in "、，。"
            )  # of a label at the side: their ink is in the corner
            assert apart or raised or not (word.text.strip() and other.text.strip()), (word, other)


@GENEROUS
@given(FILLED)
def test_every_form_holds_whatever_is_filled_in(press, filled):
    form, data = filled
    number = form.number_text(district="浦", year=2026, serial=99999) if form.number else "浦市监登〔2026〕99999号"

    paper = press.render(form, data, number=number, issued_on=ISSUED, letterhead=LETTERHEAD)

    check(paper)
    text = read_back(paper).replace(squeezed(form.footer), "")
    for empty in ("〔〕", "《》第", "【】"):
        assert empty not in text or any(empty in squeezed(str(value)) for value in data.values())
    for field in form.fields:
        if field.kind in {Kind.TEXT, Kind.LONG} and field.name != "matter":
            written = squeezed(field.written(data[field.name]))
            assert len(written) > 400 or written in text


@pytest.mark.parametrize("code", SAMPLES)
def test_every_font_of_a_paper_is_embedded_and_known(press, code):
    fonts = fonts_of(print_paper(press, code).pdf)

    assert fonts
    for name, (embedded, characters) in fonts.items():
        assert embedded
        assert name.split("+")[1] in {
            "NotoSerifSC-Bold",
            "NotoSerifSC-Regular",
            "NotoSansSC-Bold",
            "HotlineDeskRareHan",
        }
        assert all(len(char) == 1 for char in characters.values())


def test_facts_of_twenty_thousand_characters_are_printed_to_the_last_one(press):
    facts = "".join(chr(0x4E00 + i * i % 997) for i in range(20000))
    paper = print_paper(press, "complaint_registration", facts=facts)

    check(paper)
    printed = "".join(
        word.text for sheet in sheets(paper.pdf) for word in sheet.words if word.left > LEFT + 40 and word.size == 12
    )
    assert facts in printed
    assert read_back(paper).count("投诉人（签字）：") == 1


def test_forty_joint_complainants_are_all_named(press):
    names = tuple(
        f"{surname}{given}" for surname in "赵钱孙李周吴郑王" for given in ("一鸣", "二宝", "三丰", "四海", "五常")
    )
    paper = print_paper(press, "complaint_registration", complainants=names)

    check(paper)
    assert "、".join(names) in read_back(paper)


@pytest.mark.parametrize("code", ["complaint_registration", "report_registration", "mediation_agreement"])
def test_an_enterprise_name_of_120_characters_is_printed_whole(press, code):
    name = "江海市浦江区" + "某某" * 54 + "有限公司"[:6]
    assert len(name) >= 118
    field = "reported_party" if code == "report_registration" else "respondent"
    paper = print_paper(press, code, **{field: name})

    check(paper)
    assert name in read_back(paper)


@pytest.mark.parametrize("length", range(40, 900, 23))
def test_unit_and_date_never_stand_alone_on_a_page(press, length):
    paper = print_paper(press, "report_result_notice", result="核" * length)
    last = sheets(paper.pdf)[-1]
    body = [word for word in last.words if word.size == 16 and "市场监督管理局（印章）" not in word.text]

    assert any("印章" in word.text for word in last.words)
    assert len({word.baseline for word in body if "年11月21日" not in word.text}) >= 2


def test_no_line_begins_with_closing_or_ends_with_opening_punctuation(press):
    text = "他说：“请退款（三千元）。”《合同》写明，‘七日’内退货；商家拒绝！" * 30
    for cut in range(0, 28, 3):
        paper = print_paper(press, "report_result_notice", result=text[cut:])
        lines = [word.text for sheet in sheets(paper.pdf) for word in sheet.words if word.size == 16]
        start = next(i for i, line in enumerate(lines) if "告知如下" in line) + 1
        for line in lines[start + 1 : -4]:
            assert line[0] not in "，。、；：！）》”’"
            assert line[-1] not in "（《“‘"


def test_a_full_line_of_the_body_is_twenty_eight_characters_from_edge_to_edge(press):
    paper = print_paper(press, "report_result_notice", result="核" * 26 + "查" * 28 + "完")
    line = next(word for sheet in sheets(paper.pdf) for word in sheet.words if word.text == "查" * 28)

    assert line.left == pytest.approx(LEFT, abs=0.1)
    assert line.right == pytest.approx(RIGHT, abs=0.5)


def test_lines_of_the_body_stand_twenty_nine_points_apart(press):
    sheet = sheets(print_paper(press, "report_result_notice", result="核" * 200).pdf)[0]
    baselines = [word.baseline for word in sheet.words if word.text == "核" * 28]

    assert [upper - lower for upper, lower in itertools.pairwise(baselines)] == pytest.approx(
        [225 * MM / 22] * (len(baselines) - 1), abs=0.02
    )


def test_a_page_of_a_letter_holds_twenty_two_lines(press):
    paper = print_paper(press, "report_result_notice", result="核" * 1500)

    assert sum(word.size == 16 for word in sheets(paper.pdf)[1].words) == 22


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(press):
    pages = sheets(print_paper(press, "report_result_notice", result="核" * 1500).pdf)
    folios = [next(word for word in sheet.words if re.fullmatch(r"— \d+ —", word.text)) for sheet in pages]

    assert [folio.text for folio in folios] == [f"— {i} —" for i in range(1, len(pages) + 1)]
    assert [folio.left > 105 * MM for folio in folios] == [i % 2 == 0 for i in range(len(pages))]
