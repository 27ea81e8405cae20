"""The building blocks of practice cases, read from ``resources/training/stories.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.models.words import RESOURCES

STORIES = RESOURCES / "training" / "stories.toml"
_PARTS = (
    "openings", "asked", "contexts", "bought", "bought_online", "served", "attempts", "excuses", "offers", "refunds",
    "demands_money", "details", "report_details", "closings", "rare", "marks", "rarest",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Goods:
    """One kind of goods or service with what people say about it.

    Attributes:
        code: Code in the table ``object_category``.
        items: What is bought, with its lowest and highest price in yuan.
        families: Names of the families of trouble it has.
    """

    code: str
    industry: str
    is_service: bool
    forms: tuple[str, ...]
    items: tuple[tuple[str, int, int], ...]
    families: tuple[str, ...]
    defects: tuple[str, ...]
    claimed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Family:
    """One sort of trouble: its problem codes, usual claims and the sentences that tell it."""

    codes: tuple[str, ...]
    claims: tuple[str, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Matter:
    """A question, a reported violation or another matter.

    Attributes:
        code: Problem code of a question, violation code of a report, kind of another matter.
        object_code: Code of what a question is about, else empty.
        answers: What is answered to a question.
        sold: Codes of the goods the trader must sell; empty where any trader will do.
    """

    code: str
    object_code: str
    texts: tuple[str, ...]
    answers: tuple[str, ...] = ()
    sold: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Stories:
    """All building blocks.

    Attributes:
        parts: Sentences by their place in a story.
        demands: Sentences that ask for something else than money back, by code of the claim.
        goods: Each as often as its weight.
        spoken: Openings and closings of voicemails.
        written: Openings and closings of letters.
    """

    parts: Mapping[str, tuple[str, ...]]
    demands: Mapping[str, tuple[str, ...]]
    families: Mapping[str, Family]
    goods: tuple[Goods, ...]
    consultations: tuple[Matter, ...]
    reports: tuple[Matter, ...]
    others: tuple[Matter, ...]
    spoken: tuple[tuple[str, ...], tuple[str, ...]]
    written: tuple[tuple[str, ...], tuple[str, ...]]


def _goods(written: dict[str, Any]) -> Goods:
    return Goods(
        code=written["code"],
        industry=written["industry"],
        is_service=written.get("is_service", False),
        forms=tuple(written["forms"]),
        items=tuple((name, low, high) for name, low, high in written["items"]),
        families=tuple(written["families"]),
        defects=tuple(written["defects"]),
        claimed=tuple(written["claimed"]),
    )


def _frame(written: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(written["openings"]), tuple(written["closings"])


def stories(path: Path = STORIES) -> Stories:
    """Read the building blocks."""
    written = tomllib.loads(path.read_text(encoding="utf-8"))
    return Stories(
        parts={part: tuple(written[part]) for part in _PARTS},
        demands={claim: tuple(texts) for claim, texts in written["demands"].items()},
        families={
            name: Family(codes=tuple(one["codes"]), claims=tuple(one["claims"]), texts=tuple(one["texts"]))
            for name, one in written["families"].items()
        },
        goods=tuple(goods for one in written["object"] for goods in [_goods(one)] * one["weight"]),
        consultations=tuple(
            Matter(
                code=one["code"],
                object_code=one["object"],
                texts=tuple(one["questions"]),
                answers=tuple(one["answers"]),
                sold=frozenset(one.get("objects", ())),
            )
            for one in written["consultation"]
        ),
        reports=tuple(
            Matter(code=one["code"], object_code="", texts=tuple(one["texts"]), sold=frozenset(one.get("objects", ())))
            for one in written["report"]
        ),
        others=tuple(Matter(code=one["kind"], object_code="", texts=tuple(one["texts"])) for one in written["other"]),
        spoken=_frame(written["voicemail"]),
        written=_frame(written["letter"]),
    )
