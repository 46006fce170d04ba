"""The rulebook: which one is in force, what is wrong with the edited one and what it would change, and its publication."""

from flow.engine import commands as c
from flow.engine.events import Entry, RulebookPublished
from flow.engine.text import Text
from flow.rulebook.comparing import Change
from flow.rulebook.draft import Seen
from flow.rulebook.findings import Finding
from web.api import bodies, shapes
from web.api.doing import do
from web.api.operations import OWNER, STAFF, Answer, operation
from web.asking import asked
from web.errors import Wrong
from web.house import house
from web.words import language, said

NOT_THIS = Text(
    "Isi folder aturan sudah berubah lagi. Muat ulang, lihat perubahannya, lalu terbitkan.",
    "The folder of the rules has changed again. Reload, look at the changes, then publish.",
)
STILL_WRONG = Text(
    "Aturan ini masih punya {count} temuan. Perbaiki dulu, lalu terbitkan.",
    "These rules still have {count} findings. Correct them first, then publish.",
)


@operation("GET", "rulebook", roles=STAFF, answer=shapes.RulebookState)
def get_rulebook() -> Answer:
    """The rulebook in force, the edited one with its findings and what it would change, and who published what."""
    return _state()


@operation(
    "POST",
    "rulebook/publications",
    roles=OWNER,
    body=bodies.Publication,
    answer=shapes.RulebookState,
    status=201,
    is_command=True,
)
def publish_rulebook(body: bodies.Publication) -> Answer:
    """Put the edited rulebook into force for everybody who comes from now on; who is inside keeps theirs."""
    clinic = house().clinic
    if body.digest != clinic.rulebook.digest:
        seen = _seen()
        if seen.rulebook is None:
            raise Wrong(409, "StillWrong", STILL_WRONG.filled(count=len(seen.findings)), "digest")
        if seen.rulebook.digest != body.digest:
            raise Wrong(409, "DraftMoved", NOT_THIS, "digest")
        clinic.keep(seen.texts)
    previous = clinic.rulebook.digest
    do(c.PublishRulebook(**asked(), digest=body.digest, previous=previous, note=body.note))
    return _state()


def _seen() -> Seen:
    """The folder as it is this very moment."""
    house().draft.look()
    return house().draft.seen


def _state() -> Answer:
    clinic, seen = house().clinic, _seen()
    book, history = clinic.rulebook, clinic.publications()
    latest = history[0] if history and _published(history[0]).digest == book.digest else None
    return {
        "current": {
            "digest": book.digest,
            "name": said(book.name),
            "published_at": latest.at.isoformat() if latest else None,
            "published_by": latest.by if latest else None,
        },
        "draft": {
            "digest": seen.rulebook.digest if seen.rulebook else None,
            "state": _word(seen, book.digest),
            "seen_at": seen.at.isoformat(),
            "findings": [_finding(one) for one in seen.findings],
            "cases": [one.said(language()) for one in seen.cases],
            "changes": [_change(one) for one in house().draft.changes(book)],
        },
        "history": [_entry(one) for one in history],
    }


def _word(seen: Seen, digest: str) -> str:
    if seen.rulebook is None:
        return "broken"
    return "same" if seen.rulebook.digest == digest else "ready"


def _finding(finding: Finding) -> Answer:
    witness = finding.witness
    parts = (finding.found, finding.allowed, finding.remedy)
    return {
        "code": finding.code,
        "place": str(finding.place),
        "said": "; ".join(said(part) for part in parts if part.id),
        "example": said(witness.said) if witness else None,
        "facts": dict(witness.facts) if witness else None,
        "on": witness.on if witness else None,
    }


def _change(change: Change) -> Answer:
    return {
        "part": said(change.part),
        "who": said(change.who) if change.who else None,
        "before": said(change.before),
        "after": said(change.after),
    }


def _entry(entry: Entry) -> Answer:
    event = _published(entry)
    return {
        "digest": event.digest,
        "at": entry.at.isoformat(),
        "by": entry.by,
        "note": event.note,
    }


def _published(entry: Entry) -> RulebookPublished:
    return next(event for event in entry.events if isinstance(event, RulebookPublished))
