"""What `alur serve` says when it starts: on which data, and the address of every page"""

from collections.abc import Iterator, Sequence

from flow.database import whereabouts
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from web.addresses import is_everywhere, serves_others
from web.config import Settings

ONLY_HERE = Text(
    "Hanya komputer ini yang dapat membukanya. Untuk TV, telepon, dan komputer lain: --host 0.0.0.0",
    "Only this computer can open them. For TVs, phones and other computers: --host 0.0.0.0",
)
NO_NETWORK = Text(
    "Komputer ini belum tersambung ke jaringan: yang lain belum dapat membukanya.",
    "This computer is in no network yet: others cannot open them.",
)
ALSO_AT = Text("Alamat lain komputer ini: {others}", "Other addresses of this computer: {others}")


def welcome(settings: Settings, rulebook: Rulebook, port: int, own: Sequence[str]) -> Iterator[str]:
    """Line by line. `own` are this computer's addresses in its networks."""
    yield _line("Data", str(settings.data))
    yield _line("Basis data", whereabouts(settings.database))
    yield _line("Aturan", str(settings.rules))
    yield ""
    roots = _roots(settings, port, own)
    for title, path, note in _pages(rulebook):
        yield _line(title, roots[0] + path, note)
    yield ""
    remark = _remark(settings, roots, own)
    if remark:
        yield from (f"  {one}" for one in remark.both.splitlines())
        yield ""


def _pages(rulebook: Rulebook) -> Iterator[tuple[str, str, str]]:
    yield "Masuk", "/masuk", ""
    yield "Loket", "/loket", "cari, daftarkan, cetak nomor"
    yield "Pos", "/pos", "pilih ruang dan meja"
    yield "Lantai", "/lantai", "seluruh gedung"
    for code, board in rulebook.boards.items():
        yield "Papan", f"/papan/{code}", str(board.title)
    yield "TV", "/tv", "TV tanpa papan ketik"
    yield "Kios", "/kios", ""
    yield "Aturan", "/aturan", "buku aturan"
    yield "Admin", "/admin", "orang, hari, perangkat, jejak"


def _line(title: str, said: str, note: str = "") -> str:
    return f"  {title:<12}{said:<44}{note}".rstrip()


def _roots(settings: Settings, port: int, own: Sequence[str]) -> list[str]:
    """How the addresses begin, the best first."""
    hosts = (own or ["127.0.0.1"]) if is_everywhere(settings.host) else [settings.host]
    named = [f"http://{f'[{host}]' if ':' in host else host}:{port}" for host in hosts]
    return [settings.public_url.rstrip("/"), *named] if settings.public_url else named


def _remark(settings: Settings, roots: Sequence[str], own: Sequence[str]) -> Text | None:
    if settings.public_url:
        return None
    if not serves_others(settings):
        return ONLY_HERE
    if is_everywhere(settings.host) and not own:
        return NO_NETWORK
    return ALSO_AT.filled(others=", ".join(roots[1:])) if len(roots) > 1 else None
