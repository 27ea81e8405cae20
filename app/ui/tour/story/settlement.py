"""A consumer who wants to settle directly first (先行和解); the shop refuses, and a complaint begins."""

from app.models.vocabulary import ORDER_STATE_TITLES, CaseState, OrderState
from app.models.words import tr
from app.ui.tour.day import Day
from app.ui.tour.steps import ALL, open_case, put, take
from app.ui.tour.story.people import OPERATOR, SHOP_LIAISON

SHOP = "百惠"
FACTS = "11月18日在东大街店买的电饭煲三天后不能加热，要求换货，门店说没有质量问题，不肯换。"
REFUSAL = "经门店检查，内胆有磕碰痕迹，属于使用不当，本店不同意更换。"


def send_order(day: Day) -> None:
    """Send the order for a consumer who rings up and chooses it."""
    driver = day.driver
    driver.key("Ctrl+5")
    driver.settle()
    driver.begin("the order", "Ctrl+N")
    driver.choose("enterprise_id", SHOP)
    driver.fill("facts", FACTS)
    driver.fill("claim", "更换同型号电饭煲")
    driver.fill("amount", "329")
    driver.fill("consumer", "王建华")
    driver.type("13993112233")
    driver.shot("order")
    driver.finish("the order sent")
    day.go_to_row(enterprise=SHOP)
    driver.shot("order-sent")


def refuse(day: Day) -> None:
    """Refuse it in the enterprise's own window."""
    driver = day.driver
    day.sit_down(SHOP_LIAISON)
    driver.wait("the order", day.rows)
    driver.settle()
    driver.shot("liaison-window")
    driver.key("Return")
    put(day, "agrees", False)
    driver.fill("proposal", REFUSAL)
    put(day, "refusal_ground", "misuse")
    driver.shot("liaison-refuses")
    driver.key("Ctrl+Return")
    day.order_stands_at(tr(ORDER_STATE_TITLES[OrderState.ANSWERED]))
    driver.shot("liaison-answered")


def become_complaint(day: Day) -> None:
    """Ask the consumer, end the order, begin the complaint."""
    driver = day.driver
    day.sit_down(OPERATOR)
    driver.key("Ctrl+5")
    driver.settle()
    day.go_to_row(enterprise=SHOP)
    driver.shot("order-answered")
    take(day, "Alt+X", "order-fails", reason="消费者不同意商家说法，要求按投诉处理。", picture=True)
    day.order_stands_at(tr(ORDER_STATE_TITLES[OrderState.FAILED]))
    driver.key("Alt+N")
    driver.settle()
    driver.shot("complaint-from-the-order")
    open_case(day, ALL, facts="电饭煲")
    day.stands_at(CaseState.REGISTERED)
    driver.shot("the-new-complaint")
