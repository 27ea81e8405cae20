"""How names, numbers and addresses are shown on lists: enough to recognise, not enough to identify.

Every function is pure and its result depends on nothing but the characters it shows and how many it hides, so a mask
can be stored, listed and searched. What a search may test against a mask is exactly what :func:`shown_runs` returns.
"""

import re
import unicodedata

STAR = "*"
HIDDEN = "****"

_COMPANY_FORMS = (
    "股份有限公司",
    "有限责任公司",
    "有限公司",
    "合伙企业",
    "分公司",
    "合作社",
    "集团",
    "公司",
    "中心",
    "医院",
    "学校",
    "商行",
    "超市",
    "酒店",
    "饭店",
    "餐厅",
    "商店",
    "门店",
    "店",
    "部",
    "厂",
    "馆",
    "所",
    "行",
    "社",
)
_COUNTRY_CODE = re.compile(r"\+(?:86|85[23]|886|1|7|[2-9]\d)")
_AREA_CODE = re.compile(r"0(?:10|2\d|[3-9]\d\d)")
_ADDRESS = re.compile(
    r"""(?:中国)?
    (?:[一-鿿]{2,7}?(?:省|自治区|特别行政区))?
    (?:[一-鿿]{1,9}?(?:市(?!场)|自治州|地区|盟))?
    (?:[一-鿿]{1,9}?(?:(?<![小社校园景矿])区|县(?!城)|自治旗|旗(?!舰)|市(?!场)))?
    (?:[一-鿿]{1,8}?(?:街道(?!口)|(?<!小)镇|(?<![城家故老])乡|苏木))?""",
    re.VERBOSE,
)
_MOBILE_DIGITS = 11
_KEPT_TAIL = 4
_LEAST_HIDDEN = 4
_ID_SHOWN = {18: 12, 15: 10}


def _characters(text: str) -> list[str]:
    """Split into what a reader calls characters: a base with its combining marks and variation selectors."""
    found: list[str] = []
    for mark in text:
        is_attached = (
            unicodedata.combining(mark) or "\ufe00" <= mark <= "\ufe0f" or "\U000e0100" <= mark <= "\U000e01ef"
        )
        if is_attached and found:
            found[-1] += mark
        else:
            found.append(mark)
    return found


def mask_name(name: str) -> str:
    """Return a person's name as 赵*远, 赵* or, for words in Latin letters, ``J*** S***``.

    At most four stars stand for the hidden middle, so that a long name is not told by its length.
    """
    clean = " ".join(name.split())
    if clean.isascii():
        return " ".join(word[0] + "*" * 3 if len(word) > 1 else STAR for word in clean.split(" ")) if clean else ""
    marks = _characters(clean)
    match len(marks):
        case 1:
            return STAR
        case 2:
            return marks[0] + STAR
        case length:
            return marks[0] + STAR * min(length - 2, len(HIDDEN)) + marks[-1]


def mask_company(name: str) -> str:
    """Return a unit's name with its first two characters and its legal form: 金河****有限公司."""
    clean = "".join(name.split())
    form = next((form for form in _COMPANY_FORMS if clean.endswith(form) and len(clean) > len(form) + 1), "")
    core = _characters(clean.removesuffix(form))
    kept = core[: min(2, max(len(core) - 2, 0))]
    return "".join(kept) + HIDDEN + form if clean else ""


def mask_phone(number: str) -> str:
    """Return a telephone number with at least four hidden digits: 138****6721, 0931****234, +852****1234."""
    compact = unicodedata.normalize("NFKC", number)
    digits = re.sub(r"[^0-9+]", "", compact)
    digits = re.sub(r"^(?:\+86|0086)(?=[0-9]{7,})", "", digits)
    if not digits:
        return ""
    if digits.startswith("+"):
        country = _COUNTRY_CODE.match(digits)
        head = country.group() if country else "+"
    elif digits.startswith("0") and (area := _AREA_CODE.match(digits)):
        head = area.group()
    elif len(digits) == _MOBILE_DIGITS or digits.startswith(("400", "800")):
        head = digits[:3]
    else:
        head = ""
    if len(digits) - len(head) < _LEAST_HIDDEN:
        return HIDDEN
    tail = min(_KEPT_TAIL, len(digits) - len(head) - _LEAST_HIDDEN)
    return head + HIDDEN + (digits[-tail:] if tail else "")


def mask_identity_number(number: str) -> str:
    """Return a document number: of a resident's number region, birth year and month; of others one character."""
    compact = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", number)).upper()
    if not compact:
        return ""
    if re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", compact):
        kept = _ID_SHOWN[len(compact)]
        return compact[:kept] + STAR * (len(compact) - kept)
    return (compact[0] if len(compact) > _LEAST_HIDDEN else "") + HIDDEN


def mask_address(address: str) -> str:
    """Return an address down to its district, street office or township; road, house and door are hidden."""
    compact = "".join(address.split())
    if not compact:
        return ""
    known = _ADDRESS.match(compact)
    return (known.group() if known else "") + HIDDEN


def mask_email(address: str) -> str:
    """Return an e-mail address with the first letter of its box: ``l****@example.com``."""
    box, at, host = address.strip().rpartition("@")
    if not at:
        return HIDDEN if host else ""
    return (box[0] if len(box) > 1 else "") + HIDDEN + at + host


def shown_runs(masked: str) -> tuple[str, ...]:
    """Return the runs of characters a mask shows: the only ones a search without the door may test."""
    return tuple(run for run in masked.split(STAR) if run)


def shown_tail(masked: str) -> str:
    """Return what a mask shows after its last star: the digits a telephone tail may be compared with."""
    return masked.rpartition(STAR)[2] if STAR in masked else ""


def may_test(query: str, masked: str) -> bool:
    """Say whether ``query`` lies within what ``masked`` shows; a longer one must go through the matching door."""
    return bool(query) and any(query in run for run in shown_runs(masked))
