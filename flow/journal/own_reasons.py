"""Why the house did something by itself: up to 0.3.0 an Indonesian sentence among the reasons that people write

From then on such a reason is there in both languages, as `because`; these are the sentences of before. Room names in them stay as
they were written.
"""

import re
from typing import Any

from flow.engine.text import Text

NAME = r"(?P<name>(?:[A-Z]+-\d+|Darurat \d+)(?:/[\d-]+)?)"
LEFT = r"(?P<left>.+)"
SENTENCES = (
    (
        f"Datang dengan {NAME}",
        Text(
            "Pasien datang dengan nomor {name}, tanpa memakai janji",
            "The patient came with the number {name} instead",
        ),
    ),
    (
        "Puskesmas tidak buka pada hari itu",
        Text("Puskesmas tidak buka pada hari itu", "The Puskesmas was not open that day"),
    ),
    (
        f"Hari ditutup sebelum dilayani di: {LEFT}",
        Text(
            "Hari ditutup sebelum pasien dilayani di {left}",
            "The day was closed before the patient was served at {left}",
        ),
    ),
    (
        "Dipanggil dan tidak datang sampai hari ditutup",
        Text(
            "Pasien dipanggil dan tidak datang sampai hari ditutup",
            "The patient was called and had not come when the day was closed",
        ),
    ),
    (
        f"Hari ditutup sebelum sempat dilayani; menunggu di: {LEFT}",
        Text(
            "Hari ditutup sebelum pasien sempat dilayani; masih menunggu di {left}",
            "The day was closed before anybody had time for the patient, who was waiting at {left}",
        ),
    ),
    (
        f"Digabung dengan {NAME}",
        Text("Digabung dengan {name}", "Merged with {name}"),
    ),
)
OWN = r"(?:(?P<own>.*?); )?"
"""What a doctor had written stood before the house's own sentence."""


def told_apart(body: dict[str, Any]) -> dict[str, Any]:
    """What somebody wrote in `reason`, what the house said in `because`."""
    for sentence, because in SENTENCES:
        found = re.fullmatch(OWN + sentence, body["reason"], re.DOTALL)
        if found:
            words = found.groupdict()
            said = because.filled(**words)
            return body | {
                "reason": words["own"] or "",
                "because": {"id": said.id, "en": said.en},
            }
    return body


def not_doubled(body: dict[str, Any]) -> dict[str, Any]:
    """That nobody came is what the event says already."""
    return body | {"reason": ""}
