"""Pages of scans come out upright, white where they are transparent, and no larger than they are shown."""

import io

import pytest
from PIL import Image

from app.services.errors import UserError
from app.services.media import scans
from app.services.media.kinds import MediaType
from tests import media_samples as samples

RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)


def saved(picture, kind, **options):
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file


def seen(file, found, page=0, width=4000):
    pixels = scans.picture_page(file, found, page, width=width)
    return Image.frombytes("RGB", (pixels.width, pixels.height), pixels.rgb)


def marked(mode="RGB"):
    """A page of 40 by 60 with a red (or black) corner at the upper left."""
    picture = Image.new("RGB", (40, 60), "white")
    picture.paste(RED if mode in {"RGB", "CMYK", "RGBA", "P"} else BLACK, (0, 0, 16, 16))
    return picture.convert(mode)


@pytest.mark.parametrize(
    ("kind", "found", "mode", "options"),
    [
        ("TIFF", MediaType.TIFF, "1", {"compression": "group4"}),
        ("TIFF", MediaType.TIFF, "L", {"compression": "tiff_lzw"}),
        ("TIFF", MediaType.TIFF, "RGB", {"compression": "jpeg", "quality": 95}),
        ("TIFF", MediaType.TIFF, "CMYK", {}),
        ("TIFF", MediaType.TIFF, "I;16", {}),
        ("PNG", MediaType.PNG, "1", {}),
        ("PNG", MediaType.PNG, "P", {}),
        ("PNG", MediaType.PNG, "RGBA", {}),
        ("PNG", MediaType.PNG, "LA", {}),
        ("JPEG", MediaType.JPEG, "L", {"quality": 95}),
        ("JPEG", MediaType.JPEG, "CMYK", {"quality": 95}),
    ],
)
def test_every_kind_of_pixel_is_shown_as_it_was_scanned(kind, found, mode, options):
    picture = marked("L").convert("I;16").point(lambda level: level * 257) if mode == "I;16" else marked(mode)
    file = saved(picture, kind, **options)

    page = seen(file, found)

    assert page.size == (40, 60)
    corner, paper = page.getpixel((4, 4)), page.getpixel((35, 50))
    assert max(corner[1:]) < 80
    assert min(paper) > 240


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(
    ("kind", "found"), [("JPEG", MediaType.JPEG), ("TIFF", MediaType.TIFF), ("PNG", MediaType.PNG)]
)
def test_a_page_photographed_sideways_is_shown_upright(kind, found, orientation):
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    stored = marked().transpose(turn[orientation]) if orientation in turn else marked()
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = saved(stored, kind, exif=exif)

    page = seen(file, found)

    assert scans.picture_sizes(file, found) == ((40, 60),)
    assert page.size == (40, 60)
    assert page.getpixel((4, 4))[1] < 80
    assert min(page.getpixel((35, 50))) > 200


def test_what_is_transparent_is_paper():
    picture = Image.new("RGBA", (10, 10), (0, 0, 0, 0))

    assert seen(saved(picture, "PNG"), MediaType.PNG).getpixel((5, 5)) == WHITE


def test_each_page_of_a_tiff_is_read_by_its_number_and_size():
    file = io.BytesIO()
    first = Image.new("RGB", (30, 40), "white")
    first.save(file, "TIFF", save_all=True, append_images=[Image.new("L", (50, 20), 0), Image.new("1", (8, 8), 1)])

    assert scans.picture_sizes(file, MediaType.TIFF) == ((30, 40), (50, 20), (8, 8))
    assert seen(file, MediaType.TIFF, 1).getpixel((3, 3)) == BLACK
    assert seen(file, MediaType.TIFF, 2).size == (8, 8)
    assert seen(file, MediaType.TIFF, 0).getpixel((3, 3)) == WHITE


@pytest.mark.parametrize(("kind", "found"), [("JPEG", MediaType.JPEG), ("PNG", MediaType.PNG)])
def test_a_page_is_reduced_to_what_is_shown_and_never_enlarged(kind, found):
    file = io.BytesIO(samples.picture(kind))

    assert seen(file, found, width=310).size == (310, 438)
    assert seen(file, found, width=5000).size == (620, 877)


def test_a_page_larger_than_a_wall_is_refused_with_its_size():
    small = saved(Image.new("1", (8, 8)), "PNG").getvalue()
    huge = small.replace((8).to_bytes(4, "big") * 2, (30_000).to_bytes(4, "big") * 2)

    with pytest.raises(UserError, match=r"30000 × 30000|damaged"):
        scans.picture_sizes(io.BytesIO(huge), MediaType.PNG)


def test_a_picture_out_of_the_clipboard_becomes_a_png_and_back():
    pixels = scans.PagePixels(width=2, height=1, rgb=bytes(RED + BLACK))

    again = seen(io.BytesIO(scans.as_png(pixels)), MediaType.PNG)

    assert [again.getpixel((0, 0)), again.getpixel((1, 0))] == [RED, BLACK]
