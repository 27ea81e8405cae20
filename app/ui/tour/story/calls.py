"""The morning's calls: a complaint in the order the caller tells it, a consultation, a caller asking for progress."""

from app.ui.tour.day import Day
from app.ui.tour.driver import Driver
from app.ui.tour.story.people import CALLER, OPERATOR

GYM_STORY = "10月2日在欣鑫健身城关店办了一张年卡3680元，11月10日门店关门停业，联系不上负责人，要求退还剩余费用3220元。"
RETURN_RULE = "商品完好的，自签收之日起七日内可以无理由退货，运费由消费者承担（消费者权益保护法第二十五条）。"


def morning(day: Day) -> None:
    """Sit down as the operator and take the calls."""
    day.sit_down(OPERATOR)
    day.driver.shot("desk")
    _complaint(day.driver)
    _consultation(day.driver)
    _progress(day.driver)


def new_contact(driver: Driver) -> None:
    """Begin with the next contact."""
    driver.key("F2")
    driver.wait("an empty form", lambda: "facts" in driver.fields())
    driver.settle()


def _complaint(driver: Driver) -> None:
    name, phone, address = CALLER
    new_contact(driver)
    driver.type(GYM_STORY)
    driver.shot("facts-first")
    driver.press_in("kind", "2")
    driver.choose("respondent", "xxjs")
    driver.choose("object", "jsfw")
    driver.choose("problem", "yfk")
    driver.fill("occurred_on", "1002")
    driver.fill("amount", "3680")
    driver.press_in("claims", "6")
    driver.fill("claim_amount:refund", "3220")
    driver.press_in("for_daily_life", "y")
    driver.press_in("tried_trader", "y")
    driver.fill("known_since", "1110")
    driver.press_in("handled_elsewhere", "n")
    driver.fill("name", name)
    driver.fill("phone", phone)
    driver.fill("address", address)
    driver.shot("complaint-told")
    driver.key("Ctrl+S")
    driver.shot("complaint-saved")


def _consultation(driver: Driver) -> None:
    new_contact(driver)
    driver.type("网购的毛衣拆了包装，七天内还能退吗？")
    driver.choose("object", "fzxm")
    driver.fill("answer", RETURN_RULE, leave="")
    driver.shot("consultation")
    driver.key("Ctrl+Return")
    driver.shot("consultation-answered")


def _progress(driver: Driver) -> None:
    new_contact(driver)
    driver.fill("phone", CALLER[1])
    driver.shot("caller-known")
    driver.begin("the question for progress", "Alt+P")
    driver.shot("progress")
    driver.finish("the progress told", "Return")
