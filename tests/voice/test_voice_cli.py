"""`alur voice`: what is missing is named, and a call can be listened to."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from flow.voice import espeak
from flow.voice.cli import voice
from flow.voice.sound import read


def test_check_names_each_recording_that_is_missing(tmp_path: Path) -> None:
    done = CliRunner().invoke(voice, ["check", "--data", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert (
        f"belum ada / missing   {tmp_path}/rekaman/id/nomor-antrean.wav   Nomor antrean"
        in done.output
    )
    assert f"{tmp_path}/rekaman/id/ruang-lab.wav   Laboratorium" in done.output
    assert "spoken by the server (espeak-ng)" in done.output


def test_check_fails_where_nothing_can_be_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(espeak.Espeak, "is_installed", staticmethod(lambda: False))
    done = CliRunner().invoke(voice, ["check", "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "remedy: pip install espeakng-loader" in done.output


def test_say_writes_a_call(tmp_path: Path) -> None:
    out = tmp_path / "call.wav"
    done = CliRunner().invoke(
        voice, ["say", "A-012", "lab", "--out", str(out), "--data", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    assert (
        done.output == "Nomor antrean, A, nol, satu, dua. Silakan menuju Laboratorium, meja satu.\n"
    )
    assert 5 < read(out).seconds < 10


def test_say_refuses_a_room_on_no_board(tmp_path: Path) -> None:
    out = str(tmp_path / "call.wav")
    done = CliRunner().invoke(voice, ["say", "A-012", "ugd", "--out", out, "--data", str(tmp_path)])
    assert done.exit_code == 1
    assert "No board shows ugd." in done.output
