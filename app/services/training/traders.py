"""Traders who do not exist: shops, restaurants and firms with names as they hang over doors and right credit codes."""

from dataclasses import dataclass
from random import Random

from stdnum.cn import uscc

from app.models.identity_numbers import USCC_ALPHABET, organisation_check
from app.services.training.chance import happens, pick
from app.services.training.people import a_mobile, a_name
from app.services.training.places import Place, Places
from app.services.training.stories import Goods

_BRAND = (
    "鑫欣源盛泰华恒瑞祥福隆兴昌顺达通和美佳悦雅诚信德仁义康宁安乐金银玉宝珠翠云海天龙"
    "凤麒麟鹏程宏伟博文翰林雨露春晖晨曦星辰月明东方西岭南湖北辰长河黄河丝路驼铃敦煌阳"
    "关陇右祁连雪山草原牧歌麦田谷雨秋实百合玫瑰牡丹兰亭竹苑松柏梧桐"
)
_FIRM_FORMS = ("公司", "集团", "社", "医院", "学校", "门诊部")


@dataclass(frozen=True, kw_only=True)
class TrainingTrader:
    """A trader somebody complains about.

    Attributes:
        short_name: What people call it.
        goods: What it sells.
    """

    name: str
    short_name: str
    uscc: str
    industry: str
    goods: Goods
    address: str
    phone: str
    legal_representative: str
    region_code: str
    street: str
    station: str
    authority: str


def a_credit_code(rng: Random, region_code: str, *, is_firm: bool) -> str:
    """Make a credit code whose check characters are right (91: firm, 92: individual trader)."""
    body = "M" + "".join(pick(rng, USCC_ALPHABET) for _ in range(7))
    start = f"{'91' if is_firm else '92'}{region_code}{body}{organisation_check(body)}"
    return start + str(uscc.calc_check_digit(start))


def a_landline(rng: Random) -> str:
    """Make a landline number in the 555 exchange."""
    return f"0931555{int(10_000 * rng.random()):04d}"


def _brand(rng: Random) -> str:
    count = 3 if happens(rng, 0.2) else 2
    return "".join(pick(rng, _BRAND) for _ in range(count))


def a_trader(rng: Random, places: Places, goods: Goods) -> TrainingTrader:
    """Make a trader that sells ``goods``."""
    place: Place = places.any(rng)
    form = pick(rng, goods.forms)
    brand = _brand(rng)
    is_firm = form.endswith(_FIRM_FORMS)
    region = "金河" if is_firm and happens(rng, 0.7) else place.full[: place.full.index(place.street)]
    return TrainingTrader(
        name=region + brand + form,
        short_name=brand + form.removesuffix("有限公司"),
        uscc=a_credit_code(rng, place.region_code, is_firm=is_firm),
        industry=goods.industry,
        goods=goods,
        address=f"{place.full}{pick(rng, place.roads)}{1 + int(380 * rng.random())}号",
        phone=a_landline(rng) if happens(rng, 0.6) else a_mobile(rng),
        legal_representative=a_name(rng),
        region_code=place.region_code,
        street=place.street,
        station=place.station,
        authority=place.authority,
    )
