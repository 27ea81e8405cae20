"""The main job on one complaint: bureau, station, enterprise, mediation on paper, payment, closing, call-back."""

from app.models.vocabulary import ORDER_STATE_TITLES, CaseState, OrderState
from app.models.words import tr
from app.ui.tour.day import Day
from app.ui.tour.steps import ALL, UNIT, make_paper, open_case, put, serve, take, type_path
from app.ui.tour.story.people import (
    BUREAU_CLERK,
    BUREAU_DISPATCHER,
    DISPATCHER,
    GYM_LIAISON,
    OPERATOR,
    STATION_HANDLER,
)

GYM = "欣鑫健身"
OFFER = "门店已退租，总部愿意退还剩余费用的一半，即1610元。"
MINUTES = "双方到场。商家说明停业原因，承认未履行剩余服务；消费者坚持退还剩余费用。经调解，商家同意全额退还剩余费用。"
AGREEMENT = "被投诉人于七日内退还投诉人3220元，投诉人不再提出其他请求。"


def distribute(day: Day) -> None:
    """Send it to the bureau, and on to the station that looks after the street."""
    driver = day.driver
    day.sit_down(DISPATCHER)
    open_case(day, ALL, respondent=GYM)
    driver.shot("case")
    take(day, "F8", "distribute", picture=True, to_unit_id="城关")
    day.stands_at(CaseState.DISTRIBUTED)
    driver.shot("distributed")
    day.sit_down(BUREAU_DISPATCHER)
    open_case(day, UNIT, respondent=GYM)
    take(day, "F8", "distribute-to-the-station", picture=True, to_unit_id="张掖路")
    driver.shot("at-the-station")


def accept(day: Day) -> None:
    """Accept it, tell the consumer by telephone, ask both sides."""
    driver = day.driver
    day.sit_down(STATION_HANDLER)
    driver.key("Ctrl+3")
    driver.settle()
    driver.switch_to(UNIT)
    driver.shot("work-list")
    open_case(day, UNIT, respondent=GYM)
    take(day, "Alt+A", "accept", picture=True)
    day.stands_at(CaseState.ACCEPTED)
    driver.shot("accepted")
    take(day, "Alt+I", "told-by-phone", picture=True, about="decision", side="complainant", way="phone")
    share = {"about": "share_identity", "side": "complainant", "agrees": True, "how": "phone"}
    take(day, "Alt+S", "consent", picture=True, **share)


def negotiate(day: Day) -> None:
    """Ask the enterprise; it offers half in its own window, the consumer declines."""
    driver = day.driver
    take(day, "Alt+O", "order-within-the-complaint", picture=True, claim="退还剩余费用", shares_identity=True)
    driver.shot("order-under-way")
    day.sit_down(GYM_LIAISON)
    driver.wait("the order", day.rows)
    driver.settle()
    driver.key("Return")
    put(day, "agrees", True)
    driver.fill("proposal", OFFER)
    driver.fill("offered", "1610")
    driver.shot("liaison-offers")
    driver.key("Ctrl+Return")
    day.order_stands_at(tr(ORDER_STATE_TITLES[OrderState.ANSWERED]))


def mediate(day: Day) -> None:
    """Mediate on site, to the agreement and its paper."""
    driver = day.driver
    day.sit_down(STATION_HANDLER)
    driver.key("Ctrl+5")
    driver.settle()
    day.go_to_row(enterprise=GYM)
    take(day, "Alt+X", "offer-declined", reason="消费者不同意只退一半，要求调解。")
    day.order_stands_at(tr(ORDER_STATE_TITLES[OrderState.FAILED]))
    open_case(day, ALL, respondent=GYM)
    for side in ("complainant", "respondent"):
        take(day, "Alt+S", f"consent-of-the-{side}", about="mediation", side=side, agrees=True, how="phone")
    appointment = {"mode": "on_site", "scheduled_at": "1130 @ 1000", "place": "城关区市场监管局一楼调解室"}
    take(day, "Alt+M", "mediation-appointed", picture=True, **appointment)
    day.stands_at(CaseState.MEDIATING)
    take(day, "Alt+N", "mediation-held", picture=True, minutes=MINUTES)
    take(day, "Alt+G", "agreement-reached", picture=True, agreement=AGREEMENT)
    day.stands_at(CaseState.AGREED)
    take(day, "Alt+L", "amount-agreed", picture=True, stage="agreed", remedy="tk", amount="3220")
    driver.shot("case-agreed")
    make_paper(day, "9", "agreement")


def serve_agreement(day: Day) -> None:
    """Hand the paper to both sides against signature, at the clerk's desk."""
    driver = day.driver
    day.sit_down(BUREAU_CLERK)
    driver.key("Ctrl+6")
    driver.settle()
    driver.switch_to("1")
    driver.shot("papers-to-be-served")
    day.go_to_row(number=day.papers[-1]["number"])
    driver.key("Return")
    driver.settle()
    serve(day, "served-on-one", picture=True, way="direct", result="delivered")
    serve(day, "served-on-the-other", way="direct", result="delivered")
    driver.rest(0.4)  # the pages are drawn on a thread of Qt's own
    driver.shot("agreement-served")


def pay_and_close(day: Day) -> None:
    """Record what was paid, with its date and proof, and close."""
    driver = day.driver
    day.sit_down(STATION_HANDLER)
    open_case(day, ALL, respondent=GYM)
    proof = day.house.watched.parent / "银行回单-3220元.png"
    driver.window.grab().save(str(proof))
    driver.begin("the payment", "Alt+L")
    payment = {"stage": "performed", "remedy": "tk", "amount": "3220", "performed_on": f"{day.house.today():%m%d}"}
    for field, value in payment.items():
        put(day, field, value)
    driver.tab_to("proof_blob_id")
    driver.begin("the proof", "Space")
    type_path(day, str(proof))
    driver.shot("paid")
    driver.finish("the payment")
    driver.shot("ledger")
    take(day, "Alt+C", "close", picture=True)
    day.stands_at(CaseState.CLOSED)
    driver.shot("closed")


def call_back(day: Day) -> None:
    """Ring the consumer up: somebody other than the handler does."""
    driver = day.driver
    day.sit_down(OPERATOR)
    open_case(day, ALL, respondent=GYM)
    take(day, "Alt+F", "call-back", picture=True, outcome="reached", process="very_satisfied", result="satisfied")
    driver.shot("called-back")
