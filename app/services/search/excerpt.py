"""The piece of a text that shows why it was found, with the places of the words in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.services.search.fold import fold

BEFORE, LENGTH = 16, 72
_GAP = "…"


@dataclass(frozen=True, kw_only=True)
class Excerpt:
    """A piece of a text on one line; ``marks`` are the (start, end) of what was asked for."""

    text: str = ""
    marks: tuple[tuple[int, int], ...] = ()


def excerpt(texts: Sequence[str], words: Sequence[str]) -> Excerpt:
    """Cut the piece around the first word out of the first of ``texts`` that has one.

    Args:
        texts: The texts of a case in the order of interest.
        words: Folded words.
    """
    chosen = next((text for text in texts if any(word in fold(text) for word in words)), None)
    if chosen is None:
        chosen = next((text for text in texts if text.strip()), "")
    line = " ".join(chosen.split())
    pieces = [fold(mark) for mark in line]
    folded = "".join(pieces)
    at = [place for place, piece in enumerate(pieces) for _ in piece]
    starts = [found for word in words if (found := folded.find(word)) >= 0]
    start = max(0, (at[min(starts)] if starts else 0) - BEFORE)
    end = min(len(line), start + LENGTH)
    shown = line[start:end]
    head = _GAP if start else ""
    marks = []
    for word in words:
        found = folded.find(word)
        while found >= 0:
            first, last = at[found], at[found + len(word) - 1] + 1
            if first >= start and last <= end:
                marks.append((first - start + len(head), last - start + len(head)))
            found = folded.find(word, found + len(word))
    return Excerpt(text=f"{head}{shown}{_GAP if end < len(line) else ''}", marks=_joined(marks))


def _joined(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the marks in order, those that meet made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)
