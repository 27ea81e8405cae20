"""Rare names are drawn and read back as what they are; what cannot be drawn is named before anything is issued."""

import re
from io import BytesIO
from unicodedata import category

import pytest
from pypdf import PdfReader

from app.models import words
from app.services.documents.characters import clean
from app.services.documents.fonts import SHIPPED, Fonts, Hand
from app.services.documents.forms import Forms
from app.services.documents.press import PaperPress
from app.services.errors import UserError
from tests.services.documents.geometry import fonts_of
from tests.services.documents.samples import print_paper, read_back

RARE = "𠮷㛃䶮𬭚"


@pytest.mark.parametrize("char", RARE)
def test_a_rare_name_is_drawn_by_an_embedded_font_and_extracted_as_itself(press, char):
    paper = print_paper(press, "acceptance_decision", addressee=f"张{char}华")

    assert f"张{char}华：" in read_back(paper)
    assert any(char in characters.values() for _embedded, characters in fonts_of(paper.pdf).values())


@pytest.mark.parametrize(("char", "surrogates"), [("𠮷", "D842DFB7"), ("𬭚", "D872DF5A")])
def test_a_character_beyond_the_basic_plane_is_mapped_as_a_surrogate_pair(press, char, surrogates):
    pdf = PdfReader(BytesIO(print_paper(press, "acceptance_decision", addressee=char).pdf))
    maps = [font["/ToUnicode"].get_data().decode("ascii") for font in pdf.pages[0]["/Resources"]["/Font"].values()]

    assert any(f"<{surrogates}>" in entries for entries in maps)
    assert not any(f"<{ord(char):X}>" in entries for entries in maps)


def test_no_block_of_a_character_map_is_longer_than_the_standard_allows(press):
    pdf = PdfReader(
        BytesIO(print_paper(press, "report_result_notice", result="".join(map(chr, range(0x4E00, 0x5000)))).pdf)
    )
    maps = "".join(font["/ToUnicode"].get_data().decode() for font in pdf.pages[0]["/Resources"]["/Font"].values())
    counts = [int(count) for count in re.findall(r"(\d+) beginbfchar", maps)]

    assert sum(counts) > 512
    assert max(counts) <= 100


@pytest.mark.parametrize("hand", Hand)
def test_every_chinese_character_of_the_basic_planes_blocks_is_drawn_in_every_hand(fonts, hand):
    assert fonts.undrawable("".join(map(chr, [*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)])), hand) == ()


def test_the_second_font_draws_what_the_first_lacks(fonts):
    first, second = fonts.chain(Hand.BODY)
    faces = [face.name for face, _text in fonts.runs("吉𠮷", Hand.BODY)]

    assert ord("𠮷") not in first.glyphs
    assert faces == [first.name, second.name]
    assert second.subset([ord("𠮷")]) != second.subset([ord("𡈽")])


def test_a_character_no_font_can_draw_is_named_before_the_paper_is_issued(press):
    with pytest.raises(UserError) as refused:
        print_paper(press, "acceptance_decision", subject="买到坏的🍎", addressee="张三")

    assert refused.value.field == "subject"
    assert "🍎 (U+1F34E" in refused.value.text or "(U+1F34E" in refused.value.text


def test_the_refusal_speaks_the_readers_language(press):
    words.speak("zh_CN")
    try:
        with pytest.raises(UserError, match="投诉事由"):
            print_paper(press, "acceptance_decision", subject="坏的🍎")
    finally:
        words.speak("en")


def test_a_draft_shows_a_mark_where_a_character_is_missing(press):
    assert "坏的〓的投诉" in read_back(print_paper(press, "acceptance_decision", subject="坏的🍎", draft=True))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("张\u202e三\u202c", "张三"),
        ("李\u200b四\ufeff", "李四"),
        ("王\x00\x07五\x1b", "王五"),
        ("赵\t六", "赵 六"),
        ("\u2067钱\u2069七", "钱七"),
        ("a\u00a0b", "a b"),
        ("葛\U000e0101", "葛"),
        ("第一行\r\n第二行\u2028第三行", "第一行\n第二行\n第三行"),
        ("﨑", "﨑"),
    ],
)
def test_control_and_direction_marks_are_taken_out_and_nothing_else_is(typed, printed):
    assert clean(typed) == printed


def test_a_name_with_hidden_marks_prints_like_the_name_without(press):
    assert (
        print_paper(press, "acceptance_decision", addressee="张\u202e三\x07").pdf
        == print_paper(press, "acceptance_decision", addressee="张三").pdf
    )


def test_no_invisible_character_survives(press):
    for code in [*range(0x20), *range(0x7F, 0xA0), 0xAD, *range(0x200B, 0x2010), *range(0x2028, 0x202F), 0xFEFF]:
        cleaned = clean(f"甲{chr(code)}乙")
        assert category(cleaned[1]) not in {"Cc", "Cf"} or cleaned[1] == "\n"


def test_the_offices_own_fangsong_is_preferred_where_it_is_installed(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "SIMFANG.TTF").write_bytes((SHIPPED / "NotoSansSC-Regular.ttf").read_bytes())
    fonts = Fonts(folders=(tmp_path,))
    paper = print_paper(PaperPress(fonts=fonts, forms=Forms.shipped()), "acceptance_decision", addressee="张𠮷")

    assert fonts.chain(Hand.BODY)[0].name == "NotoSansSC-Regular"
    assert {name.split("+")[1] for name in fonts_of(paper.pdf)} == {
        "NotoSansSC-Regular",
        "NotoSerifSC-Bold",
        "HotlineDeskRareHan",
    }
    assert "张𠮷" in read_back(paper)


def test_a_broken_font_of_the_office_stops_no_paper(tmp_path):
    (tmp_path / "simfang.ttf").write_bytes(b"not a font at all, but long enough to be looked at" * 20)

    assert Fonts(folders=(tmp_path,)).chain(Hand.BODY)[0].name == "NotoSerifSC-Regular"
