"""What the desk looks like: readable in both themes, at every scale, live."""

import itertools

import pytest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.icons import icon, names
from app.ui.theme import SCALES, Look, Shade, Tone, colour, contrast, is_dark, px, set_tone, space, stylesheet, tokens

GROUNDS = ("ground", "surface", "hover", "accent_soft")
WORDS = ("text", "muted", "accent", "done", "soon", "late")
AA_WORDS = 4.5
AA_EDGES = 3.0


@pytest.mark.parametrize("name", [Shade.LIGHT, Shade.DARK])
def test_every_word_is_readable_on_every_ground(name):
    colours = tokens(name).colours
    pairs = [*itertools.product(WORDS, GROUNDS), *((tone, f"{tone}_soft") for tone in ("done", "soon", "late"))]
    pairs += [("on_accent", "accent"), ("surface", "text"), ("muted", "soon_soft"), ("muted", "late_soft")]

    faint = [(word, ground) for word, ground in pairs if contrast(colours[word], colours[ground]) < AA_WORDS]
    assert faint == []


@pytest.mark.parametrize("name", [Shade.LIGHT, Shade.DARK])
def test_what_can_be_typed_into_stands_out(name):
    colours = tokens(name).colours

    assert contrast(colours["edge"], colours["surface"]) >= AA_EDGES
    assert contrast(colours["accent"], colours["surface"]) >= AA_EDGES
    assert contrast(colours["accent"], colours["ground"]) >= AA_EDGES


def test_both_themes_measure_alike():
    assert tokens(Shade.LIGHT).metrics == tokens(Shade.DARK).metrics
    assert set(tokens(Shade.LIGHT).colours) == set(tokens(Shade.DARK).colours)


def test_the_scale_grows_words_and_spaces_while_the_desk_runs(look: Look, qtbot: QtBot):
    page = QWidget()
    layout = QVBoxLayout(page)
    space(layout, 8, 16)
    label = QLabel("12315")
    layout.addWidget(label)
    qtbot.addWidget(page)
    page.show()
    small = label.sizeHint().width()
    look.wear(scale=200)

    assert px(8) == 16
    assert layout.spacing() == 16
    assert layout.contentsMargins().left() == 32
    assert label.sizeHint().width() > 1.8 * small


def test_the_scale_stays_between_80_and_200(look: Look):
    look.wear(scale=20)
    assert look.scale == SCALES[0] == 80
    look.wear(scale=1000)
    assert look.scale == SCALES[-1] == 200


def test_dark_is_put_on_live(look: Look, qtbot: QtBot):
    label = QLabel("late")
    set_tone(label, Tone.LATE)
    qtbot.addWidget(label)
    label.show()
    light = label.palette().color(label.foregroundRole()).name()
    look.wear(shade=Shade.DARK)

    assert is_dark(label.palette())
    assert light == tokens(Shade.LIGHT).colours["late"].lower()
    assert label.palette().color(label.foregroundRole()).name() == tokens(Shade.DARK).colours["late"].lower()


@pytest.mark.parametrize("name", [Shade.LIGHT, Shade.DARK])
def test_the_stylesheet_leaves_no_name_unresolved(name, look: Look):
    written = stylesheet(name)

    assert "@" not in written
    assert "dp" not in written.replace("QCheckBox", "")


def test_every_drawing_can_be_drawn(look: Look, qapp):
    for name in names():
        assert not icon(name, qapp.palette()).pixmap(16, 16).isNull()
    assert colour(qapp.palette(), Tone.LATE).isValid()
