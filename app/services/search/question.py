"""Understands what was typed into the one search box: words, numbers, a credit code, the initials of a name."""

import re
import unicodedata
from dataclasses import dataclass

from app.models.identity_numbers import USCC_ALPHABET, USCC_LENGTH, compact, normalise_phone
from app.services.search.fold import fold

MOST_WORDS = 8
_ID_NUMBER = re.compile(r"[0-9]{14}(?:[0-9]|[0-9]{3}[0-9Xx])")
_WHOLE_PHONE = re.compile(r"1[3-9][0-9]{9}|0[0-9]{9,11}|[48]00[0-9]{7}|\+[0-9]{8,15}")
_CREDIT_CODE = re.compile(f"[{USCC_ALPHABET}]{{{USCC_LENGTH}}}")
_INITIALS = re.compile(r"[a-z][a-z0-9]{1,19}")
_NUMBER = re.compile(r"(?=.*[0-9])[^\s]{1,60}")


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was asked, in every way it may be meant.

    Attributes:
        words: Folded words; a case must contain every one of them.
        number: A number of a case, paper, order, source or registered letter, or the digits a mask shows.
        exact: A whole telephone or identity number; only its equal is looked for, through the audited door.
        credit_code: A unified social credit code, upper case.
        initials: The beginning of an enterprise's pinyin initials.
    """

    words: tuple[str, ...] = ()
    number: str = ""
    exact: str = ""
    credit_code: str = ""
    initials: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.words


def understand(typed: str) -> Question:
    """Return what ``typed`` may mean: words apart by blanks; everything else only when it is one word."""
    words = tuple(dict.fromkeys(fold(typed).split()))[:MOST_WORDS]
    plain = compact(typed)
    one = words[0] if len(words) == 1 else ""
    credit_code = plain if _CREDIT_CODE.fullmatch(plain) and not plain.isdigit() else ""
    exact = "" if credit_code else _whole_number(typed, plain)
    return Question(
        words=words,
        number=_half_width(typed) if one and not exact and _NUMBER.fullmatch(one) else "",
        exact=exact,
        credit_code=credit_code,
        initials=one if _INITIALS.fullmatch(one) else "",
    )


def _half_width(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).strip()
    return plain if plain.isascii() else typed.strip()


def _whole_number(typed: str, plain: str) -> str:
    if _ID_NUMBER.fullmatch(plain):
        return plain
    phone, extension = normalise_phone(typed)
    is_number = re.fullmatch(r"[\d+\-‐-―()（）\s]+", typed.strip()) is not None
    return phone if is_number and not extension and _WHOLE_PHONE.fullmatch(phone) else ""
