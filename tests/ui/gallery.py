"""Every widget of the house on one page, for looking at and for tests."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.services.clock import SetClock
from app.ui.commands import CommandId, Where
from app.ui.page import Page
from app.ui.tables.timeline import Timeline, TimelineEntry, timeline_model
from app.ui.theme import Tone, space
from app.ui.widgets.banner import Banner
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.cards import CardStack
from app.ui.widgets.choices import Options
from app.ui.widgets.clock_badge import ClockBadge, ClockWords
from app.ui.widgets.consent import ConsentControl
from app.ui.widgets.edits import LineEdit, TextEdit
from app.ui.widgets.entries import DateEntry, MoneyEntry, PhoneEntry
from app.ui.widgets.fields import Field, Scroll, in_lines
from app.ui.widgets.figure_card import FigureCard, FigureWords
from app.ui.widgets.labels import Mark, StateWord, words
from app.ui.widgets.picker import CodePicker, Pick
from app.ui.widgets.segments import Segment, Segments
from app.ui.widgets.split import Split
from app.ui.window_state import WindowState

CLOCK = SetClock(datetime(2026, 11, 20, 6, 30, tzinfo=UTC))
PICKS = tuple(
    Pick(place, name, path)
    for place, (name, path) in enumerate(
        [
            ("健身服务", "服务 › 文化娱乐体育"),
            ("健身器材", "商品 › 文体用品"),
            ("教育培训", "服务 › 教育"),
            ("预付卡", "合同"),
            ("美容美发", "服务 › 居民服务"),
            ("家用电器", "商品"),
        ]
    )
)


class Gallery(Page):
    where = Where.INTAKE
    icon = "intake"
    place = CommandId.GO_INTAKE

    def __init__(self, state: WindowState) -> None:
        super().__init__("gallery")
        self.channel = Segments([Segment(word, word) for word in ("电话", "来信", "留言", "来访", "网络", "转办")])
        self.channel.set_value("电话")
        self.kind = Segments([Segment(word, word) for word in ("咨询", "投诉", "举报")])
        self.kind.set_value("投诉")
        self.facts = TextEdit(placeholder="先听诉求：发生了什么？")
        self.facts.set_text("10 月办年卡 3,680 元，11 月 15 日门店关门，电话无人接听，微信群被解散。")
        self.code = CodePicker(PICKS, placeholder="客体类别，例：js")
        self.code.set_value(0)
        self.date = DateEntry(CLOCK)
        self.date.set_value(CLOCK.today())
        self.money = MoneyEntry()
        self.money.set_value(Decimal(3680))
        self.paid = Options([("wechat", "微信"), ("cash", "现金"), ("card", "银行卡")])
        self.claims = Segments(
            [Segment(word, word) for word in ("退款", "更换", "赔偿", "修理", "重作", "补足")], several=True
        )
        self.claims.set_values(["退款", "赔偿"])
        self.who = LineEdit("李晓敏")
        self.phone = PhoneEntry()
        self.phone.set_value("13893416721")
        self.consent = ConsentControl("公示")
        self.entrust = ConsentControl("委托调解")
        self.entrust.set_value(value=True)
        self.wrong = Field("uscc", "信用代码", LineEdit("91620102MA7XXXXX0T"))
        self.wrong.set_error("校验位不对：最后一位应为 7，请核对营业执照。")
        self.cards = CardStack()
        split = Split("gallery", state, [Scroll(self._form()), self._right()], sizes=(860, 380))
        layout = QVBoxLayout(self)
        space(layout, 0, 16)
        layout.addWidget(split)

    def title(self) -> str:
        return "来电登记"

    def mark(self) -> str:
        return "✎"

    def handlers(self) -> Mapping[CommandId, Callable[[], None]]:
        answered = (
            CommandId.SAVE,
            CommandId.SAVE_AND_DISTRIBUTE,
            CommandId.HANG_UP,
            CommandId.EMERGENCY,
            CommandId.FINISH_CONSULTATION,
            CommandId.PLAYER_PLAY,
            CommandId.PLAYER_BACK,
            CommandId.PLAYER_FORWARD,
        )
        return {name: lambda: None for name in answered} | self.cards.handlers()

    def _form(self) -> QWidget:
        form = QWidget()
        layout = QVBoxLayout(form)
        space(layout, 10, (0, 0, 12, 0))
        badges = in_lines(
            ClockBadge(ClockWords(name="受理", left="剩 4 个工作日", due="11-30", lines=("11-19 收到",))),
            ClockBadge(ClockWords(name="调解", left="剩 3 天", due="11-24", tone=Tone.SOON)),
            ClockBadge(ClockWords(name="告知", left="超期 1 天", due="11-19", tone=Tone.LATE)),
            StateWord("调解中", "mediation", Tone.ACCENT),
            Mark("紧急", Tone.LATE),
            Mark("群体件", Tone.SOON),
        )
        for part in (
            badges,
            Field("channel", "渠道", in_lines(self.channel, words("类型", "label"), self.kind)),
            Field("facts", "事实", self.facts),
            Field(
                "object",
                "什么事",
                in_lines(self.code, self.date, self.money, self.paid),
                hint="日期只打数字：1102",
            ),
            Field("claims", "诉求", self.claims),
            Field("who", "是谁", in_lines(self.who, self.phone)),
            Field("consent", "公示", in_lines(self.consent, words("委托调解", "label"), self.entrust)),
            self.wrong,
        ):
            layout.addWidget(part)
        banner = Banner()
        banner.say("此页有更新：王强 14:20 修改了诉求。", "对照", lambda: None)
        layout.addWidget(banner)
        layout.addWidget(
            in_lines(
                Button("存并送分派", kind="primary", keys="F8"),
                Button("保存", keys="Ctrl+S", icon="save"),
                Button("终止调解", kind="danger"),
                Button("更多", kind="quiet", icon="menu"),
                Button("为什么", kind="link"),
                IconButton("reveal", "查看姓名和号码"),
            )
        )
        layout.addStretch(1)
        return form

    def _right(self) -> QWidget:
        right = QWidget()
        layout = QVBoxLayout(right)
        space(layout, 8, (12, 0, 0, 0))
        caller = QWidget()
        inner = QVBoxLayout(caller)
        space(inner, 4)
        inner.addWidget(words("李 * 敏"))
        inner.addWidget(Button("2026-0398 退卡 · 调解中 · 剩 12 天", kind="link"))
        self.cards.add("这位来电人", caller).set_title("这位来电人", "3 件 · 1 件在办")
        self.cards.add("可能重复", words("2026-0371 同企业 同订单号 · 11-18"))
        self.cards.add("企业", words("欣鑫健身 在办 7 · 成功率 62%", wraps=True))
        figures = QWidget()
        row = QHBoxLayout(figures)
        space(row, 8)
        row.addWidget(
            FigureCard(
                FigureWords(
                    name="调解成功率",
                    value="87.50",
                    unit="%",
                    compared=(("同比 +3.2", Tone.DONE), ("环比 −0.8", Tone.LATE)),
                    definition="达成协议与自行和解 ÷ 本期办结的受理投诉",
                )
            )
        )
        row.addWidget(FigureCard(FigureWords(name="接收", value="250", unit="件", compared=(("同比 —", Tone.MUTED),))))
        model = timeline_model()
        model.set_rows(
            [
                TimelineEntry(
                    key=3,
                    day="今天",
                    when="14:20",
                    title="电话告知受理",
                    who="王敏",
                    icon="call_back",
                    tone=Tone.DONE,
                    detail="本人接听，已告知受理决定和调解安排。",
                ),
                TimelineEntry(key=2, when="10:05", title="决定受理", who="张强", icon="done", mark="文书"),
                TimelineEntry(key=1, day="11-19", when="16:40", title="登记投诉", who="王敏", icon="intake"),
            ]
        )
        self.timeline = Timeline(model)
        self.timeline.setMinimumHeight(190)
        layout.addWidget(self.cards, 2)
        layout.addWidget(figures)
        layout.addWidget(self.timeline, 2)
        return right
