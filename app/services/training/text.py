"""Practice cases by the million: what people tell a 12315 centre, made up from a seed.

Word frequencies are near to what an office stores (退款 in about one case of ten, a museum piece in one of many
thousands), because search is measured on them. Making a case takes well under a tenth of a millisecond.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from app.models.vocabulary import Kind
from app.services.clock import LEGAL_ZONE
from app.services.training.blanks import Blanks
from app.services.training.chance import happens, pick, pick_early
from app.services.training.office import TrainingOffice, training_office
from app.services.training.people import TrainingParty, a_party
from app.services.training.places import Places
from app.services.training.stories import Matter, stories
from app.services.training.traders import TrainingTrader, a_trader

SHORTEST_FACTS = 80
LONGEST_FACTS = 400

_KINDS = ((0.44, Kind.CONSULTATION), (0.82, Kind.COMPLAINT), (0.98, Kind.REPORT), (1.0, Kind.OTHER))
_CHANNELS = (
    (0.55, "phone"),
    (0.69, "national_mini_program"),
    (0.73, "national_app"),
    (0.77, "national_pc"),
    (0.88, "transfer_12345"),
    (0.91, "voicemail"),
    (0.94, "letter"),
    (0.96, "walk_in"),
    (0.975, "web"),
    (0.985, "email"),
    (0.992, "transfer_superior"),
    (0.997, "transfer_mailbox"),
    (1.0, "transfer_petition"),
)
_PAYMENTS = (
    (0.55, "wechat", "微信"),
    (0.75, "alipay", "支付宝"),
    (0.85, "bank_card", "银行卡"),
    (0.92, "cash", "现金"),
    (0.95, "bank_transfer", "转账"),
    (0.98, "instalments", "分期"),
    (1.0, "consumer_loan", "消费贷"),
)
_PLATFORMS = (
    ("taobao", "淘宝"), ("jd", "京东"), ("pinduoduo", "拼多多"), ("douyin", "抖音"), ("kuaishou", "快手"),
    ("meituan", "美团"), ("tmall", "天猫"), ("weixin_shop", "微信小店"),
)  # fmt: skip
_WITHOUT_MONEY = frozenset({"repair", "replace", "redo", "apology", "perform", "make_up"})
_REMEMBERED_CALLERS = 5_000
_CENTS = 100
_NOT_ASKED_SHARE = 0.5
_YES_EDGE = 0.85
_ALL_BACK_SHARE = 0.6
_TELLING_SHARE = 0.7
_MARKED_SHARE = 0.02
_STRIDE = 5  # shares no factor with the number of details, so that all come up
_NINE = 9 * 3600
_WORKING_SECONDS = 9 * 3600
_DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class TrainingCase:
    """One made-up matter, with fields named like the columns of a case.

    Attributes:
        channel: Code in the table ``channel``.
        received_at: When it came in, in the legal zone.
        facts: What was told: 80 to 400 characters for complaints and reports, shorter for questions.
        answer: What was answered to a question, else empty.
        claims: Codes in the table ``claim``.
        party: Who told it; ``None`` for a report without a name and for many questions.
        trader: Whom it is about; ``None`` for a question about the law.
    """

    kind: Kind
    channel: str
    received_at: datetime
    facts: str
    answer: str = ""
    object_code: str | None = None
    problem_code: str | None = None
    violation_code: str | None = None
    occurred_on: date | None = None
    amount_involved: Decimal | None = None
    payment_method: str | None = None
    online: bool = False
    platform_name: str | None = None
    order_number: str | None = None
    claims: tuple[str, ...] = ()
    claim_amount: Decimal | None = None
    for_daily_life: bool | None = None
    tried_trader: bool | None = None
    consent_publish: bool | None = None
    consent_entrust: bool | None = None
    party: TrainingParty | None = None
    trader: TrainingTrader | None = None


class TextMaker:
    """Makes cases; the same arguments always give the same ones, in the same order.

    Args:
        seed: Makers that fill one database side by side take different seeds.
        first: First day of receipt.
        last: Last day of receipt.
        traders: How many traders there are; few of them get most of the cases.
        office: The practice office whose streets are used.
    """

    def __init__(
        self,
        seed: int,
        *,
        first: date = date(2024, 1, 1),
        last: date = date(2026, 11, 20),
        traders: int = 2_000,
        office: TrainingOffice | None = None,
    ) -> None:
        self._rng = Random(seed)  # noqa: S311 repeatable practice cases, nothing secret
        self._midnight = datetime.combine(first, time(), tzinfo=LEGAL_ZONE)
        self._first_weekday = first.weekday()
        self._days = (last - first).days + 1
        self._last = last
        self._stories = stories()
        self._places = Places(office or training_office())
        trader_rng = Random(traders)  # noqa: S311 makers with different seeds share their traders
        self.traders: tuple[TrainingTrader, ...] = tuple(
            a_trader(trader_rng, self._places, pick(trader_rng, self._stories.goods)) for _ in range(traders)
        )
        self._sellers = {
            matter.texts: tuple(one for one in self.traders if one.goods.code in matter.sold) or self.traders
            for matter in (*self._stories.reports, *self._stories.consultations)
        }
        self._callers: list[TrainingParty] = []

    def cases(self, count: int) -> Iterator[TrainingCase]:
        """Make ``count`` cases of all kinds."""
        for _ in range(count):
            yield self.case()

    def case(self) -> TrainingCase:
        """Make a case of any kind, as often as offices get them."""
        dice = self._rng.random()
        kind = next(kind for edge, kind in _KINDS if dice < edge)
        if kind is Kind.CONSULTATION:
            return self.consultation()
        if kind is Kind.COMPLAINT:
            return self.complaint()
        if kind is Kind.REPORT:
            return self.report()
        return self.other()

    def party(self) -> TrainingParty:
        """Draw a member of the public; about one in seven has been here before."""
        rng, callers = self._rng, self._callers
        if callers and happens(rng, 0.15):
            return pick(rng, callers)
        party = a_party(rng, self._places, self._last)
        if len(callers) < _REMEMBERED_CALLERS:
            callers.append(party)
        else:
            callers[int(len(callers) * rng.random())] = party
        return party

    def trader(self) -> TrainingTrader:
        """Draw a trader; the first ones far more often than the last."""
        return pick_early(self._rng, self.traders, 2.5)

    def complaint(self, channel: str = "") -> TrainingCase:
        """Make a complaint, spoken as a voicemail or written as a letter where it came in as one."""
        rng, parts = self._rng, self._stories.parts
        channel = channel or self._channel()
        received_at = self._instant(channel)
        trader, party = self.trader(), self.party()
        goods = trader.goods
        name = pick(rng, goods.families)
        family = self._stories.families[name]
        online = name == "seven_days" or (not goods.is_service and happens(rng, 0.3))
        dice = rng.random()
        payment, payment_title = next((code, title) for edge, code, title in _PAYMENTS if dice < edge)
        platform, platform_title = pick(rng, _PLATFORMS) if online else ("", "")
        item, low, high = pick(rng, goods.items)
        amount = self._money(low * (high / low) ** rng.random())
        claim = pick(rng, family.claims)
        claimed = self._claimed(claim, amount)
        occurred_on = received_at.date() - timedelta(days=1 + int(200 * rng.random() ** 2))
        blanks = Blanks(
            rng,
            parts,
            party=party,
            trader=trader,
            item=item,
            amount=amount,
            claim=claimed,
            on=occurred_on,
            pay=payment_title,
            platform=platform_title or "网上",
        )
        if claim == "price_difference":
            blanks["extra"] = blanks["claim"]
        bought = "bought_online" if online else ("served" if goods.is_service else "bought")
        demand = parts["demands_money"] if claim == "refund" else self._stories.demands[claim]
        body = [pick(rng, parts[bought]), pick(rng, family.texts), pick(rng, parts["attempts"]), pick(rng, demand)]
        facts = self._told(channel, body, blanks)
        return TrainingCase(
            kind=Kind.COMPLAINT,
            channel=channel,
            received_at=received_at,
            facts=facts,
            object_code=goods.code,
            problem_code=pick(rng, family.codes),
            occurred_on=occurred_on,
            amount_involved=amount,
            payment_method=payment,
            online=online,
            platform_name=platform or None,
            order_number=blanks["order"] if online else None,
            claims=(claim, "apology") if happens(rng, 0.08) and claim != "apology" else (claim,),
            claim_amount=None if claim in _WITHOUT_MONEY else claimed,
            for_daily_life=True if happens(rng, 0.9) else None,
            tried_trader=True,
            consent_publish=self._three_states(),
            consent_entrust=self._three_states(),
            party=party,
            trader=trader,
        )

    def voicemail(self) -> TrainingCase:
        """Make a complaint left as a voicemail."""
        return self.complaint("voicemail")

    def letter(self) -> TrainingCase:
        """Make a complaint written as a letter."""
        return self.complaint("letter")

    def report(self, channel: str = "") -> TrainingCase:
        """Make a report; two of five come without a name."""
        rng = self._rng
        channel = channel or self._channel()
        matter = pick(rng, self._stories.reports)
        received_at = self._instant(channel)
        party = self.party() if happens(rng, 0.6) else None
        trader = pick_early(rng, self._sellers[matter.texts], 2.5)
        blanks = self._blanks(party, trader, received_at.date())
        facts = self._told("", [pick(rng, matter.texts)], blanks, details="report_details")
        return TrainingCase(
            kind=Kind.REPORT,
            channel=channel,
            received_at=received_at,
            facts=facts,
            object_code=trader.goods.code,
            violation_code=matter.code,
            party=party,
            trader=trader,
        )

    def consultation(self, channel: str = "") -> TrainingCase:
        """Make a question with its answer; most callers give no name."""
        rng = self._rng
        channel = channel or ("phone" if happens(rng, 0.9) else self._channel())
        matter: Matter = pick(rng, self._stories.consultations)
        received_at = self._instant(channel)
        blanks = self._blanks(None, pick_early(rng, self._sellers[matter.texts], 2.5), received_at.date())
        text = pick(rng, self._stories.parts["asked"])
        if matter.sold and happens(rng, _TELLING_SHARE):
            text += pick(rng, self._stories.parts["contexts"])
        text += pick(rng, matter.texts)
        return TrainingCase(
            kind=Kind.CONSULTATION,
            channel=channel,
            received_at=received_at,
            facts=text.format_map(blanks),
            answer=pick(rng, matter.answers),
            object_code=matter.object_code,
            problem_code=matter.code,
            party=self.party() if happens(rng, 0.35) else None,
        )

    def other(self, channel: str = "") -> TrainingCase:
        """Make a suggestion, a praise or a complaint about the office's own service."""
        rng = self._rng
        channel = channel or self._channel()
        matter = pick(rng, self._stories.others)
        received_at = self._instant(channel)
        party = self.party()
        blanks = self._blanks(party, self.trader(), received_at.date())
        text = pick(rng, self._stories.parts["openings"]) + pick(rng, matter.texts)
        return TrainingCase(
            kind=Kind(matter.code),
            channel=channel,
            received_at=received_at,
            facts=text.format_map(blanks),
            party=party,
        )

    def _blanks(self, party: TrainingParty | None, trader: TrainingTrader, today: date) -> Blanks:
        rng = self._rng
        item, low, high = pick(rng, trader.goods.items)
        amount = self._money(low * (high / low) ** rng.random())
        return Blanks(
            rng,
            self._stories.parts,
            party=party,
            trader=trader,
            item=item,
            amount=amount,
            claim=amount,
            on=today - timedelta(days=1 + int(60 * rng.random())),
            pay="微信",
            platform=pick(rng, _PLATFORMS)[1],
        )

    def _told(self, channel: str, body: list[str], blanks: Blanks, *, details: str = "details") -> str:
        """Frame ``body`` as its channel asks, lengthen it with details, and keep it within the limits."""
        rng, parts = self._rng, self._stories.parts
        if channel == "voicemail":
            opening, closing = (pick(rng, side) for side in self._stories.spoken)
        elif channel == "letter":
            opening, closing = (pick(rng, side) for side in self._stories.written)
        else:
            opening, closing = pick(rng, parts["openings"]), pick(rng, parts["closings"])
        if happens(rng, _MARKED_SHARE):
            body.append(pick(rng, parts["marks"]))
        choices = parts[details]
        count = int(6 * rng.random() ** 1.7)
        start = int(len(choices) * rng.random())
        frame = (opening + "".join(body)).format_map(blanks), closing.format_map(blanks)
        length = len(frame[0]) + len(frame[1])
        told: list[str] = []
        for at in range(len(choices)):
            if len(told) >= count and length >= SHORTEST_FACTS:
                break
            text = choices[(start + at * _STRIDE) % len(choices)].format_map(blanks)
            if length + len(text) <= LONGEST_FACTS:
                told.append(text)
                length += len(text)
        return frame[0] + "".join(told) + frame[1]

    def _channel(self) -> str:
        dice = self._rng.random()
        return next(code for edge, code in _CHANNELS if dice < edge)

    def _instant(self, channel: str) -> datetime:
        """Draw a moment: offices' hours for people, any hour for machines, fewer at week-ends."""
        rng = self._rng
        days = int(self._days * rng.random())
        beyond_friday = (self._first_weekday + days) % 7 - 4
        if beyond_friday > 0 and happens(rng, 0.5):
            days = max(0, days - beyond_friday)
        is_staffed = channel in {"phone", "walk_in", "letter"} or channel.startswith("transfer")
        seconds = _NINE + int(_WORKING_SECONDS * rng.random()) if is_staffed else int(_DAY_SECONDS * rng.random())
        return self._midnight + timedelta(days=days, seconds=seconds)

    def _money(self, yuan: float) -> Decimal:
        """Round as prices are: whole yuan above a hundred, often to the ten; jiao and fen below."""
        if yuan < _CENTS:
            return Decimal(int(yuan * _CENTS)).scaleb(-2)
        whole = int(yuan)
        return Decimal(whole - whole % 10 if happens(self._rng, 0.6) else whole).scaleb(0) * Decimal("1.00")

    def _claimed(self, claim: str, amount: Decimal) -> Decimal:
        dice = self._rng.random()
        if claim == "multiplied":
            return max(amount * 3, Decimal("500.00"))
        if claim == "compensate":
            return Decimal(100 + 50 * int(60 * dice)).scaleb(0) * Decimal("1.00")
        if claim == "price_difference":
            return max(Decimal("1.00"), self._money(float(amount) * 0.3 * dice))
        return amount if dice < _ALL_BACK_SHARE else self._money(float(amount) * dice)

    def _three_states(self) -> bool | None:
        dice = self._rng.random()
        return None if dice < _NOT_ASKED_SHARE else dice < _YES_EDGE
