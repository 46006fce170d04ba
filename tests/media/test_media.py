"""Pictures and videos: told by their content, kept whole or not at all, in order, with their days and boards."""

import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from flow.database import open_database
from flow.media import PIECES_MAX, Media, MediaError, Showing
from flow.media import kinds as k

NOW = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
DAY = date(2026, 3, 2)
HEADS = {
    b"\xff\xd8\xff\xe0" + bytes(30): k.JPEG,
    b"\x89PNG\r\n\x1a\n" + bytes(30): k.PNG,
    b"RIFF\x10\0\0\0WEBPVP8 " + bytes(30): k.WEBP,
    b"\0\0\0\x20ftypisom" + bytes(30): k.MP4,
    b"\x1a\x45\xdf\xa3" + bytes(30): k.WEBM,
}
PNG = next(head for head, kind in HEADS.items() if kind is k.PNG)


@pytest.fixture
def media(tmp_path: Path) -> Media:
    return Media(open_database(f"sqlite:///{tmp_path}/alur.db"), tmp_path / "media", lambda: NOW)


def put(media: Media, title: str = "gizi", body: bytes = PNG, **showing: object) -> str:
    return media.add(io.BytesIO(body), Showing(title=title, **showing)).id  # type: ignore[arg-type]


@pytest.mark.parametrize(("body", "kind"), HEADS.items())
def test_a_file_is_what_it_begins_with(media: Media, body: bytes, kind: k.Kind) -> None:
    piece = media.get(put(media, body=body))
    assert piece.kind is kind
    assert piece.size == len(body)
    assert (media.folder / piece.file).read_bytes() == body


@pytest.mark.parametrize(
    "body", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'>", b"<html>", b"GIF89a", b"MZ", b"\xff"]
)
def test_anything_else_is_refused_and_leaves_nothing(media: Media, body: bytes) -> None:
    with pytest.raises(MediaError):
        put(media, body=body)
    assert media.all() == []
    assert not media.folder.exists() or list(media.folder.iterdir()) == []


def test_what_is_too_large_says_how_large_it_is(media: Media) -> None:
    with pytest.raises(MediaError, match=r"has 10\.5 MB\. At most 10 MB"):
        put(media, body=PNG + bytes(10_500_000 - len(PNG)))
    assert list(media.folder.iterdir()) == []
    put(media, body=PNG + bytes(k.IMAGE_BYTES_MAX - len(PNG)))


def test_the_row_is_what_the_admin_makes_of_it(media: Media) -> None:
    first, second, third = (put(media, title) for title in "abc")
    media.move(third, later=False)
    assert [one.id for one in media.all()] == [first, third, second]
    media.move(first, later=False)
    media.move(second, later=True)
    assert [one.id for one in media.all()] == [first, third, second]
    media.remove(first)
    assert [one.id for one in media.all()] == [third, second]
    assert not (media.folder / f"{first}.png").exists()
    for gone in (media.get, media.remove):
        with pytest.raises(MediaError):
            gone(first)
    with pytest.raises(MediaError):
        media.move(first, later=True)


def test_days_and_boards_say_where_and_when(media: Media) -> None:
    put(media, "selalu")
    put(media, "lobi", boards=("utama",))
    put(media, "besok", first_day=date(2026, 3, 3))
    put(media, "kemarin", last_day=date(2026, 3, 1))
    put(media, "hari ini", first_day=DAY, last_day=DAY)
    assert [one.showing.title for one in media.on("utama", DAY)] == ["selalu", "lobi", "hari ini"]
    assert [one.showing.title for one in media.on("penunjang", DAY)] == ["selalu", "hari ini"]


def test_what_cannot_be_is_refused(media: Media) -> None:
    for wrong in (
        {"first_day": DAY, "last_day": date(2026, 3, 1)},
        {"seconds": 0},
        {"seconds": 9999},
    ):
        with pytest.raises(MediaError):
            put(media, **wrong)
    kept = put(media)
    changed = media.change(kept, Showing(title=" dua  kata ", seconds=30))
    assert (changed.showing.title, changed.showing.seconds) == ("dua kata", 30)
    with pytest.raises(MediaError):
        media.change("hilang", Showing(title="x"))


def test_there_is_an_end(media: Media) -> None:
    for _ in range(PIECES_MAX):
        put(media)
    with pytest.raises(MediaError, match="There are 100 files"):
        put(media)


def test_a_full_disk_is_said(media: Media) -> None:
    media.folder.parent.joinpath("media").write_text("a file where the folder should be")
    with pytest.raises(MediaError, match="could not be kept"):
        put(media)
    assert media.all() == []
