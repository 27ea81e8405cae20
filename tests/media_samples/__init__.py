"""Recordings and scans for tests: two committed ones (see README.md), the others made here."""

import io
import math
import struct
import wave
from pathlib import Path

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).parent
MP3 = FOLDER / "voicemail.mp3"
AMR = FOLDER / "voicemail.amr"


def wav(seconds: float = 1.0, *, rate: int = 8000, hertz: float = 440.0) -> bytes:
    """A tone that swells and fades twice a second."""
    count = round(seconds * rate)
    samples = (
        round(12000 * math.sin(2 * math.pi * hertz * i / rate) * abs(math.sin(2 * math.pi * i / rate)))
        for i in range(count)
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


def mu_law_wav(seconds: float) -> bytes:
    """Silence as a telephone exchange writes it: G.711 µ-law, 8,000 bytes a second."""
    data = b"\xff" * round(seconds * 8000)
    layout = struct.pack("<HHIIHHH", 7, 1, 8000, 8000, 1, 8, 0)
    chunks = b"fmt " + struct.pack("<I", len(layout)) + layout + b"data" + struct.pack("<I", len(data)) + data
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def page(text: str = "Letter", size: tuple[int, int] = (620, 877)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((20, 20, size[0] - 20, size[1] - 20), outline="black", width=3)
    for line in range(12):
        pen.text((60, 80 + line * 50), f"{text}, line {line + 1}", fill="black", font_size=28)
    return picture


def picture(kind: str, pages: int = 1) -> bytes:
    """A scan as ``TIFF``, ``JPEG`` or ``PNG``; only a TIFF has more than one page."""
    file = io.BytesIO()
    first, *others = [page(f"Page {number + 1}") for number in range(pages)]
    more = {"save_all": True, "append_images": others, "compression": "tiff_lzw"} if kind == "TIFF" else {}
    first.save(file, kind, **more)
    return file.getvalue()


def pdf(pages: int = 2, *, password: str | None = None) -> bytes:
    file = io.BytesIO()
    lock = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    canvas = Canvas(file, pagesize=A4, encrypt=lock)
    for number in range(pages):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(80, 700, f"Complaint about a gym, page {number + 1}")
        canvas.rect(60, 80, 470, 660)
        canvas.showPage()
    canvas.save()
    return file.getvalue()
