"""What a file is, told by its first bytes and never by its name; and how large one may be"""

from dataclasses import dataclass

MEGABYTE = 1_000_000
HEAD_BYTES = 16  # enough to tell every kind


@dataclass(frozen=True, slots=True)
class Kind:
    """`mime` is what it is served as, `ending` what its file is called."""

    mime: str
    ending: str
    bytes_max: int

    @property
    def is_video(self) -> bool:
        return self.mime.startswith("video/")


IMAGE_BYTES_MAX = 10 * MEGABYTE  # a photograph of a good camera
VIDEO_BYTES_MAX = 100 * MEGABYTE  # a few minutes, as a telephone makes them

JPEG = Kind("image/jpeg", "jpg", IMAGE_BYTES_MAX)
PNG = Kind("image/png", "png", IMAGE_BYTES_MAX)
WEBP = Kind("image/webp", "webp", IMAGE_BYTES_MAX)
MP4 = Kind("video/mp4", "mp4", VIDEO_BYTES_MAX)
WEBM = Kind("video/webm", "webm", VIDEO_BYTES_MAX)

KINDS = {kind.mime: kind for kind in (JPEG, PNG, WEBP, MP4, WEBM)}


def kind_of(head: bytes) -> Kind | None:
    """The kind of a file that begins so; None for anything that a TV need not show."""
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return MP4
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return WEBM
    return None
