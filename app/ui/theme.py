"""How the desk looks: colours and sizes from ``resources/themes``, one stylesheet made of them, any scale, live.

The application's font is the ruler: every size is a number of pixels at 100 % and grows with it, so a widget asks
:func:`px` and never keeps a number of its own. Colours are asked for by meaning, of the palette that is worn.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from app.models.words import RESOURCES, mark

THEMES = RESOURCES / "themes"
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)
BASE = 13
CHINESE_SANS = ("Microsoft YaHei UI", "PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC")
MIDDLE_GREY = 128
_DIMENSION = re.compile(r"(\d+)dp\b")
_COLOUR = re.compile(r"@(\w+)")


class Shade(StrEnum):
    """Which theme is worn; ``SYSTEM`` follows the computer, also while the desk runs."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


SHADE_NAMES = {Shade.SYSTEM: mark("As the computer"), Shade.LIGHT: mark("Light"), Shade.DARK: mark("Dark")}


class Tone(StrEnum):
    """What a colour says; the names are those of the theme files."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    DONE = "done"
    SOON = "soon"
    LATE = "late"


@dataclass(frozen=True)
class Tokens:
    """One theme file: colours by meaning and sizes in pixels at 100 %."""

    colours: Mapping[str, str]
    metrics: Mapping[str, int]


@cache
def tokens(name: str) -> Tokens:
    """Read the theme file ``name`` ("light" or "dark")."""
    read = tomllib.loads((THEMES / f"{name}.toml").read_text(encoding="utf-8"))
    return Tokens(read["colours"], read["metrics"])


def px(size: float) -> int:
    """Say how many pixels ``size`` pixels at 100 % are now; at least one for anything that is there."""
    ruler = QApplication.font().pixelSize()
    scaled = size * ruler / BASE if ruler > 0 else size  # before a look is worn the font is measured in points
    return max(1, round(scaled)) if size else 0


def metric(name: str) -> int:
    """Give a size of the theme files ("control", "row", "icon" …) in pixels at the present scale."""
    return px(tokens(Shade.LIGHT).metrics[name])


def is_dark(palette: QPalette) -> bool:
    """Tell whether ``palette`` is the dark one, by the one colour that no stylesheet rule repaints."""
    return palette.color(QPalette.ColorRole.Mid).lightness() < MIDDLE_GREY


def colour(palette: QPalette, meaning: str) -> QColor:
    """Give the colour that says ``meaning`` (a :class:`Tone` or a name of the theme files) in this palette."""
    return QColor(tokens(Shade.DARK if is_dark(palette) else Shade.LIGHT).colours[meaning])


def contrast(first: str, second: str) -> float:
    """Give the contrast of two colours as WCAG 2 counts it, from 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(name: str) -> float:
    paint = QColor(name)
    knee = 0.04045
    red, green, blue = (
        part / 12.92 if part <= knee else ((part + 0.055) / 1.055) ** 2.4
        for part in (paint.redF(), paint.greenF(), paint.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def tabular(font: QFont) -> QFont:
    """Give ``font`` with figures of equal width, so that columns of numbers stand under each other."""
    even = QFont(font)
    even.setFeature(QFont.Tag("tnum"), 1)
    return even


def set_tone(widget: QWidget, tone: Tone | None) -> None:
    """Let ``widget`` speak in the colour of ``tone``; ``None`` takes it back."""
    restyle(widget, "tone", tone.value if tone else "")


def restyle(widget: QWidget, name: str, value: object) -> None:
    """Set a property the stylesheet asks for and have the widget drawn by it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def space(layout: QLayout, gap: float = 8, edge: float | tuple[float, float, float, float] = 0) -> None:
    """Give ``layout`` its spacing and margins (left, top, right, bottom) in pixels at 100 %; they follow the scale."""
    layout.setProperty("gap", float(gap))
    layout.setProperty("edges", list(edge) if isinstance(edge, tuple) else [edge] * 4)
    _respace(layout)


def _respace(layout: QLayout) -> None:
    layout.setSpacing(px(layout.property("gap")))
    layout.setContentsMargins(*(px(edge) for edge in layout.property("edges")))


def stylesheet(name: str) -> str:
    """Write the stylesheet of theme ``name`` at the present scale."""
    colours = tokens(name).colours
    text = (THEMES / "desk.qss").read_text(encoding="utf-8")
    text = text.replace("@icons", (RESOURCES / "icons" / name).as_posix())
    text = _COLOUR.sub(lambda found: colours[found[1]], text)
    return _DIMENSION.sub(lambda found: f"{px(int(found[1]))}px", text)


def palette(name: str) -> QPalette:
    """Make the palette of theme ``name`` for everything the stylesheet does not reach."""
    named = {key: QColor(value) for key, value in tokens(name).colours.items()}
    made = QPalette(named["ground"])
    role = QPalette.ColorRole
    for where, what in {
        role.Window: "ground",
        role.Base: "surface",
        role.AlternateBase: "ground",
        role.Button: "surface",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.BrightText: "late",
        role.PlaceholderText: "muted",
        role.ToolTipBase: "surface",
        role.ToolTipText: "text",
        role.Highlight: "accent_soft",
        role.HighlightedText: "text",
        role.Accent: "accent",
        role.Link: "accent",
        role.LinkVisited: "accent",
        role.Light: "surface",
        role.Midlight: "hover",
        role.Mid: "line",
        role.Dark: "edge",
        role.Shadow: "line",
    }.items():
        made.setColor(where, named[what])
    for where in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, where, named["muted"])
    return made


def families() -> list[str]:
    """Name the font families to try, best first; the shipped Chinese sans is loaded only where the system has none."""
    here = set(QFontDatabase.families())
    found = [name for name in CHINESE_SANS if name in here]
    if not found:
        for path in sorted((RESOURCES / "fonts").glob("NotoSansSC-*.ttf")):
            found += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return list(dict.fromkeys(found))


class Look(QObject):
    """What the application wears: theme and scale, changed while it runs.

    Attributes:
        changed: Emitted after another theme or scale was put on.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._shade = Shade.SYSTEM
        self._scale = 100
        self._families = families()
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def shade(self) -> Shade:
        """The theme that was asked for."""
        return self._shade

    @property
    def scale(self) -> int:
        """The scale in percent, 80 to 200."""
        return self._scale

    @property
    def worn(self) -> str:
        """The theme file worn now: "light" or "dark"."""
        if self._shade is not Shade.SYSTEM:
            return self._shade.value
        dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Shade.DARK.value if dark else Shade.LIGHT.value

    def wear(self, *, shade: Shade | None = None, scale: int | None = None) -> None:
        """Put on ``shade`` and ``scale`` (percent, kept between 80 and 200); what is not named stays."""
        self._shade = self._shade if shade is None else shade
        self._scale = self._scale if scale is None else min(max(scale, SCALES[0]), SCALES[-1])
        font = QFont(self._application.font())
        if self._families:
            font.setFamilies(self._families)
        font.setPixelSize(round(BASE * self._scale / 100))
        font.setFeature(QFont.Tag("tnum"), 1)
        self._application.setFont(font)
        self._application.setPalette(palette(self.worn))
        self._application.setStyleSheet(stylesheet(self.worn))
        for widget in self._application.allWidgets():
            for layout in widget.findChildren(QLayout, options=Qt.FindChildOption.FindDirectChildrenOnly):
                self._follow(layout)
        self.changed.emit()

    def step(self, direction: int) -> None:
        """Go to the next larger (``+1``) or smaller (``-1``) scale."""
        nearest = min(range(len(SCALES)), key=lambda place: abs(SCALES[place] - self._scale))
        self.wear(scale=SCALES[min(max(nearest + direction, 0), len(SCALES) - 1)])

    def _follow(self, layout: QLayout) -> None:
        if layout.property("edges") is not None:
            _respace(layout)
        for inner in layout.findChildren(QLayout):
            if inner.property("edges") is not None:
                _respace(inner)

    def _system_changed(self) -> None:
        if self._shade is Shade.SYSTEM:
            self.wear()
