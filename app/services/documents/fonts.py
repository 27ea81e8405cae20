"""The faces a paper is set in: the office's own where they are installed, otherwise the shipped ones."""

import os
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from pathlib import Path

from app.models.words import RESOURCES
from app.services.documents.characters import name_of
from app.services.documents.faces import Face, FaceError

SHIPPED = RESOURCES / "fonts"

# File names under which offices have the faces that GB/T 9704-2012 asks for, best first.
_OFFICE_FILES = {
    "body": ("仿宋_gb2312.ttf", "fangsong_gb2312.ttf", "simfang.ttf", "fangsong.ttf", "fzfsk.ttf", "stfangso.ttf"),
    "title": ("方正小标宋简体.ttf", "方正小标宋_gbk.ttf", "fzxbsjw.ttf", "fzxbsk.ttf", "stzhongs.ttf"),
    "heading": ("simhei.ttf", "黑体.ttf"),
}
_SHIPPED_FILES = {
    "body": ("NotoSerifSC-Regular.ttf", "HotlineDeskRareHan-Regular.ttf"),
    "title": ("NotoSerifSC-Bold.ttf", "NotoSerifSC-Regular.ttf", "HotlineDeskRareHan-Regular.ttf"),
    "heading": ("NotoSansSC-Bold.ttf", "NotoSerifSC-Bold.ttf", "HotlineDeskRareHan-Regular.ttf"),
}


class Hand(Enum):
    """What a text is on the paper, and so which face it is set in."""

    BODY = "body"
    TITLE = "title"
    HEADING = "heading"


class Fonts:
    """The faces of this desk, read when the first paper needs them and kept from then on.

    Args:
        folders: Where the office's own fonts may lie; the system's font folders unless told otherwise.
        shipped: The folder of the fonts that come with the product.
    """

    def __init__(self, *, folders: Sequence[Path] | None = None, shipped: Path = SHIPPED) -> None:
        self._folders = tuple(system_folders()) if folders is None else tuple(folders)
        self._shipped = shipped
        self._installed: dict[str, Path] | None = None
        self._faces: dict[Path, Face] = {}
        self._chains: dict[Hand, tuple[Face, ...]] = {}
        self._advances: dict[Hand, Advances] = {}

    def chain(self, hand: Hand) -> tuple[Face, ...]:
        """Return the faces of ``hand``: a character is drawn by the first one that has it."""
        if hand not in self._chains:
            office = [face for face in map(self._office_face, _OFFICE_FILES[hand.value]) if face is not None][:1]
            shipped = [self._face(self._shipped / name) for name in _SHIPPED_FILES[hand.value]]
            self._chains[hand] = (*office, *shipped)
        return self._chains[hand]

    def advances(self, hand: Hand) -> "Advances":
        """Return the width of every character in ``hand``, in ems, worked out once a character."""
        if hand not in self._advances:
            self._advances[hand] = Advances(self.chain(hand))
        return self._advances[hand]

    def runs(self, text: str, hand: Hand) -> list[tuple[Face, str]]:
        """Cut ``text`` into stretches that one face can draw.

        Raises:
            KeyError: A character no face has; :meth:`undrawable` finds them before.
        """
        faces = self.chain(hand)
        if all(map(faces[0].glyphs.__contains__, map(ord, text))):
            return [(faces[0], text)]
        runs: list[tuple[Face, str]] = []
        for char in text:
            face = next((face for face in faces if ord(char) in face.glyphs), None)
            if face is None:
                raise KeyError(name_of(char))
            if runs and runs[-1][0] is face:
                runs[-1] = (face, runs[-1][1] + char)
            else:
                runs.append((face, char))
        return runs

    def undrawable(self, text: str, hand: Hand = Hand.BODY) -> tuple[str, ...]:
        """Return the characters of ``text`` that no face of ``hand`` has, each once, in order."""
        faces = self.chain(hand)
        return tuple(
            char for char in dict.fromkeys(text) if char != "\n" and not any(ord(char) in face.glyphs for face in faces)
        )

    def _office_face(self, name: str) -> Face | None:
        if self._installed is None:
            self._installed = dict(_font_files(self._folders))
        path = self._installed.get(name)
        if path is None:
            return None
        try:
            return self._face(path)
        except (FaceError, OSError):  # a font file the office broke must not stop its papers
            return None

    def _face(self, path: Path) -> Face:
        if path not in self._faces:
            self._faces[path] = Face(path)
        return self._faces[path]


class Advances(dict[str, float]):
    """Widths in ems by character; filled as characters are met."""

    def __init__(self, faces: tuple[Face, ...]) -> None:
        super().__init__()
        self._chain = faces

    def __missing__(self, char: str) -> float:
        code = ord(char)
        face = next((face for face in self._chain if code in face.glyphs), self._chain[0])
        width = self[char] = face.advance(code) / 1000
        return width


def system_folders() -> Iterator[Path]:
    """Name the folders in which this system keeps fonts."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts"))
    else:
        yield from (home / ".local/share/fonts", home / ".fonts", Path("/usr/local/share/fonts"))
        yield Path("/usr/share/fonts")


def _font_files(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    known = {name for names in _OFFICE_FILES.values() for name in names}
    for folder in reversed(folders):  # the person's own folder wins
        for where, _folders, names in os.walk(folder):
            yield from ((name.lower(), Path(where) / name) for name in names if name.lower() in known)
