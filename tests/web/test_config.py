"""Settings come from the environment, and say what is wrong with them by name."""

from pathlib import Path

import pytest

from flow.rulebook import shipped
from web.config import SettingsError, from_environment


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = from_environment({"ALUR_DATA": str(tmp_path / "data")})
    assert settings.database == f"sqlite:///{tmp_path}/data/alur.db"
    assert settings.rules == shipped("typical")
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert (settings.redis, settings.public_url) == (None, None)
    assert (settings.printers, settings.kiosk_cards) == ({}, False)


def test_everything_can_be_set(tmp_path: Path) -> None:
    settings = from_environment(
        {
            "ALUR_DATABASE": "postgresql+psycopg://alur@db/alur",
            "ALUR_DATA": str(tmp_path),
            "ALUR_RULES": str(tmp_path),
            "ALUR_SECRET": "x" * 32,
            "ALUR_REDIS": "redis://queue",
            "ALUR_PUBLIC_URL": "https://puskesmas.example",
            "ALUR_PROXIES": "1",
            "ALUR_PRINTER": "kiosk=network:192.168.1.50",
            "ALUR_KIOSK_CARDS": "1",
            "HOST": "0.0.0.0",
            "PORT": "80",
        }
    )
    assert (settings.port, settings.proxies, settings.secret) == (80, 1, "x" * 32)
    assert (list(settings.printers), settings.kiosk_cards) == (["kiosk"], True)
    assert list(tmp_path.iterdir()) == []
    assert "x" * 32 not in repr(settings)


def test_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first, second = (from_environment({"ALUR_DATA": str(tmp_path)}) for _ in range(2))
    assert first.secret == second.secret
    assert len(first.secret) >= 32
    assert [(p.name, p.stat().st_mode & 0o777) for p in tmp_path.iterdir()] == [("secret", 0o600)]


@pytest.mark.parametrize(
    ("variable", "value", "remedy"),
    [
        ("ALUR_SECRET", "short", "at least 32"),
        ("ALUR_RULES", "/nowhere", "no folder /nowhere"),
        ("ALUR_DATABASE", "alur.db", "sqlite:// or postgresql://"),
        ("ALUR_DATABASE", "mysql://x", "sqlite:// or postgresql://"),
        ("ALUR_REDIS", "queue:6379", "redis://"),
        ("ALUR_PUBLIC_URL", "puskesmas.example", "https://"),
        ("ALUR_PROXIES", "-1", "from 0 to 10"),
        ("ALUR_PRINTER", "192.168.1.50", "network:HOST"),
        ("ALUR_KIOSK_CARDS", "yes", "from 0 to 1"),
        ("PORT", "web", "from 0 to 65535"),
        ("PORT", "65536", "from 0 to 65535"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, variable: str, value: str, remedy: str) -> None:
    with pytest.raises(SettingsError) as refused:
        from_environment({"ALUR_DATA": str(tmp_path), variable: value})
    assert str(refused.value).startswith(f"{variable}: ")
    assert remedy in str(refused.value)


def test_a_secret_that_others_can_read_is_none(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("y" * 64)
    kept.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        from_environment({"ALUR_DATA": str(tmp_path)})
    kept.chmod(0o600)
    kept.write_text("")
    with pytest.raises(SettingsError, match="holds no secret"):
        from_environment({"ALUR_DATA": str(tmp_path)})
