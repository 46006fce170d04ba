"""A Puskesmas Pembantu of three rooms: the smallest rulebook, to be broken in one place at a time."""

import pytest

SMALL = {
    "facility.yaml": """\
facility: pustu
name: Pustu Kecil
time_zone: Asia/Makassar
hours:
  pagi: {mon-thu: 08:00-12:00, fri: [08:00-11:00, 13:00-14:00]}
open: pagi
call_seconds: 120
""",
    "stations.yaml": """\
clusters:
  K2: Ibu dan anak
  K3: Dewasa
stations:
  loket:
    name: Loket
    cluster: K3
    discipline: strict
    desks: [1, 2]
    registers: true
  periksa:
    name: Periksa
    cluster: K3
    discipline: fifo
    desks: [1]
  obat:
    name: Obat
    cluster: K3
    discipline: fifo
    desks: [1]
""",
    "screens.yaml": """\
boards:
  depan: {title: Depan, stations: [loket, periksa]}
kiosk:
  umum: {label: Umum, facts: {service: umum}}
""",
    "facts.yaml": """\
birth_date: {type: date, label: Tanggal lahir}
sex: {type: choice, label: Kelamin, choices: {female: P, male: L}}
pregnant: {type: flag, label: Hamil, only_if: {sex: female}}
cough_weeks: {type: number, label: Batuk, range: "0..52"}
service: {type: choice, label: Layanan, choices: {umum: Umum, obat: Obat}, default: umum}
""",
    "bands.yaml": """\
bands: {anak: Anak, lansia: Lansia}
rules:
  - {rule: anak, when: {age: "<18y"}, then: anak, because: Anak}
  - {rule: lansia, when: {age: ">=60y"}, then: lansia, because: Lansia}
""",
    "flags.yaml": """\
flags: {infectious: Menular}
rules:
  - {rule: batuk, when: {cough_weeks: ">=2"}, then: infectious, because: Batuk}
""",
    "priority.yaml": """\
classes: {dulu: Didahulukan, reguler: Reguler}
review_class: dulu
rules:
  - {rule: hamil, when: {pregnant: true}, then: dulu, because: Hamil}
  - {rule: semua, then: reguler, because: Urut datang}
""",
    "tickets.yaml": """\
rules:
  - {rule: semua, then: A, because: Semua}
""",
    "entry.yaml": """\
stages:
  daftar:
    - {rule: semua, then: {stops: loket}, because: Semua mendaftar}
  periksa:
    - rule: anak
      when: {age: "<18y"}
      then: {stops: periksa, cluster: K2}
      because: Anak
    - rule: dewasa
      then: {stops: periksa, cluster: K3}
      because: Dewasa
emergency: {}
""",
    "orders.yaml": """\
orders: {obat: Obat}
rules:
  - {rule: obat, order: obat, at: [periksa], then: {stops: obat, last: true}, because: Resep}
""",
    "exits.yaml": """\
stages:
  pulang:
    - {rule: semua, then: {stops: obat, if_ordered: true}, because: Bila ada resep}
""",
}


@pytest.fixture
def small() -> dict[str, str]:
    """The texts of the smallest rulebook, a fresh copy."""
    return dict(SMALL)
