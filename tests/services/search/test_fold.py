"""What is typed in any width, case or script finds the same cases."""

import random

from app.services.search.fold import fold


def test_width_case_and_traditional_characters_do_not_matter() -> None:
    assert fold("ＡＢＣ健身１２３") == "abc健身123"
    assert fold("退還費用　ＯＫ") == "退还费用 ok"
    assert fold("乾隆年製") == "干隆年制"


def test_every_piece_of_a_text_is_found_in_the_folded_text() -> None:
    rng = random.Random(7)
    text = "乾燥機買了後發現乾隆瓷器係仿製品，ＨＯＴＬＩＮＥ說著名商標頭髮皇后裡"
    for _ in range(300):
        start = rng.randrange(len(text))
        end = rng.randrange(start, len(text)) + 1
        assert fold(text[start:end]) in fold(text)
