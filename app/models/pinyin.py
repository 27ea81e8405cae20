"""Chinese words by their sound: initials to type a code with two or three keys, and a key to sort a list by."""

from functools import cache

# Characters of real surnames and given names that the pronunciation list does not know.
_RARE = {"𠮷": "ji", "㛃": "jie", "𬭚": "chun", "䶮": "yan"}
_SEPARATOR = " "


def _unknown(run: str) -> list[str]:
    return [_RARE.get(mark, mark.lower()) for mark in run]


def syllables(text: str) -> list[str]:
    """Return the syllables of ``text`` without tones; letters, digits and unknown characters stand for themselves."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin(text, errors=_unknown)  # type: ignore[arg-type]  # a list is documented too


@cache
def initials(text: str) -> str:
    """Return the first letter of each syllable, lower case, without punctuation: 预付卡 gives ``yfk``."""
    return "".join(syllable[0] for syllable in syllables(text) if syllable and syllable[0].isalnum())


def sort_key(text: str) -> str:
    """Return a key that sorts by sound under ``COLLATE "C"``, the characters themselves deciding between equals."""
    return _SEPARATOR.join(syllables(text)) + "\x01" + text
