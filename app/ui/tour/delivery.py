"""What the day's post and answering machine bring: a made-up letter and a made-up voicemail, as files."""

import math
import struct
import wave
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QTransform

from app.services.clock import LEGAL_ZONE

RATE = 8000
SECONDS = 9
PAGE = (1240, 1754)
SIGNED = 40 * " "
LETTER = (
    "金河市市场监督管理局：\n\n    我于2026年11月2日在河湾区西园街道的“老周家电维修部”为自己经营的国栋旅馆修理洗衣机，"
    "收费460元，三天后故障依旧，店主拒绝返修，也不退款。\n\n"
    "    请求：退还修理费460元。\n\n    附：收据复印件一张。\n\n\n"
    f"{SIGNED}投诉人：赵国栋\n{SIGNED}电话：13919556677\n{SIGNED}2026年11月12日"
)


def deliver_voicemail(folder: Path, number: str, recorded_at: datetime) -> None:
    """Put a recording into the watched folder, named as answering machines name them."""
    local = recorded_at.astimezone(LEGAL_ZONE)
    path = folder / f"{local:%Y%m%d-%H%M%S}_{number}.wav"
    unfinished = path.with_suffix(".part")
    with wave.open(str(unfinished), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(b"".join(struct.pack("<h", _sample(place)) for place in range(RATE * SECONDS)))
    unfinished.rename(path)


def deliver_letter(folder: Path, name: str) -> None:
    """Put the scan of a letter into the watched folder."""
    page = QImage(*PAGE, QImage.Format.Format_RGB32)
    page.fill(QColor("#FBFAF6"))
    painter = QPainter(page)
    painter.setTransform(QTransform().rotate(0.4))
    font = QFont(painter.font())
    font.setPixelSize(34)
    painter.setFont(font)
    painter.setPen(QColor("#24262B"))
    painter.drawText(QRect(150, 190, PAGE[0] - 300, PAGE[1] - 300), Qt.TextFlag.TextWordWrap, LETTER)
    painter.end()
    unfinished = folder.parent / f"{name}.png"
    page.save(str(unfinished))
    unfinished.rename(folder / f"{name}.png")


def _sample(place: int) -> int:
    """Something like a voice: syllables of changing pitch with pauses between them."""
    at = place / RATE
    syllable = at * 3.1
    loud = max(0.0, math.sin(math.pi * (syllable % 1))) ** 0.5 * (0 if int(syllable) % 7 == 6 else 1)  # noqa: PLR2004 a breath
    pitch = 150 + 40 * math.sin(at * 1.7) + 25 * (int(syllable * 1.3) % 4)
    return int(9000 * loud * (math.sin(2 * math.pi * pitch * at) + 0.4 * math.sin(4 * math.pi * pitch * at)) / 1.4)
