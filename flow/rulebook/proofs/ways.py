"""The way as a whole: everybody has a cluster and somewhere to go; what stands on buttons makes sense."""

from collections.abc import Callable, Iterator

from flow.engine.refusals import BadFact
from flow.engine.text import Text
from flow.rulebook.cells import EXAMPLE_DAY
from flow.rulebook.findings import Finding, Place
from flow.rulebook.proofs.ground import Ground, Way

ENTRY = "entry.yaml"


def findings(ground: Ground) -> Iterator[Finding]:
    """Patients without a cluster or without any stop; buttons and emergencies that the rules would not take."""
    yield from _without(
        ground,
        lambda way: way.cluster == "",
        "no-cluster",
        Text("pasien tanpa klaster", "a patient without a cluster"),
        Text("setiap kunjungan punya klaster", "every visit has a cluster"),
        Text("tambahkan `cluster:` pada aturannya", "add `cluster:` to the rule"),
    )
    yield from _without(
        ground,
        lambda way: way.stops == (),
        "no-stop",
        Text("pasien tanpa satu pun pos tujuan", "a patient with nowhere to go"),
        Text("setiap pasien singgah paling sedikit di satu pos", "everybody stops at least once"),
        Text("tambahkan `stops:` pada aturannya", "add `stops:` to the rule"),
    )
    yield from _kiosk(ground)
    yield from _emergency(ground)


def _without(
    ground: Ground,
    lacks: Callable[[Way], bool],
    code: str,
    found: Text,
    allowed: Text,
    remedy: Text,
) -> Iterator[Finding]:
    missing = ground.cells.possible(ground.diagrams.where(ground.way, lacks, code))
    if missing is not ground.diagrams.none:
        last = ground.rulebook.tables.entry[-1]
        yield ground.shown(last.line or ENTRY, found, allowed, remedy, code, missing)


def _kiosk(ground: Ground) -> Iterator[Finding]:
    for choice in ground.rulebook.kiosk:
        try:
            ground.rulebook.vocabulary.check(choice.facts, EXAMPLE_DAY)
        except BadFact as refused:
            yield Finding(
                Place.of(choice.line),
                Text(
                    f'data tombol "{choice.code}" bertentangan: {refused.said.id}',
                    f'the facts of the button "{choice.code}" contradict: {refused.said.en}',
                ),
                Text(
                    "tombol berarti pasien yang mungkin ada",
                    "a button stands for a possible patient",
                ),
                Text("perbaiki `facts`-nya", "correct its `facts`"),
                "impossible-facts",
            )


def _emergency(ground: Ground) -> Iterator[Finding]:
    facts = ground.rulebook.emergency
    place = Place(ENTRY)
    remedy = Text("perbaiki `emergency` di entry.yaml", "correct `emergency` in entry.yaml")
    try:
        ground.rulebook.vocabulary.check(facts, EXAMPLE_DAY)
    except BadFact as refused:
        found = Text(
            f"data gawat darurat bertentangan: {refused.said.id}",
            f"the facts of an emergency contradict: {refused.said.en}",
        )
        allowed = Text("data pasien yang mungkin ada", "the facts of a possible patient")
        yield Finding(place, found, allowed, remedy, "impossible-facts")
        return
    if facts and not ground.rulebook.route(facts, EXAMPLE_DAY).final:
        found = Text(
            "data gawat darurat tidak sampai ke aturan `final`",
            "the facts of an emergency lead to no `final` rule",
        )
        allowed = Text(
            "yang digotong masuk langsung ditolong", "who is carried in is helped at once"
        )
        yield Finding(place, found, allowed, remedy, "no-emergency")
