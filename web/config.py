"""Settings: everything that differs from one installation to the next, read once from the environment."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flow.database import data_folder, default_url
from flow.engine.text import Text
from flow.printing.addresses import read_printers
from flow.printing.printers import Printer
from flow.rulebook import shipped

SECRET_CHARACTERS_MIN = 32  # what signs the sessions; shorter ones can be guessed offline
SECRET_FILE = "secret"  # noqa: S105  the name of the file, not what stands in it
OTHERS = 0o077  # the permission bits of everybody but the owner

NOT_KEPT = Text(
    "{path} tidak dapat disimpan ({reason}); beri server hak tulis atas folder itu",
    "cannot keep {path} ({reason}); give the server the right to write to that folder",
)
OPEN_TO_OTHERS = Text(
    "orang lain dapat membaca {path}; jalankan: chmod 600 {path}",
    "others can read {path}; run: chmod 600 {path}",
)
NO_SECRET = Text(
    "{path} tidak berisi kunci; hapus supaya dibuat yang baru",
    "{path} holds no secret; remove it to get a new one",
)


class SettingsError(Exception):
    """A setting cannot be used. Names the variable and the remedy."""

    def __init__(self, variable: str, remedy: Text) -> None:
        self.variable = variable
        super().__init__(Text(f"{variable}: {remedy.id}", f"{variable}: {remedy.en}").both)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`data` is the folder's whole path; `redis` is Flask-SocketIO's message queue between several processes; `public_url` is what
    a phone reaches (else see web/addresses.py); `proxies` is how many trusted proxies stand in front; `printers` are those that the
    server prints on, by name; `kiosk_cards`: whoever shows a card that is on record at the kiosk is registered by it.
    """

    database: str
    data: Path
    rules: Path
    secret: str = field(repr=False)
    redis: str | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    proxies: int = 0
    printers: Mapping[str, Printer] = field(default_factory=dict)
    kiosk_cards: bool = False


def from_environment(given: Mapping[str, str] | None = None) -> Settings:
    """The settings of the environment; raises `SettingsError`. Makes and keeps a secret where none is given."""
    given = os.environ if given is None else given
    data = Path(given.get("ALUR_DATA") or data_folder()).absolute()
    return Settings(
        database=_url(given, "ALUR_DATABASE", ("sqlite", "postgresql")) or default_url(data),
        data=data,
        rules=_rules(given),
        secret=_secret(given, data),
        redis=_url(given, "ALUR_REDIS", ("redis", "rediss", "unix")),
        public_url=_url(given, "ALUR_PUBLIC_URL", ("http", "https")),
        host=given.get("HOST") or "127.0.0.1",
        port=_number(given, "PORT", 8000, 65535),
        proxies=_number(given, "ALUR_PROXIES", 0, 10),
        printers=_printers(given),
        kiosk_cards=_number(given, "ALUR_KIOSK_CARDS", 0, 1) == 1,
    )


def _url(given: Mapping[str, str], variable: str, schemes: tuple[str, ...]) -> str | None:
    value = given.get(variable, "").strip()
    if not value:
        return None
    scheme, mark, rest = value.partition("://")
    if scheme.partition("+")[0] not in schemes or not mark or not rest:
        known = [f"{one}://" for one in schemes]
        raise SettingsError(
            variable,
            Text(
                f"{scheme}:… bukan alamat; awalnya {' atau '.join(known)}",
                f"{scheme}:… is no address; it starts with {' or '.join(known)}",
            ),
        )
    return value


def _number(given: Mapping[str, str], variable: str, default: int, most: int) -> int:
    value = given.get(variable) or str(default)
    if not (value.isascii() and value.isdigit() and int(value) <= most):
        raise SettingsError(
            variable,
            Text(
                f"{value!r} bukan angka dari 0 sampai {most}",
                f"{value!r} is no number from 0 to {most}",
            ),
        )
    return int(value)


def _printers(given: Mapping[str, str]) -> Mapping[str, Printer]:
    try:
        return read_printers(given.get("ALUR_PRINTER", ""))
    except ValueError as wrong:
        said = Text(f"printer ini tidak dapat dipakai ({wrong})", str(wrong))
        raise SettingsError("ALUR_PRINTER", said) from None


def _rules(given: Mapping[str, str]) -> Path:
    folder = given.get("ALUR_RULES")
    if not folder:
        return shipped("typical")
    if not Path(folder).is_dir():
        raise SettingsError(
            "ALUR_RULES",
            Text(
                f"tidak ada folder {folder}; sebutkan folder buku aturan",
                f"there is no folder {folder}; name the folder of a rulebook",
            ),
        )
    return Path(folder)


def _secret(given: Mapping[str, str], data: Path) -> str:
    secret = given.get("ALUR_SECRET")
    if not secret:
        return _kept_secret(data / SECRET_FILE)
    if len(secret) < SECRET_CHARACTERS_MIN:
        raise SettingsError(
            "ALUR_SECRET",
            Text(
                f"pakai paling sedikit {SECRET_CHARACTERS_MIN} karakter acak",
                f"use at least {SECRET_CHARACTERS_MIN} random characters",
            ),
        )
    return secret


def _kept_secret(path: Path) -> str:
    """The secret in the file, which only its owner may read; a new one where there is none."""
    try:
        if not path.exists():
            _make_secret(path)
        kept = path.read_text(encoding="ascii", errors="replace").strip()
        mode = path.stat().st_mode
    except OSError as error:
        said = NOT_KEPT.filled(path=path, reason=error.strerror)
        raise SettingsError("ALUR_DATA", said) from None
    if os.name == "posix" and mode & OTHERS:
        raise SettingsError("ALUR_SECRET", OPEN_TO_OTHERS.filled(path=path))
    if len(kept) < SECRET_CHARACTERS_MIN:
        raise SettingsError("ALUR_SECRET", NO_SECRET.filled(path=path))
    return kept


def _make_secret(path: Path) -> None:
    """Whole at once: of several processes that start together, all read the one that was first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as draft:  # mode 0600
        draft.write(secrets.token_urlsafe(48))
    try:
        os.link(draft.name, path)
    except FileExistsError:
        pass
    finally:
        Path(draft.name).unlink()
