"""The words on screen for statuses, steps and outcomes, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from flow.engine.deadlines import SCHEDULER
from flow.engine.floor import Action
from flow.engine.lifecycle import Status, Step
from flow.engine.outcomes import Outcome
from flow.engine.routing import Rulebook
from flow.engine.text import Text
from flow.engine.visits import Visit

STATUS: Mapping[Status, Text] = {
    Status.PLANNED: Text("direncanakan", "planned"),
    Status.WAITING: Text("menunggu", "waiting"),
    Status.CALLED: Text("dipanggil", "called"),
    Status.SERVING: Text("sedang dilayani", "being served"),
    Status.HELD: Text("ditahan", "held"),
    Status.ABSENT: Text("tidak hadir", "absent"),
    Status.DONE: Text("selesai", "done"),
    Status.SKIPPED: Text("dilewati", "skipped"),
}
STEP: Mapping[Step, Text] = {
    Step.QUEUED: Text("masuk antrean", "put in line"),
    Step.CALLED: Text("dipanggil", "called"),
    Step.RECALLED: Text("dipanggil ulang", "called again"),
    Step.HANDED_OVER: Text("diserahkan ke meja lain", "handed over to another desk"),
    Step.STARTED: Text("mulai dilayani", "taken in"),
    Step.CONFIRMED: Text("dinyatakan masih dilayani", "marked as still being served"),
    Step.FINISHED: Text("diselesaikan", "finished"),
    Step.DONE_IN_ROOM: Text("dikerjakan di ruang asalnya", "attended to in another room"),
    Step.MISSED: Text("ditandai tidak hadir", "marked absent"),
    Step.RETURNED: Text("dimasukkan kembali", "brought back"),
    Step.HELD: Text("ditahan", "put on hold"),
    Step.RESUMED: Text("dilanjutkan", "taken off hold"),
    Step.TRANSFERRED: Text("dipindahkan", "transferred"),
    Step.SKIPPED: Text("dilewati", "skipped"),
}
"""What happens to somebody, as it follows "tidak dapat" and "can't be"."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What to do with somebody where the step that was wanted is not possible: the sentence, and the steps that it names."""

    said: Text
    steps: tuple[Step, ...]


REMEDY: Mapping[Status, Remedy] = {
    Status.WAITING: Remedy(
        Text("Panggil dulu dari antrean.", "Call from the line first."), (Step.CALLED,)
    ),
    Status.CALLED: Remedy(
        Text(
            "Mulai layani dulu, atau tandai tidak hadir bila pasien tidak datang.",
            "Start first, or mark absent if the patient does not come.",
        ),
        (Step.STARTED, Step.MISSED),
    ),
    Status.SERVING: Remedy(
        Text("Selesaikan, tahan, atau pindahkan dulu.", "Finish, hold or transfer first."),
        (Step.FINISHED, Step.HELD, Step.TRANSFERRED),
    ),
    Status.HELD: Remedy(
        Text("Lanjutkan dulu, supaya kembali ke antrean.", "Resume first, to be back in line."),
        (Step.RESUMED,),
    ),
    Status.ABSENT: Remedy(
        Text("Masukkan kembali ke antrean dulu.", "Bring back into the line first."),
        (Step.RETURNED,),
    ),
}
ACTION: Mapping[str, Text] = {
    "CallNext": Text("dipanggil", "called"),
    "CallOne": Text("dipanggil", "called"),
    "Start": Text("mulai dilayani", "started"),
    "Finish": Text("diselesaikan", "finished"),
    "MarkAbsent": Text("ditandai tidak hadir", "marked absent"),
    "BringBack": Text("dimasukkan kembali", "brought back"),
    "Hold": Text("ditahan", "held"),
    "Resume": Text("dilanjutkan", "resumed"),
    "Transfer": Text("dipindahkan", "transferred"),
    "HandOver": Text("diserahkan ke meja lain", "handed over"),
    "Depart": Text("kunjungan diakhiri", "visit ended"),
    "VoidTicket": Text("nomor dinyatakan batal", "number declared void"),
}
"""What was done to somebody, by the kind of command: each can be taken back."""

OUTCOME: Mapping[Outcome, Text] = {
    Outcome.HOME: Text("pulang", "home"),
    Outcome.REFERRED: Text("dirujuk", "referred"),
    Outcome.HANDED_ON: Text("diserahkan", "handed on"),
    Outcome.SENT_BACK: Text("dirujuk balik", "sent back"),
    Outcome.ADMITTED: Text("rawat inap", "admitted"),
    Outcome.SCHEDULED: Text("dijadwalkan kembali", "scheduled again"),
    Outcome.CANCELLED: Text("batal", "cancelled"),
    Outcome.ABSENT: Text("tidak hadir", "did not come"),
    Outcome.DIED: Text("meninggal", "died"),
}

TO_WHOM: Mapping[Outcome, Text] = {
    Outcome.REFERRED: Text("ke rumah sakit atau spesialis", "to a hospital or specialist"),
    Outcome.HANDED_ON: Text(
        "ke Puskesmas, Pustu, atau Posyandu lain", "to another Puskesmas, Pustu or Posyandu"
    ),
    Outcome.SENT_BACK: Text("ke yang mengirimnya", "to whoever sent the patient"),
}


def described(outcome: Outcome) -> Text:
    """An outcome for whoever chooses it: with the kind of house that takes over."""
    whom = TO_WHOM.get(outcome)
    return Text.joined((OUTCOME[outcome], whom), " ") if whom else OUTCOME[outcome]


def standing(visit: Visit, rulebook: Rulebook) -> Text:
    """On which lists a visit stands: "sedang dilayani di Ruang Tindakan"."""
    return Text.joined(
        STANDS.filled(status=STATUS[stop.status], station=rulebook.station_name(stop.station))
        for stop in visit.open_stops()
    )


def action(done: Action) -> Text:
    """What was done, in words: also how the visit ends by it, unless as usual, and that nobody did it."""
    said = ACTION[done.kind]
    if done.by == SCHEDULER:
        said = BY_ITSELF.filled(action=said)
    if done.outcome in (None, Outcome.HOME) or done.kind == "VoidTicket":
        return said
    return ENDING.filled(action=said, outcome=OUTCOME[done.outcome])


STANDS = Text("{status} di {station}", "{status} at {station}")
BY_ITSELF = Text("otomatis {action}", "{action} automatically")
ENDING = Text("{action}: {outcome}", "{action}: {outcome}")
