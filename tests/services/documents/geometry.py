"""Where every character and every rule of a finished PDF stands, worked out from the file alone."""

from collections import defaultdict
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    """Characters shown together: their left and right edge and baseline, in points from the lower left corner."""

    left: float
    right: float
    baseline: float
    size: float
    text: str


@dataclass(frozen=True)
class Sheet:
    """What stands on one page: words, and boxes as (left, bottom, right, top)."""

    words: tuple[Word, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


def sheets(pdf):
    """Return what stands on each page of ``pdf``."""
    known = {}
    return [_sheet(page, known) for page in PdfReader(BytesIO(pdf)).pages]


def fonts_of(pdf):
    """Return each font's name, whether it is embedded, and the code points its map promises."""
    found = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].values():
            shape = font["/DescendantFonts"][0].get_object()
            found[font["/BaseFont"]] = ("/FontFile2" in shape["/FontDescriptor"], _characters(font))
    return found


def _characters(font):
    """Return the character of every number of a font, from its ToUnicode map."""
    lines = font["/ToUnicode"].get_data().decode("ascii").split("\n")
    pairs = [line.split() for line in lines if line.startswith("<") and line.count("<") == 2]
    return {
        int(number[1:-1], 16): bytes.fromhex(code[1:-1]).decode("utf-16-be")
        for number, code in pairs
        if number != "<0000>" or code != "<FFFF>"
    }


def _sheet(page, known):
    fonts = {}
    for name, reference in page["/Resources"]["/Font"].items():
        font = reference.get_object()
        if font["/BaseFont"] not in known:
            shape = font["/DescendantFonts"][0]
            wide = defaultdict(lambda usual=float(shape["/DW"]): usual)
            for first, widths in zip(shape["/W"][::2], shape["/W"][1::2], strict=True):
                wide |= {int(first) + i: float(width) for i, width in enumerate(widths)}
            known[font["/BaseFont"]] = (_characters(font), wide)
        fonts[name] = known[font["/BaseFont"]]
    words, boxes = [], []
    x = y = spacing = size = 0.0
    current = None
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        match operator:
            case b"Tm":
                x, y = float(operands[4]), float(operands[5])
            case b"Tc":
                spacing = float(operands[0])
            case b"Tf":
                current, size = fonts[operands[0]], float(operands[1])
            case b"Tj":
                raw = operands[0].original_bytes
                numbers = [int.from_bytes(raw[i : i + 2]) for i in range(0, len(raw), 2)]
                end = x + sum(current[1][number] for number in numbers) * size / 1000 + spacing * len(numbers)
                words.append(Word(x, end - spacing, y, size, "".join(current[0][number] for number in numbers)))
                x = end
            case b"re":
                left, bottom, width, height = map(float, operands)
                boxes.append((left, bottom, left + width, bottom + height))
    return Sheet(tuple(words), tuple(boxes))
