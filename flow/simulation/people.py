"""Made-up patients: who comes to a Puskesmas, with which facts, and what the rooms find and order.

The proportions are ours, chosen to show every road of the rules; they are no statistics.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Literal

from flow.engine.facts import FactValue

Sex = Literal["female", "male"]

FIRST_NAMES: dict[Sex, tuple[str, ...]] = {
    "female": ("Ayu", "Dewi", "Endah", "Fitri", "Lestari", "Nur", "Ratna", "Sari", "Sri", "Wati"),
    "male": ("Agus", "Bambang", "Dedi", "Eko", "Hadi", "Joko", "Made", "Rudi", "Slamet", "Yusuf"),
}
LAST_NAMES = ("Contoh", "Peraga", "Percobaan", "Simulasi", "Tiruan")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who comes today. Names end in words that say that they are not real."""

    name: str
    birth_date: date
    sex: Sex
    facts: dict[str, FactValue]
    emergency: bool
    screening: dict[str, FactValue]


def somebody(random: Random, today: date) -> Person:
    """One patient, drawn."""
    sex: Sex = random.choice(("female", "female", "male"))
    years = _age_years(random)
    born = today - timedelta(days=int(years * 365.25) + random.randrange(28))
    emergency = random.random() < 0.04
    return Person(
        name=f"{random.choice(FIRST_NAMES[sex])} {random.choice(LAST_NAMES)}",
        birth_date=born,
        sex=sex,
        facts=_facts(random, sex, years),
        emergency=emergency,
        screening=_screening(random, sex, years),
    )


def _age_years(random: Random) -> float:
    low, high = random.choices(((0, 5), (5, 18), (18, 60), (60, 85)), weights=(18, 14, 46, 22))[0]
    return random.uniform(low, high)


def _facts(random: Random, sex: Sex, years: float) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {"payer": random.choices(("bpjs", "umum"), weights=(4, 1))[0]}
    if random.random() < 0.04:
        facts["disability"] = True
    if sex == "female" and 18 <= years < 42 and random.random() < 0.35:
        return facts | {"pregnant": True, "service": "anc"}
    services = (
        ("umum", "gigi", "lab", "surat_sehat") if years >= 18 else ("umum", "imunisasi", "gigi")
    )
    weights = (80, 10, 4, 6) if years >= 18 else (70, 22, 8)
    return facts | {"service": random.choices(services, weights=weights)[0]}


def _screening(random: Random, sex: Sex, years: float) -> dict[str, FactValue]:
    """What the nurse finds before the cluster; mostly nothing that changes the road."""
    if random.random() < 0.05:
        return {"cough_weeks": random.randrange(2, 6)}
    if sex == "female" and 20 <= years < 40 and random.random() < 0.03:
        return {"pregnant": True}
    if random.random() < 0.01:
        return {"triage": "yellow"}
    return {"triage": "green"}
