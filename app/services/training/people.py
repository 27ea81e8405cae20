"""People who do not exist: names as a Chinese office meets them, numbers that are formed right but belong to nobody."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.cn import ric

from app.services.training.chance import happens, pick, pick_early
from app.services.training.places import Place, Places

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
    "苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史"
    "顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_COMPOUND = (
    "欧阳",
    "上官",
    "司马",
    "诸葛",
    "皇甫",
    "尉迟",
    "慕容",
    "令狐",
    "东方",
    "端木",
    "公孙",
    "澹台",
    "夏侯",
    "宇文",
)
_RARE = (
    "𠮷",
    "仝",
    "亓",
    "佘",
    "禤",
    "逄",
    "麴",
    "訾",
    "亢",
    "卜",
    "牟",
    "闫",
    "逯",
    "仇",
    "单",
    "查",
    "解",
    "区",
    "缪",
    "覃",
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文斌鹏宇浩凯俊辉波健红"
    "梅玲萍燕翠云莲雪慧巧美琳欣怡佳颖倩婷雅洁晓春秋冬海山川东南西北林森松柏龙飞虎鸿雁"
    "翔天宝德福寿康安宁和顺祥瑞庆荣昌盛富贵学义礼智信诚忠孝仁爱民生根生长河"
)
_RARE_GIVEN = ("㛃", "䶮", "𬭚", "𠮷", "喆", "堃", "翀", "垚", "犇", "淼", "昶", "赟", "彧", "槑")
_MOBILE = (
    "130", "131", "132", "133", "134", "135", "136", "137", "138", "139", "150", "151", "152",
    "153", "155", "156", "157", "158", "159", "166", "173", "175", "176", "177", "178", "180",
    "181", "182", "183", "184", "185", "186", "187", "188", "189", "191", "193", "198", "199",
)  # fmt: skip
_COMPOUND_EDGE = 0.017
_RARE_EDGE = 0.027
_OLDEST_DAYS = 80 * 365
_YOUNGEST_DAYS = 18 * 365


@dataclass(frozen=True, kw_only=True)
class TrainingParty:
    """A member of the public.

    Attributes:
        identity_number: A resident's number with a right check digit, of a region that does not exist; often empty,
            because most callers are never asked for it.
    """

    name: str
    phone: str
    address: str
    region_code: str
    identity_number: str


def a_name(rng: Random) -> str:
    """Make a name; about one in sixty has a compound surname, one in a hundred a rare one."""
    dice = rng.random()
    if dice < _COMPOUND_EDGE:
        surname = pick(rng, _COMPOUND)
    elif dice < _RARE_EDGE:
        surname = pick(rng, _RARE)
    else:
        surname = pick_early(rng, _SURNAMES, 2)
    given = pick(rng, _GIVEN)
    if happens(rng, 0.78):
        given += pick(rng, _RARE_GIVEN) if happens(rng, 0.02) else pick(rng, _GIVEN)
    return surname + given


def a_mobile(rng: Random) -> str:
    """Make a mobile number of right form with 000 where the exchange would stand."""
    return f"{pick(rng, _MOBILE)}000{int(100_000 * rng.random()):05d}"


def a_resident_number(rng: Random, region_code: str, today: date) -> str:
    """Make a resident's number with a right check digit for an adult, in a region nobody was ever registered in."""
    born = today - timedelta(days=_YOUNGEST_DAYS + int((_OLDEST_DAYS - _YOUNGEST_DAYS) * rng.random()))
    start = f"{region_code}{born:%Y%m%d}{int(1000 * rng.random()):03d}"
    return start + str(ric.calc_check_digit(start + "0"))


def a_home(rng: Random, place: Place) -> str:
    """Make a private address in ``place``."""
    roll = rng.random
    return (
        f"{place.full}{pick(rng, place.roads)}{1 + int(380 * roll())}号{pick(rng, place.estates)}"
        f"{1 + int(30 * roll())}号楼{1 + int(6 * roll())}单元{1 + int(28 * roll())}0{1 + int(4 * roll())}"
    )


def a_party(rng: Random, places: Places, today: date) -> TrainingParty:
    """Make a member of the public who lives in the practice city."""
    place = places.any(rng)
    return TrainingParty(
        name=a_name(rng),
        phone=a_mobile(rng),
        address=a_home(rng, place),
        region_code=place.region_code,
        identity_number=a_resident_number(rng, place.region_code, today) if happens(rng, 0.2) else "",
    )
