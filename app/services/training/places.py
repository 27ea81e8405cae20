"""Streets of the practice city, each in the care of one station."""

from dataclasses import dataclass
from random import Random

from app.models.vocabulary import UnitLevel
from app.services.training.chance import pick_early
from app.services.training.office import TrainingOffice

_ROADS = (
    "人民路", "解放路", "建设路", "中山路", "和平路", "新华街", "文化路", "团结巷",
    "胜利路", "育才路", "滨河路", "迎宾大道", "工业路", "民主路", "幸福路", "东大街",
    "西大街", "南关什字", "北环路", "站前路", "学府路", "广场南路", "金水路", "白塔街",
    "皋兰巷", "永昌路", "秦安路", "天水路", "酒泉路", "静宁路",
)  # fmt: skip
_ESTATES = (
    "阳光花园", "锦绣苑", "河畔家园", "金城雅居", "丽景小区", "恒泰嘉园",
    "安居小区", "盛世名都", "翠湖天地", "东方明珠", "黄河风情苑", "紫薇小区",
    "金色家园", "银滩小区", "雁鸣里",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Place:
    """One street or township.

    Attributes:
        full: Its written address down to the street.
        station: Code of the station that looks after it.
        authority: Code of the bureau the station belongs to.
    """

    full: str
    street: str
    station: str
    authority: str
    region_code: str
    roads: tuple[str, ...] = _ROADS
    estates: tuple[str, ...] = _ESTATES


class Places:
    """The streets of an office's city to draw from; busy ones come first and more often."""

    def __init__(self, office: TrainingOffice) -> None:
        self._places = [
            Place(
                full=f"{office.city}{office.unit(station.parent).short_name}{street}",
                street=street,
                station=station.code,
                authority=station.parent,
                region_code=station.region_code,
            )
            for station in office.units
            if station.level is UnitLevel.STATION and station.parent is not None
            for street in station.streets
        ]

    def any(self, rng: Random) -> Place:
        """Draw a street."""
        return pick_early(rng, self._places, 1.5)
