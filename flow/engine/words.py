"""The words on screen for statuses, steps and outcomes, in both languages."""

from collections.abc import Mapping

from flow.engine.deadlines import SCHEDULER
from flow.engine.floor import Action
from flow.engine.lifecycle import Status, Step
from flow.engine.outcomes import Outcome
from flow.engine.text import Text

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
    Step.QUEUED: Text("masuk antrean", "queued"),
    Step.CALLED: Text("dipanggil", "called"),
    Step.RECALLED: Text("dipanggil ulang", "recalled"),
    Step.HANDED_OVER: Text("diambil alih meja lain", "handed over"),
    Step.STARTED: Text("mulai dilayani", "started"),
    Step.CONFIRMED: Text("ditanya apakah masih dilayani", "asked about still being served"),
    Step.FINISHED: Text("diselesaikan", "finished"),
    Step.DONE_IN_ROOM: Text("dikerjakan di ruangnya sendiri", "done in the patient's own room"),
    Step.MISSED: Text("ditandai tidak hadir", "marked absent"),
    Step.RETURNED: Text("dimasukkan kembali", "brought back"),
    Step.HELD: Text("ditahan", "held"),
    Step.RESUMED: Text("dilanjutkan", "resumed"),
    Step.TRANSFERRED: Text("dipindahkan", "transferred"),
    Step.SKIPPED: Text("dilewati", "skipped"),
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


def action(done: Action) -> Text:
    """What was done, in words: also how the visit ends by it, unless as usual, and that nobody did it."""
    said = ACTION[done.kind]
    if done.by == SCHEDULER:
        said = BY_ITSELF.filled(action=said)
    if done.outcome in (None, Outcome.HOME) or done.kind == "VoidTicket":
        return said
    return ENDING.filled(action=said, outcome=OUTCOME[done.outcome])


BY_ITSELF = Text("otomatis {action}", "{action} automatically")
ENDING = Text("{action}: {outcome}", "{action}: {outcome}")
