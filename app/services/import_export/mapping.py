"""Which column of a register is what: guessed from its heads, chosen by a person, remembered for the same heads."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from app.models.words import mark
from app.services.drafts.folder import keeping, write_atomically


class Meaning(StrEnum):
    """What a column can be."""

    NUMBER = "number"
    RECEIVED_AT = "received_at"
    TITLE = "title"
    FACTS = "facts"
    ANSWER = "answer"
    ANSWERED_AT = "answered_at"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    RESPONDENT = "respondent"
    RESPONDENT_ADDRESS = "respondent_address"
    AMOUNT = "amount"
    KIND = "kind"


MEANING_TITLES: dict[Meaning, str] = {
    Meaning.NUMBER: mark("Number at the source"),
    Meaning.RECEIVED_AT: mark("Received on"),
    Meaning.TITLE: mark("Subject"),
    Meaning.FACTS: mark("Facts"),
    Meaning.ANSWER: mark("Reply"),
    Meaning.ANSWERED_AT: mark("Replied on"),
    Meaning.NAME: mark("Name"),
    Meaning.PHONE: mark("Phone"),
    Meaning.ADDRESS: mark("Address"),
    Meaning.RESPONDENT: mark("Respondent"),
    Meaning.RESPONDENT_ADDRESS: mark("Respondent's address"),
    Meaning.AMOUNT: mark("Amount involved"),
    Meaning.KIND: mark("Kind"),
}
NEEDED = (Meaning.NUMBER, Meaning.RECEIVED_AT, Meaning.FACTS)

# Heads as registers write them; the first that fits wins, longer words before the shorter ones they contain.
_HEADS: tuple[tuple[Meaning, tuple[str, ...]], ...] = (
    (Meaning.ANSWERED_AT, ("答复时间", "回复时间", "办结时间", "反馈时间", "answered", "replied")),
    (
        Meaning.RECEIVED_AT,
        ("留言时间", "来电时间", "登记时间", "受理时间", "接收时间", "投诉时间", "时间", "日期", "received", "date"),
    ),
    (Meaning.NUMBER, ("留言编号", "工单编号", "登记编号", "投诉编号", "编号", "单号", "number", "id")),
    (Meaning.TITLE, ("留言主题", "主题", "标题", "subject", "title")),
    (
        Meaning.FACTS,
        ("留言详情", "投诉内容", "问题描述", "诉求内容", "详情", "内容", "事实", "facts", "content", "text"),
    ),
    (Meaning.ANSWER, ("答复意见", "处理结果", "办理结果", "答复", "回复", "answer", "reply")),
    (Meaning.PHONE, ("联系电话", "来电号码", "电话", "手机", "phone")),
    (Meaning.RESPONDENT_ADDRESS, ("被投诉方地址", "企业地址", "商家地址")),
    (Meaning.RESPONDENT, ("被投诉", "企业名称", "商家", "经营者", "respondent", "enterprise")),
    (Meaning.ADDRESS, ("地址", "address")),
    (Meaning.AMOUNT, ("涉案金额", "争议金额", "金额", "amount")),
    (Meaning.KIND, ("业务类型", "信息类型", "类型", "kind", "type")),
    (Meaning.NAME, ("留言用户", "投诉人", "姓名", "用户", "name")),
)


def guess(header: Sequence[str]) -> dict[Meaning, int]:
    """Return the likeliest column of each meaning; every column means one thing at most."""
    found: dict[Meaning, int] = {}
    taken: set[int] = set()
    for meaning, words in _HEADS:
        for word in words:
            place = next((at for at, head in enumerate(header) if at not in taken and word in head.lower()), None)
            if place is not None:
                found[meaning] = place
                taken.add(place)
                break
    return found


class Mappings:
    """The mappings chosen on this computer, by the set of heads they were chosen for."""

    def __init__(self, file: Path) -> None:
        """Keep them in ``file``; a missing or damaged one costs the memory only."""
        self._file = file

    def recall(self, header: Sequence[str]) -> dict[Meaning, int]:
        """Return what was chosen for these heads, else a guess."""
        kept = self._read().get(_key(header))
        if not isinstance(kept, dict):
            return guess(header)
        places = {head: place for place, head in enumerate(header)}
        return {Meaning(name): places[head] for name, head in kept.items() if head in places and name in set(Meaning)}

    def keep(self, header: Sequence[str], mapping: Mapping[Meaning, int]) -> None:
        """Remember a mapping for these heads.

        Raises:
            KeepingError: It cannot be written; the import itself may go on.
        """
        chosen = {meaning.value: header[place] for meaning, place in mapping.items()}
        whole = self._read() | {_key(header): chosen}
        with keeping():
            self._file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self._file, json.dumps(whole, ensure_ascii=False, indent=1).encode())

    def _read(self) -> dict[str, object]:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


def _key(header: Sequence[str]) -> str:
    return hashlib.sha256("\x00".join(sorted(header)).encode()).hexdigest()[:16]
