"""A press, and made-up data for every form."""

import pytest

from app.services.documents.fonts import Fonts
from app.services.documents.forms import Forms
from app.services.documents.press import PaperPress


@pytest.fixture(scope="session")
def fonts():
    """The shipped faces only, so that a test prints the same on every machine."""
    return Fonts(folders=())


@pytest.fixture(scope="session")
def press(fonts):
    return PaperPress(fonts=fonts, forms=Forms.shipped())
