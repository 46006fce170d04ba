"""Each station: does any way lead there?"""

from collections.abc import Iterator

from flow.engine.text import Text
from flow.rulebook.findings import Finding
from flow.rulebook.proofs.ground import Ground


def findings(ground: Ground) -> Iterator[Finding]:
    """Stations where nobody ever comes."""
    for code, station in ground.rulebook.stations.items():
        if ground.at[code] is ground.diagrams.none:
            yield ground.shown(
                station.line,
                Text(
                    f'tidak ada aturan atau permintaan yang mengirim pasien ke "{code}"',
                    f'no rule and no order sends anybody to "{code}"',
                ),
                Text("ke setiap pos ada jalannya", "some way leads to every station"),
                Text(
                    "tambahkan aturan di entry.yaml, exits.yaml atau orders.yaml, atau hapus pos itu",
                    "add a rule in entry.yaml, exits.yaml or orders.yaml, or remove the station",
                ),
                "unreachable-station",
            )
