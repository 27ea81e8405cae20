"""Breaking Chinese text into lines: what may not begin a line, what may not end one, and even edges."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.services.documents.fonts import Advances

# One of these stands for one cell to be filled in by hand; input never contains it (it is cleaned away).
BLANK = "\ufffc"

_CLOSING = re.escape("，。、；：？！,.;:?!）〕】》〉」』”’)]}…—～·％%‰℃〗’”々ー")
_OPENING = re.escape("（〔【《〈「『“‘([{〖￥$")
_WORD = "[0-9A-Za-z@#&+/_\\-]+(?:[.,:'%][0-9A-Za-z]+)*[年月日时分秒元条项号份页次]?"
_CHOICE = "[□☑][\u4e00-\u9fff]+"
_CLUSTER = re.compile(
    f"[{_OPENING}]*(?:{BLANK}+[年月日时]?|{_CHOICE}|{_WORD}|——|……|.)(?:[{_CLOSING}]|——|……)*", re.DOTALL
)
_SPACES = " \u3000"
_MOST_STRETCH = 0.18  # of the type size: a line with wider gaps is left ragged instead


@dataclass(frozen=True)
class Line:
    """One line of text as it will stand on the paper.

    Attributes:
        text: Its characters, without the spaces at its ends.
        indent: Distance of its first character from the left edge, in points.
        spacing: Points added after each character, negative where the grid is a little narrower than the type.
    """

    text: str
    indent: float
    spacing: float


@dataclass(frozen=True)
class Measure:
    """How wide text is.

    Attributes:
        advances: Width of each character in ems.
        size: Type size in points.
        spacing: Points added after each character, so that full-width ones stand on the grid.
    """

    advances: Advances
    size: float
    spacing: float = 0.0

    def width(self, text: str) -> float:
        """Return the width of ``text`` in points."""
        return sum(map(self.advances.__getitem__, text)) * self.size + self.spacing * len(text)


def break_lines(
    text: str, measure: Measure, width: float, *, first_indent: float = 0.0, justify: bool = True
) -> list[Line]:
    """Break one paragraph into lines of at most ``width`` points.

    Closing punctuation stays with the character before it, opening punctuation with the one after it, numbers and
    Latin words are kept whole while they fit a line. All lines but the last are stretched to the full width when
    ``justify`` is set.
    """
    lines: list[Line] = []
    indent, taken, used = first_indent, [""], 0.0

    def put(*, last: bool) -> None:
        words = "".join(taken).strip(_SPACES)
        room = width - indent
        spacing = measure.spacing
        if justify and not last and len(words) > 1:
            even = (room - measure.width(words) + measure.spacing * len(words)) / (len(words) - 1)
            spacing = even if even <= _MOST_STRETCH * measure.size else spacing
        lines.append(Line(words, indent, spacing))

    for cluster in _pieces(text, measure, width):
        length = measure.width(cluster)
        if used and used + length > width - indent + 0.01 and cluster.strip(_SPACES):
            put(last=False)
            indent, taken, used = 0.0, [], 0.0
        taken.append(cluster)
        used += length
    put(last=True)
    return lines


def _pieces(text: str, measure: Measure, width: float) -> Iterator[str]:
    """Cut a paragraph into what may not be broken; what is wider than half a line may be, anywhere."""
    for match in _CLUSTER.finditer(text):
        cluster = match.group()
        if len(cluster) == 1 or measure.width(cluster) <= width / 2:
            yield cluster
        else:
            yield from cluster
