"""Numbers people dictate over the telephone: brought into one form, checked, and explained when they cannot be right.

A check never blocks a save. It says in one sentence what does not fit, so the operator can ask while the caller is
still there.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric, uscc

from app.models.words import tr

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
RESIDENT_LENGTH = 18
OLD_RESIDENT_LENGTH = 15
OLDEST_AGE_YEARS = 130

_ORGANISATION = slice(8, 17)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_CHECKS = "0123456789X"
# Mainland provinces, Taiwan, Hong Kong, Macao and the 83 of residence permits. Districts come and go, and a number
# keeps the one it was issued in, so the province is all that can be held against it. Foreigners' permits put a 9 first.
_PROVINCES = frozenset({11, 12, 13, 14, 15, 21, 22, 23, *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66)})
_PROVINCE_PREFIXES = frozenset(map(str, _PROVINCES | {71, 81, 82, 83}))
_LOOKALIKES = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U"}


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A number in its written form and, where it cannot be right, why.

    Attributes:
        value: The number as it is kept: half-width, upper case, without blanks.
        problem: A sentence in the operator's language, or ``None`` where nothing speaks against the number.
        position: The first character (counted from 1) the sentence is about, or ``None``.
    """

    value: str
    problem: str | None = None
    position: int | None = None

    @property
    def is_right(self) -> bool:
        """Whether nothing speaks against the number."""
        return self.problem is None


def compact(text: str) -> str:
    """Return ``text`` with half-width characters and without blanks and dashes."""
    return re.sub(r"[\s\-‐-―−·.]", "", unicodedata.normalize("NFKC", text)).upper()


def organisation_check(body: str) -> str:
    """Return the check character of an eight-character organisation body (GB 11714)."""
    total = sum(int(mark, 36) * weight for mark, weight in zip(body, _ORGANISATION_WEIGHTS, strict=True))
    return _ORGANISATION_CHECKS[(11 - total % 11) % 11]


def check_uscc(text: str) -> Checked:
    """Check a unified social credit code (GB 32100) and say which characters do not fit."""
    value = compact(text)
    if len(value) != USCC_LENGTH:
        return Checked(value=value, problem=tr("A credit code has 18 characters; these are {count}.", count=len(value)))
    for position, mark in enumerate(value, start=1):
        if mark not in USCC_ALPHABET:
            likely = _LOOKALIKES.get(mark)
            sentence = (
                tr(
                    "Character {position} is {mark}, which a credit code never uses; it may be {likely}.",
                    position=position,
                    mark=mark,
                    likely=likely,
                )
                if likely
                else tr("Character {position} is {mark}, which a credit code never uses.", position=position, mark=mark)
            )
            return Checked(value=value, problem=sentence, position=position)
    for position in range(3, 9):
        if not value[position - 1].isdigit():
            sentence = tr("Character {position} belongs to the region and must be a digit.", position=position)
            return Checked(value=value, problem=sentence, position=position)
    if uscc.is_valid(value):
        return Checked(value=value)
    if organisation_check(value[8:16]) != value[16]:
        sentence = tr("Characters 9 to 17 do not fit together; ask for them again.")
        return Checked(value=value, problem=sentence, position=_ORGANISATION.start + 1)
    expected = uscc.calc_check_digit(value[:17])
    sentence = tr(
        "Characters 9 to 17 are right; one of 1 to 8 is wrong, or the last should be {expected}.", expected=expected
    )
    return Checked(value=value, problem=sentence, position=1)


def _birth_problem(digits: str, today: date) -> str | None:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    try:
        born = date(year, month, day)
    except ValueError:
        return tr("There is no day {year}-{month}-{day}.", year=digits[:4], month=digits[4:6], day=digits[6:8])
    if born > today:
        return tr("The date of birth {born} lies in the future.", born=born.isoformat())
    if today.year - year > OLDEST_AGE_YEARS:
        return tr("The date of birth {born} is more than 130 years ago.", born=born.isoformat())
    return None


def check_resident_number(text: str, *, today: date) -> Checked:
    """Check a resident identity number (GB 11643; the old one of 15 digits too) against ``today``."""
    value = compact(text)
    if len(value) not in {RESIDENT_LENGTH, OLD_RESIDENT_LENGTH}:
        return Checked(
            value=value, problem=tr("An identity number has 18 characters; these are {count}.", count=len(value))
        )
    is_old = len(value) == OLD_RESIDENT_LENGTH
    body = value if is_old else value[:17]
    wrong = next((at for at, mark in enumerate(body, start=1) if mark not in "0123456789"), None)
    if wrong is None and not is_old and value[17] not in "0123456789X":
        wrong = RESIDENT_LENGTH
    if wrong:
        sentence = tr("Character {position} of an identity number must be a digit.", position=wrong)
        return Checked(value=value, problem=sentence, position=wrong)
    if problem := _birth_problem(f"19{value[6:12]}" if is_old else value[6:14], today):
        return Checked(value=value, problem=problem, position=7)
    if value[:2] not in _PROVINCE_PREFIXES and not (value[0] == "9" and value[1:3] in _PROVINCE_PREFIXES):
        return Checked(value=value, problem=tr("The first two digits name no province."), position=1)
    if not is_old and ric.calc_check_digit(value) != value[17]:
        return Checked(
            value=value,
            problem=tr("The check character does not fit: at least one digit is wrong or two are swapped."),
            position=RESIDENT_LENGTH,
        )
    return Checked(value=value)


class PhoneKind(StrEnum):
    """What sort of line a number belongs to."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """A telephone number, where it is at home and who runs it, as far as the shipped lists know.

    Attributes:
        value: Chinese numbers as dialled within the country (13893416721, 09318881234), others as ``+85291234567``.
        extension: Digits after 转, empty where there are none.
        kind: The sort of line.
        place: Province and city in Chinese (empty: unknown). A ported number keeps its old place.
        operator: The network the number was given to in Chinese (empty: unknown).
        problem: A sentence when no such number can exist, else ``None``.
    """

    value: str
    extension: str = ""
    kind: PhoneKind = PhoneKind.UNKNOWN
    place: str = ""
    operator: str = ""
    problem: str | None = None


_EXTENSION = re.compile(r"(?:转|轉|分机|ext\.?|#|,|;)\s*([0-9]{1,6})\s*$", re.IGNORECASE)
_SERVICE = re.compile(r"(?:400|800)[0-9]{7}|1[0-2][0-9]{1,3}|123[0-9]{2}|9[56][0-9]{3,4}")


def normalise_phone(text: str) -> tuple[str, str]:
    """Return number and extension in the form they are kept, compared and searched in.

    Full-width digits, blanks, dashes, brackets, ``+86`` and ``0086`` go; a dialling zero before a mobile goes too.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = ""
    if found := _EXTENSION.search(plain):
        extension, plain = found.group(1), plain[: found.start()]
    digits = re.sub(r"[^0-9+]", "", plain)
    digits = digits[:1] + digits[1:].replace("+", "")
    digits = re.sub(r"^\+?00(?=[1-9])", "+", digits)
    chinese = re.fullmatch(r"(?:\+86|86(?=1[3-9][0-9]{9}$))0*([1-9][0-9]*)", digits)
    if chinese:
        rest = chinese.group(1)
        is_national = re.fullmatch(r"1[3-9][0-9]{9}|[48]00[0-9]{7}", rest) is not None
        return rest if is_national or len(rest) < len("1000000") else f"0{rest}", extension
    return re.sub(r"^0(?=1[3-9][0-9]{9}$)", "", digits), extension


def describe_phone(text: str) -> Phone:
    """Bring a telephone number into its kept form and say what is known of it, without asking any server.

    The lists are read at the first call (some tenths of a second); call it off the GUI thread.
    """
    import phonenumbers
    from phonenumbers import PhoneNumberType, carrier, geocoder

    value, extension = normalise_phone(text)
    if _SERVICE.fullmatch(value):
        return Phone(value=value, extension=extension, kind=PhoneKind.SERVICE)
    try:
        parsed = phonenumbers.parse(value, "CN")
    except phonenumbers.NumberParseException:
        return Phone(value=value, extension=extension, problem=tr("This is no telephone number."))
    if not phonenumbers.is_possible_number(parsed) or not phonenumbers.is_valid_number(parsed):
        count = len(value.removeprefix("+"))
        sentence = tr("No telephone has this number ({count} digits); ask for it again.", count=count)
        return Phone(value=value, extension=extension, problem=sentence)
    if parsed.country_code != phonenumbers.country_code_for_region("CN"):
        kind = PhoneKind.FOREIGN
    else:
        sort = phonenumbers.number_type(parsed)
        kinds = {
            PhoneNumberType.MOBILE: PhoneKind.MOBILE,
            PhoneNumberType.FIXED_LINE: PhoneKind.LANDLINE,
            PhoneNumberType.TOLL_FREE: PhoneKind.SERVICE,
            PhoneNumberType.SHARED_COST: PhoneKind.SERVICE,
        }
        kind = kinds.get(sort, PhoneKind.UNKNOWN)
    return Phone(
        value=value,
        extension=extension,
        kind=kind,
        place=geocoder.description_for_number(parsed, "zh"),
        operator=carrier.name_for_number(parsed, "zh"),
    )
