"""Articles of the law as people cite them: ``23(1)(5)`` is 第二十三条第一款第五项.

The first bracket is always the paragraph (款), the second the item in it (项), also where an article has one paragraph.
"""

import re

from app.models.words import SOURCE_LANGUAGE, spoken

DIGITS = "〇一二三四五六七八九"
TEN, HUNDRED, THOUSAND = 10, 100, 1000
_ARTICLE = re.compile(r"(\d{1,3})(?:\((\d{1,2})\))?(?:\((\d{1,2})\))?")


def numeral(number: int) -> str:
    """Return a number from 1 to 999 in Chinese numerals, as articles and their items are counted.

    Raises:
        ValueError: The number lies outside this range.
    """
    if not 0 < number < THOUSAND:
        raise ValueError(f"{number} is not between 1 and 999")
    hundreds, rest = divmod(number, HUNDRED)
    tens, ones = divmod(rest, TEN)
    said = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        said += "十" if tens == 1 and not hundreds else f"{DIGITS[tens]}十"
    elif hundreds and ones:
        said += "零"
    return said + (DIGITS[ones] if ones else "")


def article_words(article: str) -> str:
    """Return the number of an article in the spoken language: ``23(1)(5)``, in Chinese 第二十三条第一款第五项."""
    if spoken() == SOURCE_LANGUAGE:
        return article
    found = _ARTICLE.fullmatch(article)
    if found is None or not all(part is None or int(part) for part in found.groups()):
        return f"第{article}条"
    parts = zip(found.groups(), ("条", "款", "项"), strict=True)
    return "".join(f"第{numeral(int(part))}{what}" for part, what in parts if part is not None)
