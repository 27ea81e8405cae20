"""Which characters may stand on a paper: what is cleaned away, and how the rest is named when it cannot be drawn."""

import re
import unicodedata

# Marks that only steer the direction or joining of text. In a name they are smuggled or pasted by accident: they
# print nothing, but let one name look like another, so they never reach a paper.
_INVISIBLE = "\u00ad\u061c\u180e\ufeff\ufffc\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\U000e0000-\U000e01ef"
_DROPPED = re.compile(f"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f{_INVISIBLE}]")
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f]")


def clean(text: str) -> str:
    """Return ``text`` as it may be printed.

    Control characters, direction marks, zero-width characters and variation selectors are removed, tabs and exotic
    spaces become a plain space, every kind of line end becomes a newline. No character that has a shape is changed:
    names keep their variant and compatibility ideographs.
    """
    text = _LINE_ENDS.sub("\n", text)
    return _DROPPED.sub("", _SPACES.sub(" ", text)).strip()


def name_of(char: str) -> str:
    """Name one character for a message: itself, its code point and its Unicode name, as in ``𠮷 (U+20BB7)``."""
    point = f"U+{ord(char):04X}"
    if unicodedata.category(char) in {"Lo", "Co", "Cn", "Cs"}:
        return f"{char} ({point})" if unicodedata.category(char) == "Lo" else point
    return f"{char} ({point} {unicodedata.name(char, '').lower()})".replace(" )", ")")
