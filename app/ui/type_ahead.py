"""Finding Chinese words by what is typed: the words themselves, their initials (xxjs), their spelling (xinxin)."""

from functools import lru_cache

from app.models.pinyin import initials, syllables

EXACT, BEGINS, SOUNDS, WITHIN, SOUNDS_WITHIN, ENGLISH_INITIALS = range(6)


@lru_cache(maxsize=20_000)
def _spelling(text: str) -> str:
    return "".join(syllables(text)).lower().replace(" ", "")


def rank(typed: str, text: str) -> int | None:
    """Say how well ``typed`` finds ``text``: 0 is best, ``None`` is not at all."""
    asked = typed.strip().lower()
    plain = text.lower()
    place = plain.find(asked)
    if not asked or plain == asked:
        return EXACT
    if place >= 0:
        return WITHIN if place else BEGINS
    if not asked.isascii():
        return None
    return _rank_sound(asked.replace(" ", ""), plain)


def _rank_sound(asked: str, plain: str) -> int | None:
    if plain.isascii():
        first = "".join(word[:1] for word in plain.split())
        return ENGLISH_INITIALS if first.startswith(asked) else None
    sounds = (initials(plain), _spelling(plain))
    if any(sound.startswith(asked) for sound in sounds):
        return SOUNDS
    return SOUNDS_WITHIN if any(asked in sound for sound in sounds) else None
