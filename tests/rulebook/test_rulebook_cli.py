"""`alur rules`: what it says, where it says it, and with which exit code."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from flow.rulebook import shipped
from flow.rulebook.cli import rules
from tests.changed import DEWASA


def alur_rules(*words: str) -> Result:
    return CliRunner().invoke(rules, words)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the typical rules that a test may spoil."""
    return Path(shutil.copytree(shipped("typical"), tmp_path / "rules"))


def spoil(file: Path, before: str, after: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_check_says_that_all_is_well() -> None:
    result = alur_rules("check")

    assert result.exit_code == 0
    assert result.stdout.startswith("Puskesmas Mekar Sari: 15 pos, ")
    assert ", semua benar. Digest " in result.stdout


def test_explain_speaks_english_when_asked() -> None:
    facts = '{"birth_date": "1981-03-01", "sex": "male"}'
    result = alur_rules("explain", "--language", "en", "--on", "2026-11-23", "--facts", facts)

    assert "Cluster    K3 Adults and older people" in result.stdout
    assert "looked at" in result.stdout
    assert "Klaster" not in result.stdout


def test_check_speaks_english_when_asked() -> None:
    result = alur_rules("check", "--language", "en")

    assert result.stdout.startswith("Puskesmas Mekar Sari: 15 stations, ")
    assert ", all well. Digest " in result.stdout


def test_check_names_a_mistake_on_one_line(copied: Path) -> None:
    spoil(copied / "stations.yaml", "discipline: fifo", "discipline: fifoo")

    result = alur_rules("check", "--language", "en", "--rules", str(copied))

    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    lines = (copied / "stations.yaml").read_text().splitlines()
    number = next(n for n, text in enumerate(lines, 1) if "fifoo" in text)
    assert line.startswith(
        f'stations.yaml:{number}:17: unknown discipline "fifoo"; allowed: accumulating, fifo, ratio, strict'
    )
    assert line.endswith('; did you mean "fifo"?')


def test_check_names_the_cases_that_a_changed_rule_breaks(copied: Path) -> None:
    spoil(copied / "bands.yaml", '">=60y"', '">=61y"')

    result = alur_rules("check", "--rules", str(copied))

    assert result.exit_code == 1
    assert 'kasus "Umur 60 tahun menjadi lansia": bands none; seharusnya: lansia' in result.stderr


def test_check_names_cases_that_cannot_be_read(copied: Path) -> None:
    (copied / "cases.yaml").write_text("on: today\ncases: []\n", encoding="utf-8")

    result = alur_rules("check", "--rules", str(copied))

    assert result.exit_code == 1
    assert result.stderr.startswith('cases.yaml:1:5: ada teks "today"; perlu tanggal')


def test_check_does_without_cases(copied: Path) -> None:
    (copied / "cases.yaml").unlink()

    assert "0 kasus" in alur_rules("check", "--rules", str(copied)).stdout


def test_check_names_a_folder_that_does_not_exist() -> None:
    result = alur_rules("check", "--rules", "nowhere")

    assert result.exit_code == 1
    assert result.stderr.startswith("nowhere:1:1: folder ini tidak ada")


def test_explain_answers_in_json() -> None:
    facts = '{"birth_date": "2008-11-24"}'
    result = alur_rules("explain", "--on", "2026-11-23", "--facts", facts, "--json")

    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert (told["cluster"], told["ticket"]) == ("K2", "C")
    assert [stop["station"] for stop in told["stops"]] == [
        "loket",
        "skrining",
        "k2-anak",
        "farmasi",
    ]


def test_explain_answers_in_indonesian() -> None:
    facts = '{"birth_date": "1950-01-01", "cough_weeks": 3}'
    result = alur_rules("explain", "--on", "2026-11-23", "--facts", facts)

    assert result.exit_code == 0
    # Line numbers move whenever a rule is added; where they come from is held elsewhere.
    said = re.sub(r"yaml:\d+", "yaml:_", result.stdout).splitlines()
    assert said[:10] == [
        "Klaster    K3 Dewasa dan lansia [entry.yaml:_ dewasa-dan-lansia; melihat Umur, Layanan yang dituju]",
        (
            "Prioritas  Didahulukan dan terpisah: "
            "Batuk 2 minggu atau lebih dilayani lebih dulu dan terpisah"
            " [priority.yaml:_ batuk-lama; melihat Triase, Lama batuk (minggu), Layanan yang dituju]"
        ),
        "Kelompok   Lansia",
        "Tanda      Terduga menular",
        "Nomor      D-... [tickets.yaml:_ lansia; melihat Umur, Layanan yang dituju]",
        "Rute",
        "  1. Loket pendaftaran: Semua pasien mendaftar di loket [entry.yaml:_ semua]",
        "  2. Skrining: Semua pasien diskrining sebelum dilayani [entry.yaml:_ semua]",
        (
            "  3. Poli lansia: 60 tahun ke atas ke poli lansia"
            " [entry.yaml:_ lansia; melihat Umur, Layanan yang dituju]"
        ),
        (
            "  4. Farmasi (bila diminta): Ke farmasi bila ada resep"
            " [exits.yaml:_ resep; melihat Layanan yang dituju]"
        ),
    ]
    assert said[10:12] == ["Andai", "  umur 59 tahun → Poli dewasa"]


def test_explain_takes_today_when_no_day_is_given() -> None:
    assert alur_rules("explain", "--facts", "{}").exit_code == 0


@pytest.mark.parametrize(
    ("facts", "day", "line"),
    [
        ('{"sex"', "2026-11-23", "Error: --facts: this is no JSON ("),
        ("[1]", "2026-11-23", "Error: --facts: a JSON object is needed"),
        ("[" * 100_000, "2026-11-23", "Error: --facts: this is no JSON ("),
        ("{}", "23-11-2026", 'Error: --on: "23-11-2026" is no date; write it as YYYY-MM-DD'),
        ("{}", "2026-02-30", 'Error: --on: "2026-02-30" is no date'),
        ('{"agee": 3}', "2026-11-23", "Error: --facts: facts.agee: "),
        ('{"pregnant": "yes"}', "2026-11-23", "Error: --facts: facts.pregnant: "),
        ('{"cough_weeks": NaN}', "2026-11-23", "Error: --facts: facts.cough_weeks: "),
        ('{"cough_weeks": -1}', "2026-11-23", "Error: --facts: facts.cough_weeks: "),
        ('{"sex": ["male"]}', "2026-11-23", "Error: --facts: facts.sex: "),
        ('{"birth_date": "2026-11-24"}', "2026-11-23", "Error: --facts: facts.birth_date: "),
        ('{"sex": "male", "in_labour": true}', "2026-11-23", "Error: --facts: facts.in_labour: "),
    ],
)
def test_explain_names_what_is_wrong_on_one_line(facts: str, day: str, line: str) -> None:
    result = alur_rules("explain", "--on", day, "--facts", facts)

    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith(line)


def test_explain_needs_facts() -> None:
    result = alur_rules("explain")

    assert result.exit_code == 2
    assert "--facts" in result.stderr


# Diff


def test_diff_is_silent_about_equal_rules(copied: Path) -> None:
    result = alur_rules("diff", str(shipped("typical")), str(copied))

    assert (result.exit_code, result.output) == (0, "")


def test_diff_says_who_would_go_elsewhere(copied: Path) -> None:
    spoil(copied / "entry.yaml", DEWASA, DEWASA.replace("k3-dewasa", "gigi"))

    result = alur_rules("diff", str(shipped("typical")), str(copied))

    assert result.exit_code == 1
    who, what = result.stdout.splitlines()[:2]
    assert who.startswith("Rute: ")
    assert "umur 18 sampai sebelum 60 tahun" in who
    assert what == "    Poli dewasa  =>  Gigi dan mulut"


def test_diff_answers_in_json_with_an_example_patient(copied: Path) -> None:
    spoil(copied / "entry.yaml", DEWASA, DEWASA.replace("k3-dewasa", "gigi"))

    result = alur_rules("diff", str(shipped("typical")), str(copied), "--json", "--language", "en")

    told = json.loads(result.stdout)[0]
    assert (told["part"], told["before"], told["after"]) == ("Route", "Adults", "Dental care")
    asked = ["explain", "--on", told["example"]["on"], "--json"]
    facts = json.dumps(told["example"]["facts"])
    route = json.loads(alur_rules(*asked, "--rules", str(copied), "--facts", facts).stdout)
    assert "gigi" in [stop["station"] for stop in route["stops"]]


def test_diff_tells_a_difference_from_a_rulebook_that_cannot_be_read(copied: Path) -> None:
    (copied / "entry.yaml").unlink()

    result = alur_rules("diff", str(shipped("typical")), str(copied))

    assert result.exit_code == 2
    assert "entry.yaml" in result.stderr
