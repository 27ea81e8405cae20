"""What happens on the tour's day, told in keys: who sits down, what is said, what the window shows."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from app.services.clock import SystemClock
from app.ui.tour.delivery import deliver_letter, deliver_voicemail
from app.ui.tour.driver import Driver
from app.ui.tour.house import House

OPERATOR, DISPATCHER, HANDLER, SUPERVISOR = "1001", "1011", "1021", "1061"

GYM_STORY = "10月2日在欣鑫健身城关店办了一张年卡3680元，11月10日门店关门停业，联系不上负责人，要求退还剩余费用3220元。"


def tell(house: House, out: Path) -> dict[str, Any]:
    """Work the day and return what the tour's record holds."""
    driver = Driver(out)
    driver.shot("sign-in")
    house.sit_down(driver, OPERATOR)
    driver.shot("desk")
    _take_complaint(driver)
    _answer_consultation(driver)
    _tell_progress(driver)
    _empty_the_queues(driver, house)
    _distribute(driver, house)
    _accept_and_mediate(driver, house)
    return {"steps": driver.steps, "cases": [], "papers": [], "figures": {}}


def _take_complaint(driver: Driver) -> None:
    driver.key("F2")
    driver.wait("the facts to have the focus", lambda: "facts" in driver.fields())
    driver.type(GYM_STORY)
    driver.shot("facts-first")
    driver.press_in("kind", "2")
    driver.choose("respondent", "xxjs")
    driver.choose("object", "健身")
    driver.choose("problem", "yfk")
    driver.fill("occurred_on", "1002")
    driver.fill("amount", "3680")
    driver.press_in("claims", "6")
    driver.fill("claim_amount:refund", "3220")
    driver.press_in("for_daily_life", "y")
    driver.press_in("tried_trader", "y")
    driver.fill("known_since", "1110")
    driver.press_in("handled_elsewhere", "n")
    driver.fill("name", "李晓敏")
    driver.fill("phone", "13893416721")
    driver.fill("address", "金河市城关区张掖路街道人民路66号2单元301")
    driver.rest(1.0)
    driver.shot("complaint-told")
    driver.key("Ctrl+S")
    driver.rest(2.0)
    driver.shot("complaint-saved")


def _answer_consultation(driver: Driver) -> None:
    driver.key("F2")
    driver.wait("an empty form", lambda: "facts" in driver.fields())
    driver.type("网购的毛衣拆了包装，七天内还能退吗？")
    driver.choose("object", "fzxm")
    driver.fill(
        "answer",
        "商品完好的，自签收之日起七日内可以无理由退货，运费由消费者承担（消费者权益保护法第二十五条）。",
        leave="",
    )
    driver.shot("consultation")
    driver.key("Ctrl+Return")
    driver.rest(2.0)
    driver.shot("consultation-answered")


def _tell_progress(driver: Driver) -> None:
    driver.key("F2")
    driver.wait("an empty form", lambda: "facts" in driver.fields())
    driver.fill("phone", "13893416721")
    driver.rest(1.5)
    driver.shot("caller-known")
    driver.key("Alt+P")
    driver.rest(1.5)
    driver.shot("progress")
    driver.key("Return")
    driver.rest(1.5)


def _empty_the_queues(driver: Driver, house: House) -> None:
    now = SystemClock().now()
    deliver_voicemail(house.watched, "13519301122", now - timedelta(hours=2))
    deliver_letter(house.watched, "来信-2026-1121-001")
    driver.key("Ctrl+2")
    driver.rest(8.0)
    driver.shot("queues")
    driver.key("Ctrl+Return")
    driver.wait("the voicemail's form", lambda: "facts" in driver.fields())
    driver.rest(1.5)
    driver.key("F7")
    driver.rest(2.5)
    driver.shot("voicemail-heard")
    driver.type("河湾区西园路一家副食店把过期三个月的牛奶改了日期继续卖，货架下面还有半箱。")
    driver.press_in("kind", "3")
    driver.choose("violation", "食品")
    driver.fill("respondent", "西园路平价副食店")
    driver.fill("respondent_address", "金河市河湾区西园街道文化路18号")
    driver.shot("voicemail-report")
    driver.key("Ctrl+S")
    driver.rest(2.5)
    driver.shot("report-saved")
    driver.key("Ctrl+2")
    driver.rest(1.0)
    driver.key("Shift+Tab")
    driver.key("2")
    driver.rest(0.5)
    driver.key("Tab")
    driver.key("Ctrl+Return")
    driver.wait("the letter's form", lambda: "facts" in driver.fields())
    driver.rest(2.5)
    driver.type("11月2日在老周家电维修部修洗衣机，收费460元，三天后故障依旧，店主拒绝返修和退款。")
    driver.press_in("kind", "2")
    driver.fill("respondent", "老周家电维修部")
    driver.fill("respondent_address", "金河市河湾区西园街道文化路7号")
    driver.choose("object", "家用电器")
    driver.fill("amount", "460")
    driver.press_in("claims", "6")
    driver.fill("claim_amount:refund", "460")
    driver.fill("name", "赵国栋")
    driver.fill("address", "金河市河湾区西园街道文化路40号")
    driver.shot("letter-beside-the-form")
    driver.key("Ctrl+S")
    driver.rest(2.5)
    driver.shot("letter-saved")


def _open_case(driver: Driver, view: str = "2", down: int = 0) -> None:
    """Go to a view of the work list and open a case of it, counted from the top."""
    driver.key("Ctrl+3")
    driver.rest(1.0)
    driver.switch_to(view)
    driver.rest(1.5)
    driver.to_list()
    driver.key("Home")
    for _ in range(down):
        driver.key("Down")
    driver.shot("work-list")
    driver.key("Return")
    driver.rest(2.0)


def _step(driver: Driver, key: str, name: str, **fields: str) -> None:
    """Take a step of the case in front: its key, its dialog's fields, Ctrl+Enter, and a picture before and after."""
    driver.key(key)
    driver.rest(0.6)
    for field, text in fields.items():
        # A moment is two entries side by side: the day, then the time.
        day, _, time = text.partition(" @ ")
        driver.fill(field, day)
        if time:
            driver.type(time)
            driver.key("Tab")
    driver.shot(name)
    driver.key("Ctrl+Return")
    driver.rest(1.5)


def _distribute(driver: Driver, house: House) -> None:
    house.sit_down(driver, DISPATCHER)
    _open_case(driver, down=1)
    driver.shot("case")
    _step(driver, "F8", "distribute", to_unit_id="城关")
    driver.shot("distributed")


def _accept_and_mediate(driver: Driver, house: House) -> None:
    house.sit_down(driver, HANDLER)
    _open_case(driver)
    _step(driver, "Alt+A", "accept")
    driver.shot("accepted")
    _step(driver, "Alt+I", "told-by-phone", about="受理", side="投诉人", way="电话", result="送达")
    for side in ("投诉人", "被投诉人"):
        _step(driver, "Alt+S", f"consent-{len(driver.steps)}", about="调解", side=side, agrees="是", how="电话")
    _step(
        driver,
        "Alt+M",
        "mediation-appointed",
        mode="现场",
        scheduled_at="1130 @ 1000",
        place="城关区市场监管局一楼调解室",
        mediators="张志强",
    )
    _step(driver, "Alt+N", "mediation-held", minutes="双方到场。商家承认停业，同意按剩余月份退费。")
    _step(driver, "Alt+G", "agreement", agreement="被投诉人于七日内退还投诉人3220元，投诉人不再提出其他请求。")
    _step(driver, "Alt+L", "ledger", stage="达成", remedy="退款", amount="3220")
    driver.shot("case-agreed")
