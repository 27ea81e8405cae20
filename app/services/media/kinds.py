"""What a file is, told by its first bytes: names and extensions are only what the sender believed."""

from enum import StrEnum

HEAD_BYTES = 4096
_PDF_WITHIN = 1024  # PDF 1.7, annex H: the header may stand anywhere in the first 1,024 bytes
_MP3_LAYER_3 = 0b01


class ArrivalKind(StrEnum):
    """What an arriving file becomes: the same words as the channels of a contact."""

    VOICEMAIL = "voicemail"
    LETTER = "letter"


class MediaType(StrEnum):
    """The formats a centre takes in, named as the internet names them."""

    WAV = "audio/wav"
    MP3 = "audio/mpeg"
    AMR = "audio/amr"
    AMR_WB = "audio/amr-wb"
    PDF = "application/pdf"
    TIFF = "image/tiff"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def kind(self) -> ArrivalKind:
        """Return what a file of this format is taken for."""
        return ArrivalKind.VOICEMAIL if self.value.startswith("audio/") else ArrivalKind.LETTER

    @property
    def extension(self) -> str:
        """Return the usual file extension, with its dot."""
        return _EXTENSIONS[self]


_EXTENSIONS = {
    MediaType.WAV: ".wav",
    MediaType.MP3: ".mp3",
    MediaType.AMR: ".amr",
    MediaType.AMR_WB: ".awb",
    MediaType.PDF: ".pdf",
    MediaType.TIFF: ".tif",
    MediaType.JPEG: ".jpg",
    MediaType.PNG: ".png",
}
_MAGIC = (
    (b"#!AMR-WB\n", MediaType.AMR_WB),
    (b"#!AMR\n", MediaType.AMR),
    (b"ID3", MediaType.MP3),
    (b"II*\0", MediaType.TIFF),
    (b"MM\0*", MediaType.TIFF),
    (b"\xff\xd8\xff", MediaType.JPEG),
    (b"\x89PNG\r\n\x1a\n", MediaType.PNG),
)


def media_type(head: bytes) -> MediaType | None:
    """Return the format of a file that begins with ``head``, its first :data:`HEAD_BYTES`; ``None`` for any other."""
    if head[:4] in {b"RIFF", b"RF64"} and head[8:12] == b"WAVE":
        return MediaType.WAV
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return MediaType.PDF
    return MediaType.MP3 if _begins_an_mp3_frame(head) else None


def _begins_an_mp3_frame(head: bytes) -> bool:
    """Tell an MP3 without tags from other bytes: frame sync, layer III, no reserved value."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004 the four bytes of a frame header
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bit_rate, sample_rate = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == _MP3_LAYER_3 and bit_rate not in {0, 15} and sample_rate != 3  # noqa: PLR2004
