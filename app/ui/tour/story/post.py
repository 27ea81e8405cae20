"""What came by machine and by post: a voicemail that is a report, a letter that has to be declined."""

from datetime import timedelta

from app.models.vocabulary import CaseState
from app.services.clock import SystemClock
from app.ui.tour.day import Day
from app.ui.tour.delivery import deliver_letter, deliver_voicemail
from app.ui.tour.steps import ALL, UNIT, make_paper, open_case, serve, take
from app.ui.tour.story.people import COUNTY_HANDLER, DISPATCHER

MACHINE, POST = "1", "2"
SHOP_STORY = "河湾区西园路一家副食店把过期三个月的牛奶改了日期继续卖，货架下面还有半箱。"
LETTER_STORY = "11月2日为自己经营的国栋旅馆在老周家电维修部修洗衣机，收费460元，三天后故障依旧，店主拒绝返修和退款。"
REPAIR_SHOP = "老周家电维修部"
NOT_FOR_LIFE = "维修的洗衣机为经营旅馆所用，有来信自述和收据抬头为证，不属于为生活消费需要接受服务。"


def take_in(day: Day) -> None:
    """Listen to the voicemail, read the letter; both came through the watched folder."""
    driver, now = day.driver, SystemClock().now()
    deliver_voicemail(day.house.watched, "13519301122", now - timedelta(hours=2))
    deliver_letter(day.house.watched, "来信-2026-1121-001")
    driver.key("Ctrl+2")
    driver.wait("the voicemail", day.rows)
    driver.shot("queues")
    driver.key("Ctrl+Return")
    driver.wait("the voicemail's form", lambda: "facts" in driver.fields())
    driver.settle()
    driver.key("F7")
    driver.rest(1.5)
    driver.shot("voicemail-heard")
    driver.type(SHOP_STORY)
    driver.press_in("kind", "3")
    driver.choose("violation", "sp")
    driver.fill("respondent", "西园路平价副食店")
    driver.fill("respondent_address", "金河市河湾区西园街道文化路18号")
    driver.shot("voicemail-report")
    driver.key("Ctrl+S")
    driver.shot("report-saved")
    _read_letter(day)


def _read_letter(day: Day) -> None:
    driver = day.driver
    driver.key("Ctrl+2")
    driver.settle()
    driver.switch_to(POST)
    driver.to_list()
    driver.wait("the letter", day.rows)
    driver.key("Ctrl+Return")
    driver.wait("the letter's form", lambda: "facts" in driver.fields())
    driver.settle()
    driver.type(LETTER_STORY)
    driver.press_in("kind", "2")
    driver.fill("postmarked_on", "1118")
    driver.fill("arrived_on", "1120")
    driver.fill("mail_number", "XA62980012345")
    driver.fill("pages", "1")
    driver.fill("respondent", REPAIR_SHOP)
    driver.fill("respondent_address", "金河市河湾区西园街道文化路7号")
    driver.choose("object", "jydq")
    driver.fill("amount", "460")
    driver.press_in("claims", "6")
    driver.fill("claim_amount:refund", "460")
    driver.press_in("for_daily_life", "n")
    driver.fill("name", "赵国栋")
    driver.fill("phone", "13919556677")
    driver.fill("address", "金河市河湾区西园街道文化路40号")
    driver.rest(0.4)  # the scan is drawn on a thread of its own
    driver.shot("letter-beside-the-form")
    driver.key("Ctrl+S")
    driver.shot("letter-saved")


def decline(day: Day) -> None:
    """Send the letter's complaint to its bureau, decline it with its ground and tell so on paper."""
    day.sit_down(DISPATCHER)
    open_case(day, ALL, respondent=REPAIR_SHOP)
    take(day, "F8", "distribute-the-letter", to_unit_id="河湾")
    day.stands_at(CaseState.DISTRIBUTED)
    day.sit_down(COUNTY_HANDLER)
    open_case(day, UNIT, respondent=REPAIR_SHOP)
    take(day, "Alt+D", "decline", picture=True, ground="A16_3", reason=NOT_FOR_LIFE)
    day.stands_at(CaseState.DECLINED)
    make_paper(day, "6", "non-acceptance")
    serve(day, "serve-the-decision", way="post", mail_number="XA62980054321", picture=True)
    day.driver.shot("decision-posted")
    serve(day, "decision-delivered", way="direct", result="delivered")
    open_case(day, ALL, respondent=REPAIR_SHOP)
    take(day, "Alt+C", "close-the-letter")
    day.stands_at(CaseState.CLOSED)
    day.driver.shot("letter-closed")
