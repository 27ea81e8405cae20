"""The sheet under the pen: reportlab's canvas, with fonts embedded so that every character can be read back.

reportlab writes a TrueType font as many 256-character fonts and states a character beyond the basic plane as one
number (``<20BB7>``), which no reader understands. Here a paper embeds one composite font a face, whose character map
is UTF-16, so 𠮷 and 𬭚 are copied, searched and read aloud as what they are.
"""

from io import BytesIO
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from app.services.documents.faces import Face

_MAP_BLOCK = 100  # the most entries the PDF standard allows in one block of a character map
_EM = 1000  # the width of a Chinese character: said once, only others one by one
_DIGITS = "0123456789"
rl_config.useA85 = 0  # pages are compressed binary like everything else in the file, not spelled out in letters


class EmbeddedFace:
    """One face inside one PDF: collects the characters used and embeds exactly these."""

    def __init__(self, face: Face, label: str) -> None:
        self.face = face
        self.label = label
        self.fontName = face.name  # reportlab asks for this attribute by this name
        # Every digit from the start: a paper printed again with another number then embeds the very same font.
        drawn = (digit for digit in _DIGITS if ord(digit) in face.glyphs)
        self._numbers = {digit: place for place, digit in enumerate(drawn, start=1)}

    def encode(self, text: str) -> str:
        """Return ``text`` as the hexadecimal string the page shows."""
        numbers = self._numbers
        return "".join(f"{numbers.setdefault(char, len(numbers) + 1):04X}" for char in text)

    def addObjects(self, doc: Any) -> None:  # noqa: N802 reportlab calls it by this name when saving
        """Write the font's objects into the document."""
        face, codes = self.face, [ord(char) for char in self._numbers]
        name = f"{_tag(codes)}+{face.name}"
        length, packed = face.packed(tuple(codes))
        about = pdfdoc.PDFDictionary({"Length1": length, "Filter": pdfdoc.PDFName("FlateDecode")})
        file = pdfdoc.PDFStream(about, packed)
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": pdfdoc.PDFName(name),
            "Flags": 4,
            "FontBBox": pdfdoc.PDFArray(face.box),
            "ItalicAngle": 0,
            "Ascent": face.ascent,
            "Descent": face.descent,
            "CapHeight": face.ascent,
            "StemV": 50 + face.weight // 8,
            "FontFile2": doc.Reference(file, f"file-{self.label}"),
        }
        widths = [
            part
            for place, width in enumerate(map(face.advance, codes), start=1)
            if width != _EM
            for part in (place, pdfdoc.PDFArray([round(width, 2)]))
        ]
        shape = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": pdfdoc.PDFName(name),
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": doc.Reference(pdfdoc.PDFDictionary(descriptor), f"descriptor-{self.label}"),
            "CIDToGIDMap": "/Identity",
            "DW": _EM,
            "W": pdfdoc.PDFArray(widths),
        }
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": pdfdoc.PDFName(name),
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(pdfdoc.PDFDictionary(shape), f"shape-{self.label}")]),
            "ToUnicode": doc.Reference(_stream(doc, character_map(self._numbers).encode("ascii")), f"map-{self.label}"),
        }
        doc.idToObject["BasicFonts"].dict[self.label] = doc.Reference(pdfdoc.PDFDictionary(font), f"font-{self.label}")


def character_map(numbers: dict[str, int]) -> str:
    """Return the ToUnicode map of numbered characters: UTF-16, a surrogate pair beyond the basic plane."""
    entries = [f"<{number:04X}> <{char.encode('utf-16-be').hex().upper()}>" for char, number in numbers.items()]
    blocks = [entries[i : i + _MAP_BLOCK] for i in range(0, len(entries), _MAP_BLOCK)]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
            *(line for block in blocks for line in (f"{len(block)} beginbfchar", *block, "endbfchar")),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _tag(codes: list[int]) -> str:
    """Return the six letters that mark a subset, the same ones for the same characters."""
    number = 0
    for code in codes:
        number = (number * 31 + code) % 26**6
    return "".join(chr(65 + number // 26**i % 26) for i in range(6))


def _stream(doc: Any, content: bytes) -> pdfdoc.PDFStream:
    stream = pdfdoc.PDFStream(content=content)
    if doc.compression:
        stream.filters = [pdfdoc.PDFZCompress]
    return stream


class Sheet(Canvas):
    """A canvas that writes with embedded faces only and gives the same bytes for the same paper.

    Distances are points from the lower left corner of the page.
    """

    # reportlab's own, of which its type stubs do not speak
    _doc: Any
    _code: list[str]

    def __init__(self, *, title: str, size: tuple[float, float], prefix: str = "P") -> None:
        self._buffer = BytesIO()
        super().__init__(self._buffer, pagesize=size, invariant=1, pageCompression=1)
        self.setTitle(title)
        self.setAuthor("")
        self.setCreator("Hotline Desk")
        self.setSubject("")
        self._prefix = prefix  # sets the names of its fonts apart from those of a page it is laid over
        self._embedded: dict[int, EmbeddedFace] = {}

    def _make_preamble(self) -> None:
        # reportlab would name Helvetica on every page: a font no paper uses and none embeds.
        self._preamble = "1 0 0 1 0 0 cm"

    def _embed(self, face: Face) -> EmbeddedFace:
        embedded = self._embedded.get(id(face))
        if embedded is None:
            embedded = EmbeddedFace(face, f"{self._prefix}{len(self._embedded) + 1}")
            self._embedded[id(face)] = embedded
            self._doc.fontMapping[embedded.label] = f"/{embedded.label}"
            self._doc.delayedFonts.append(embedded)
        return embedded

    def show(self, x: float, y: float, runs: list[tuple[Face, str]], size: float, spacing: float = 0.0) -> None:
        """Write ``runs`` with their baseline starting at (``x``, ``y``), ``spacing`` points after each character."""
        code = [f"BT 1 0 0 1 {x:.2f} {y:.2f} Tm {spacing:.4f} Tc"]
        for face, text in runs:
            embedded = self._embed(face)
            code.append(f"/{embedded.label} {size:g} Tf <{embedded.encode(text)}> Tj")
        code.append("ET")
        self._code.append(" ".join(code))

    def finish(self) -> bytes:
        """Close the last page and return the file."""
        self.save()
        return self._buffer.getvalue()
