"""One way to write a text for searching: lower case, half width, simplified characters."""

from functools import cache

_FULL_WIDTH = dict(zip(range(0xFF01, 0xFF5F), range(0x21, 0x7F), strict=True)) | {0x3000: 0x20}
_HAN = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))


def fold(text: str) -> str:
    """Return ``text`` as the search stores and asks it.

    Character by character, never by phrases: so every piece of a text folds to a piece of the folded text, and whatever
    stands in a text finds it.
    """
    # The one letter whose small form depends on its neighbours is written one way.
    return text.translate(_FULL_WIDTH).lower().replace("ς", "σ").translate(_simplified())


@cache
def _simplified() -> dict[int, int]:
    """Return the simplified character of each traditional one; one call of the converter for all of them."""
    import opencc

    characters = [chr(code) for first, end in _HAN for code in range(first, end)]
    converted = opencc.OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(old): ord(new) for old, new in zip(characters, converted, strict=True) if new != old and len(new) == 1}
