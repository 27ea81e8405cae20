"""The centre's own papers for the main job."""

from decimal import Decimal

import pytest

from tests.services.documents.geometry import sheets
from tests.services.documents.samples import OFFICE, print_paper, read_back
from tests.services.documents.test_layout import check


@pytest.mark.parametrize("code", OFFICE)
def test_a_paper_of_the_centre_fits_one_page_and_needs_no_series(press, code):
    form = press.forms.get(code)
    paper = print_paper(press, code)

    assert form.rule_set == "OFFICE"
    assert not form.number
    assert paper.pages == 1
    check(paper)


def test_the_level_of_satisfaction_is_ticked_and_the_others_are_not(press):
    text = read_back(print_paper(press, "followup_record"))

    assert "对办理过程的评价□非常满意☑满意□基本满意□不满意□非常不满意□未评价" in text
    assert "对处理结果的评价□非常满意□满意□基本满意□不满意□非常不满意□未评价" in text
    assert "回访次数第2次" in text


def test_a_settlement_order_without_consent_names_no_consumer(press):
    text = read_back(print_paper(press, "settlement_order"))

    assert "消费者联系电话争议事实" in text
    assert "分送" not in text
    assert "转办" not in text


def test_an_agreed_amount_is_written_in_figures_and_words(press):
    assert "3,299.00元（大写：叁仟贰佰玖拾玖元整）" in read_back(print_paper(press, "settlement_order"))
    assert "协议金额：0.50元（大写：伍角）。" in read_back(
        print_paper(press, "mediation_minutes", amount=Decimal("0.5"))
    )
    assert "协议金额" not in read_back(print_paper(press, "mediation_minutes"))


def test_every_page_of_the_minutes_has_room_for_the_parties_to_sign(press):
    pages = sheets(print_paper(press, "mediation_minutes", statements="陈述" * 900).pdf)

    assert len(pages) > 2
    for page in pages:
        assert any("被投诉人：" in word.text and word.baseline < 70 for word in page.words)


def test_a_receipt_ticks_the_way_of_service(press):
    text = read_back(print_paper(press, "service_receipt"))

    assert "□直接送达□留置送达☑邮寄送达□委托送达□电子送达□公告送达" in text


def test_a_choice_that_does_not_exist_is_our_mistake(press):
    with pytest.raises(ValueError, match="way"):
        print_paper(press, "service_receipt", way="飞鸽传书")
