"""One TrueType file: which characters it draws, how wide they are, and the few of them a paper embeds."""

import functools
import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Sequence
from pathlib import Path

_KEPT_SUBSETS = 8
_COPIED = ("cvt ", "fpgm", "prep")
_COMPONENT_WORDS, _COMPONENT_MORE = 0x0001, 0x0020
_COMPONENT_SCALES = ((0x0008, 2), (0x0040, 4), (0x0080, 8))


class FaceError(ValueError):
    """The file is no TrueType font with outlines, or a damaged one."""


class Face:
    """A font file on disk, mapped into memory and read only where needed.

    Attributes:
        name: PostScript name.
        glyphs: Glyph number of every code point the font draws.
        units: Units of the em square; widths are given in thousandths of the em.
        packed: What :meth:`_pack` gives for some code points, remembered for the last few papers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        # A paper is printed twice, to be looked at and with its number: the second time its fonts are there.
        self.packed = functools.lru_cache(maxsize=_KEPT_SUBSETS)(self._pack)
        try:
            self._read()
        except (struct.error, IndexError, KeyError) as error:
            raise FaceError(f"{path.name} is no readable TrueType font") from error

    def _read(self) -> None:
        data, start = self._data, 0
        if data[:4] == b"ttcf":  # a collection: its first font
            start = struct.unpack_from(">L", data, 12)[0]
        count = struct.unpack_from(">H", data, start + 4)[0]
        self._tables = {
            tag.decode("latin-1"): (offset, length)
            for tag, _sum, offset, length in struct.iter_unpack(">4sLLL", data[start + 12 : start + 12 + 16 * count])
        }
        head, hhea, os2 = self._table("head"), self._table("hhea"), self._table("OS/2")
        self.units, long_offsets = struct.unpack_from(">H", head, 18)[0], struct.unpack_from(">h", head, 50)[0]
        self.box = tuple(round(v * 1000 / self.units) for v in struct.unpack_from(">4h", head, 36))
        self.ascent, self.descent = (round(v * 1000 / self.units) for v in struct.unpack_from(">2h", hhea, 4))
        self.weight = struct.unpack_from(">H", os2, 4)[0]
        self.name = self._postscript_name()
        offsets = _numbers("I" if long_offsets else "H", self._table("loca"))
        self._offsets = offsets if long_offsets else array("I", (2 * offset for offset in offsets))
        self._glyf = self._tables["glyf"][0]
        metrics = _numbers("H", self._table("hmtx"))
        full = struct.unpack_from(">H", hhea, 34)[0]
        self._advances, self._bearings = metrics[0 : 2 * full : 2], metrics[1 : 2 * full : 2] + metrics[2 * full :]
        self.glyphs = self._read_characters()

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _postscript_name(self) -> str:
        table = self._table("name")
        _format, count, strings = struct.unpack_from(">3H", table)
        for record in struct.iter_unpack(">6H", table[6 : 6 + 12 * count]):
            platform, _encoding, _language, kind, length, offset = record
            if kind == 6:  # noqa: PLR2004 the number of the PostScript name in the name table
                raw = table[strings + offset : strings + offset + length]
                name = raw.decode("utf-16-be" if platform in {0, 3} else "latin-1")
                return "".join(char for char in name if char.isascii() and (char.isalnum() or char == "-"))
        return self.path.stem

    def _read_characters(self) -> dict[int, int]:
        table = self._table("cmap")
        count = struct.unpack_from(">H", table, 2)[0]
        wanted = {(3, 10): 0, (0, 6): 1, (0, 4): 2, (3, 1): 3, (0, 3): 4}
        found = sorted(
            (wanted[platform, encoding], offset)
            for platform, encoding, offset in struct.iter_unpack(">HHL", table[4 : 4 + 8 * count])
            if (platform, encoding) in wanted
        )
        offset = found[0][1]
        if struct.unpack_from(">H", table, offset)[0] == 12:  # noqa: PLR2004 segmented coverage, all planes
            return _segments_of_all_planes(table, offset)
        return _segments_of_first_plane(table, offset)

    def advance(self, code: int) -> float:
        """Return the width of a code point in thousandths of the em; of the empty box where it is not drawn."""
        glyph = self.glyphs.get(code, 0)
        return float(self._advances[min(glyph, len(self._advances) - 1)] * 1000 / self.units)

    def subset(self, codes: Sequence[int]) -> bytes:
        """Return a TrueType file whose glyph ``i + 1`` is the shape of ``codes[i]``, for embedding in a PDF."""
        chosen = [0, *(self.glyphs[code] for code in codes)]
        place = {glyph: i for i, glyph in reversed(list(enumerate(chosen)))}
        shapes, offsets, position, done = [], array("I", [0]), 0, 0
        while done < len(chosen):
            shape = self._shape(chosen[done])
            if len(shape) > 10 and shape[0] & 0x80:  # noqa: PLR2004 a composite: ten bytes of header, negative count
                shape = _with_components(shape, chosen, place)
            shape += b"\0" * (-len(shape) % 4)
            shapes.append(shape)
            position += len(shape)
            offsets.append(position)
            done += 1
        last = len(self._advances) - 1
        metrics = array("H")
        for glyph in chosen:
            metrics.extend((self._advances[min(glyph, last)], self._bearings[glyph]))
        head, hhea, maxp = (bytearray(self._table(tag)) for tag in ("head", "hhea", "maxp"))
        struct.pack_into(">L", head, 8, 0)
        struct.pack_into(">h", head, 50, 1)
        struct.pack_into(">H", hhea, 34, len(chosen))
        struct.pack_into(">H", maxp, 4, len(chosen))
        tables = {tag: self._table(tag) for tag in _COPIED if tag in self._tables}
        tables |= {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp)}
        tables |= {"glyf": b"".join(shapes), "loca": _bytes(offsets), "hmtx": _bytes(metrics)}
        return _font_file(tables)

    def _pack(self, codes: tuple[int, ...]) -> tuple[int, bytes]:
        """Return the length of a subset (:meth:`subset`) and the subset compressed for a PDF."""
        plain = self.subset(codes)
        return len(plain), zlib.compress(plain)

    def _shape(self, glyph: int) -> bytes:
        return self._data[self._glyf + self._offsets[glyph] : self._glyf + self._offsets[glyph + 1]]


def _with_components(shape: bytes, chosen: list[int], place: dict[int, int]) -> bytes:
    """Renumber the glyphs a composite refers to, taking them into the subset."""
    data, at, flags = bytearray(shape), 10, _COMPONENT_MORE
    while flags & _COMPONENT_MORE:
        flags, glyph = struct.unpack_from(">HH", data, at)
        if glyph not in place:
            place[glyph] = len(chosen)
            chosen.append(glyph)
        struct.pack_into(">H", data, at + 2, place[glyph])
        at += 8 if flags & _COMPONENT_WORDS else 6
        at += next((size for flag, size in _COMPONENT_SCALES if flags & flag), 0)
    return bytes(data)


def _segments_of_all_planes(table: bytes, offset: int) -> dict[int, int]:
    length = struct.unpack_from(">L", table, offset + 4)[0]
    glyphs: dict[int, int] = {}
    for first, last, glyph in struct.iter_unpack(">LLL", table[offset + 16 : offset + length]):
        glyphs.update(zip(range(first, last + 1), range(glyph, glyph + last - first + 1), strict=True))
    return glyphs


def _segments_of_first_plane(table: bytes, offset: int) -> dict[int, int]:
    length, _language, twice = struct.unpack_from(">3H", table, offset + 2)
    numbers = _numbers("H", table[offset + 14 : offset + length])
    count = twice // 2
    lasts, firsts = numbers[:count], numbers[count + 1 : 2 * count + 1]
    deltas, ranges = numbers[2 * count + 1 : 3 * count + 1], numbers[3 * count + 1 :]
    glyphs: dict[int, int] = {}
    for i in range(count):
        for code in range(firsts[i], min(lasts[i], 0xFFFE) + 1):
            glyph = code if not ranges[i] else ranges[i + ranges[i] // 2 + code - firsts[i]]
            if glyph:
                glyphs[code] = (glyph + deltas[i]) & 0xFFFF
    return glyphs


def _numbers(kind: str, data: bytes) -> "array[int]":
    numbers = array(kind, data[: len(data) - len(data) % array(kind).itemsize])
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers


def _bytes(numbers: "array[int]") -> bytes:
    copy = array(numbers.typecode, numbers)
    if sys.byteorder == "little":
        copy.byteswap()
    return copy.tobytes()


def _font_file(tables: dict[str, bytes]) -> bytes:
    """Put tables together to a font file with a correct directory."""
    count = len(tables)
    power = count.bit_length() - 1
    head = struct.pack(">LHHHH", 0x00010000, count, 16 << power, power, 16 * count - (16 << power))
    directory, body, offset = [], [], 12 + 16 * count
    for tag in sorted(tables):
        padded = tables[tag] + b"\0" * (-len(tables[tag]) % 4)
        check = sum(_numbers("I", padded)) & 0xFFFFFFFF
        directory.append(struct.pack(">4sLLL", tag.encode("latin-1"), check, offset, len(tables[tag])))
        body.append(padded)
        offset += len(padded)
    return b"".join((head, *directory, *body))
