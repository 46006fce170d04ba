"""Wrong clicks, wrong people, two numbers for one: each is put right, each leaves its trace."""

from datetime import timedelta
from typing import Any

import pytest

from flow.clinic import Clinic
from flow.engine import boards
from flow.engine import commands as c
from flow.engine import events as e
from flow.engine.deadlines import SCHEDULER
from flow.engine.history import of_visit
from flow.engine.lifecycle import Status
from flow.engine.outcomes import Outcome
from flow.engine.visits import Alert
from flow.journal.memory import MemoryJournal
from tests.engine.small import DAY, MORNING, SMALL
from tests.engine.story import ADULT, OLD, WOMAN, Story, kinds

HOUSE = ("loket", "skrining", "dewasa", "dewasa/2", "ibu", "lab", "gigi", "obat", "ugd")


def undone(story: Story, visit: str, station: str, **about: Any) -> tuple[e.Event, ...]:
    """Undo as the door asks for it: with what has happened to the visit."""
    return story.when(c.Undo, **undoing(story, visit, station, **about))


def undoing(story: Story, visit: str, station: str, **about: Any) -> dict[str, Any]:
    history = tuple(of_visit(story.entries, visit))
    position = history[-1].position
    return {
        "visit": visit,
        "station": station,
        "position": position,
        "history": history,
    } | about


@pytest.fixture
def story() -> Story:
    """Budi waits for screening, Ani behind him."""
    return Story().opened(*HOUSE).registered("budi").registered("ani", WOMAN)


def where(story: Story) -> Any:
    """Everything a screen shows, and whose turn it is, besides marks of change and memories of undoing."""
    floor, now = story.floor, MORNING
    shown: Any = [boards.queue(floor, SMALL, code, now) for code in SMALL.stations]
    for one in shown:
        del one["position"], one["undoable"]
        for desk in one["desks"].values():  # a call that is restored gets its time anew
            if desk["visit"]:
                del desk["visit"]["absent_at"]
    public = [boards.board(floor, SMALL, code, now) for code in SMALL.boards]
    for one in public:
        one.pop("position")
    turns = {code: tuple(s.called) for code, s in floor.stations.items() if s.called}
    return shown, public, turns, dict(floor.inside)


# Undo


@pytest.mark.parametrize(
    ("before", "kind", "about"),
    [
        ((), c.CallNext, {"station": "skrining", "desk": "1"}),
        ((), c.CallOne, {"station": "skrining", "desk": "1", "visit": "budi"}),
        (("called",), c.Start, {"visit": "budi"}),
        (("called",), c.MarkAbsent, {"visit": "budi"}),
        (("called",), c.Hold, {"visit": "budi"}),
        (("called", "started"), c.Finish, {"visit": "budi"}),
        (("called", "started"), c.Finish, {"visit": "budi", "outcome": Outcome.HOME}),
        (("called", "started"), c.Hold, {"visit": "budi", "reason": "pipis"}),
        (("called", "started"), c.Transfer, {"visit": "budi", "to": "ibu"}),
        (("called", "started"), c.Depart, {"visit": "budi", "outcome": Outcome.CANCELLED}),
        (("called", "absent"), c.BringBack, {"visit": "budi"}),
        (("called", "held"), c.Resume, {"visit": "budi"}),
    ],
)
def test_what_was_done_last_is_taken_back(
    story: Story, before: tuple[str, ...], kind: type[Any], about: dict[str, Any]
) -> None:
    steps = {
        "called": lambda: story.when(c.CallNext, station="skrining", desk="1"),
        "started": lambda: story.when(c.Start, visit="budi"),
        "absent": lambda: story.when(c.MarkAbsent, visit="budi"),
        "held": lambda: story.when(c.Hold, visit="budi"),
    }
    for step in before:
        steps[step]()
    as_before = where(story)
    story.when(kind, **about)
    assert where(story) != as_before
    assert kinds(undone(story, "budi", "skrining")) == ["VisitRestored"]
    assert where(story) == as_before


def test_a_console_offers_what_can_be_taken_back_and_no_more(story: Story) -> None:
    story.serving("budi", "skrining")

    def offered(code: str) -> list[Any]:
        shown: Any = boards.queue(story.floor, SMALL, code, MORNING)["undoable"]
        return [(one["ticket"], one["action"]["id"]) for one in shown]

    assert offered("skrining") == [("A-001", "mulai dilayani")]
    story.when(c.Finish, visit="budi")
    story.when(c.CallNext, station="skrining", desk="1")
    assert offered("skrining") == [("A-002", "dipanggil"), ("A-001", "diselesaikan")]
    story.when(c.CallNext, station="dewasa", desk="1")
    assert offered("skrining") == [("A-002", "dipanggil")]
    assert offered("dewasa") == [("A-001", "dipanggil")]


def test_the_log_says_how_a_visit_ends_and_what_nobody_did(story: Story) -> None:
    def logged(code: str) -> list[str]:
        shown: Any = boards.queue(story.floor, SMALL, code, MORNING)["undoable"]
        return [one["action"]["id"] for one in shown]

    story.serving("budi", "skrining")
    story.when(c.Finish, visit="budi", outcome=Outcome.DIED)
    assert logged("skrining") == ["diselesaikan: meninggal"]
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.MarkAbsent, visit="ani", by=SCHEDULER)
    assert logged("skrining")[0] == "otomatis ditandai tidak hadir"
    story.when(c.Depart, visit="ani", outcome=Outcome.REFERRED, reason="Jantung")
    assert logged("skrining")[0] == "kunjungan diakhiri: dirujuk"
    story.registered("siti").through("siti", "skrining")
    assert logged("skrining")[0] == "diselesaikan", "as the route has it"


def test_what_was_followed_stays(story: Story) -> None:
    story.through("budi", "skrining")
    finished = undoing(story, "budi", "skrining")
    story.when(c.CallNext, station="dewasa", desk="1")
    refusal = story.refused(
        c.Undo, **finished | {"history": tuple(of_visit(story.entries, "budi"))}
    )
    assert refusal.code == "SomethingFollowed"
    assert "A-001" in refusal.said.id


def test_who_was_only_called_again_can_still_be_taken_back(story: Story) -> None:
    """The wrong one was called; "Panggil ulang" and a sibling at the counter did nothing to them."""
    as_before = where(story)
    called = story.when(c.CallNext, station="skrining", desk="1") and story.floor.position
    story.when(c.Recall, visit="budi")
    undone(story, "budi", "skrining", position=called)
    assert where(story) == as_before, "neither call was one"


def test_who_has_got_company_since_keeps_it(story: Story) -> None:
    called = story.when(c.CallNext, station="skrining", desk="1") and story.floor.position
    about = {"visit": "adik", "patient": "id-adik", "facts": ADULT, "station": "loket"}
    story.when(c.Register, **about, beside="budi")
    undone(story, "budi", "skrining", position=called)
    assert story.stop("budi", "skrining").status is Status.WAITING
    assert story.visit("budi").group == story.visit("adik").group is not None


def test_the_answer_that_somebody_is_still_served_takes_nothing_away(story: Story) -> None:
    story.serving("budi", "skrining")
    started = story.floor.position
    stop, since = story.stop("budi", "skrining"), story.now
    story.now += timedelta(minutes=50)
    alert = {"stop": stop.number, "alert": Alert.LONG_SERVICE, "since": since}
    assert story.when(c.RaiseAlert, visit="budi", **alert)
    assert story.when(c.ConfirmService, visit="budi")
    undone(story, "budi", "skrining", position=started)
    assert story.stop("budi", "skrining").status is Status.CALLED


def test_a_hand_over_after_which_they_were_called_again_is_taken_back(story: Story) -> None:
    """Called again at the wrong desk: the waiting room is not sent there any more."""
    story.through("budi", "skrining")
    story.when(c.CallOne, station="dewasa", desk="1", visit="budi")
    handed = story.when(c.HandOver, visit="budi", desk="2") and story.floor.position
    story.when(c.Recall, visit="budi")
    undone(story, "budi", "dewasa", position=handed)
    assert [call.desk for call in story.floor.station("dewasa").calls] == ["1"]
    assert story.stop("budi", "dewasa").status is Status.CALLED


def test_who_is_sent_home_from_one_of_two_lines_is_brought_back_there(story: Story) -> None:
    story.through("budi", "skrining").serving("budi", "dewasa")
    story.when(c.Finish, visit="budi", orders=("lab", "gigi"))
    story.when(c.Depart, visit="budi", outcome=Outcome.HOME, station="gigi")
    assert story.floor.station("gigi").undoable.keys() == {"budi"}
    undone(story, "budi", "gigi")
    assert story.stop("budi", "lab").status is Status.WAITING
    assert story.stop("budi", "gigi").status is Status.WAITING


def test_it_is_undone_where_it_was_done(story: Story) -> None:
    story.through("budi", "skrining")
    assert story.refused(c.Undo, **undoing(story, "budi", "dewasa")).code == "NotDoneHere"


def test_a_registration_is_not_undone(story: Story) -> None:
    refusal = story.refused(c.Undo, **undoing(story, "budi", "loket"))
    assert refusal.code == "NothingToUndo"
    assert "pindahkan" in refusal.said.id, "what to do instead"


def test_the_desk_must_still_be_free(story: Story) -> None:
    story.through("budi", "skrining")
    story.when(c.CallNext, station="skrining", desk="1")
    refusal = story.refused(c.Undo, **undoing(story, "budi", "skrining"))
    assert refusal.code == "DeskBusy"
    assert "A-002" in refusal.said.id
    story.when(c.MarkAbsent, visit="ani")
    story.when(c.CloseDesk, station="skrining", desk="1")
    assert story.refused(c.Undo, **undoing(story, "budi", "skrining")).code == "DeskIsClosed"


def test_a_desk_that_has_a_break_goes_on_with_who_is_back(story: Story) -> None:
    """Nobody is served at a desk that has a break: to put somebody there ends it, as to call does."""
    story.serving("budi", "skrining").when(c.Finish, visit="budi")
    story.when(c.PauseDesk, station="skrining", desk="1", reason="makan")
    assert kinds(undone(story, "budi", "skrining")) == ["DeskResumed", "VisitRestored"]
    state = story.floor.station("skrining")
    assert (state.desks, state.paused) == ({"1": "budi"}, {})


def test_a_hand_over_that_is_taken_back_ends_the_break_of_the_first_desk(story: Story) -> None:
    story.through("budi", "skrining").serving("budi", "dewasa")
    story.when(c.HandOver, visit="budi", desk="2")
    story.when(c.PauseDesk, station="dewasa", desk="1", reason="makan")
    undone(story, "budi", "dewasa")
    state = story.floor.station("dewasa")
    assert (state.desks, state.paused) == ({"1": "budi", "2": None}, {})


def test_who_has_come_in_again_is_not_inside_twice(story: Story) -> None:
    story.serving("budi", "skrining").when(c.Depart, visit="budi", outcome=Outcome.HOME)
    left = undoing(story, "budi", "skrining")
    story.when(c.Register, visit="lagi", patient="id-budi", facts=ADULT, station="loket")
    assert story.refused(c.Undo, **left).code == "PatientIsInside"


def test_a_call_that_is_taken_back_gives_its_turn_back() -> None:
    """At the dentist two of the classes ahead are called for each other one; a call by mistake does not count."""
    story = Story().opened(*HOUSE).registered("tua", OLD).registered("budi")
    for visit in ("tua", "budi"):
        story.through(visit, "skrining").serving(visit, "dewasa")
        story.when(c.Finish, visit=visit, orders=("gigi",))
    story.when(c.CallOne, station="gigi", desk="1", visit="budi", reason="diminta")
    assert list(story.floor.station("gigi").called) == [4]
    undone(story, "budi", "gigi")
    assert list(story.floor.station("gigi").called) == []
    assert list(story.floor.station("gigi").calls) == []


def test_a_call_that_is_restored_has_its_patience_again(story: Story) -> None:
    from flow.engine.deadlines import missed_calls

    story.when(c.CallNext, station="skrining", desk="1")
    story.now = story.now.replace(hour=2)
    missed = next(iter(missed_calls(story.floor, SMALL, story.now)))
    story.when(c.MarkAbsent, id=missed.id, visit="budi", station="skrining")
    undone(story, "budi", "skrining")
    assert story.stop("budi", "skrining").status is Status.CALLED
    assert not list(missed_calls(story.floor, SMALL, story.now))


def test_through_the_door_the_history_is_found() -> None:
    door = Clinic(SMALL, MemoryJournal())
    asked = {"by": "uji", "at": MORNING}
    door.handle(c.OpenDay(id="1", day=DAY, **asked))
    door.handle(c.OpenDesk(id="2", station="skrining", desk="1", **asked))
    door.handle(c.Register(id="3", visit="v", patient="p", facts=ADULT, station="loket", **asked))
    called = door.handle(c.CallNext(id="4", station="skrining", desk="1", **asked))
    undo = c.Undo(id="5", visit="v", station="skrining", position=called.position, **asked)
    assert door.handle(undo) == door.handle(undo), "a double click is one undo"
    stop = door.look(lambda floor, _: floor.visits["v"].open_stops()[0])
    assert (stop.status, stop.calls) == (Status.WAITING, 0)


# The wrong person


def test_a_visit_is_given_to_the_right_person(story: Story) -> None:
    """Budi was registered on the card of an old woman of the same name: what lies ahead is routed anew."""
    story.registered("tua", {**OLD, "sex": "male"})
    assert story.visit("tua").priority == "lansia"
    events = story.when(
        c.Reidentify, visit="tua", patient="id-muda", facts=ADULT, reason="nama sama"
    )
    assert events[0] == e.PatientIdentified(
        at=story.now, visit="tua", patient="id-muda", instead_of="id-tua", reason="nama sama"
    )
    assert story.visit("tua").priority == "reguler"
    assert story.stop("tua", "skrining").priority == "reguler"
    assert story.floor.inside["id-muda"] == "tua"
    assert "id-tua" not in story.floor.inside, "the old woman can be registered now"


def test_who_has_left_is_recorded_rightly_too(story: Story) -> None:
    story.when(c.Depart, visit="budi", outcome=Outcome.HOME)
    assert kinds(story.when(c.Reidentify, visit="budi", patient="id-lain")) == ["PatientIdentified"]
    assert story.visit("budi").patient == "id-lain"
    assert "id-lain" not in story.floor.inside


def test_the_right_person_is_not_inside_twice(story: Story) -> None:
    refusal = story.refused(c.Reidentify, visit="budi", patient="id-ani")
    assert refusal.code == "HasAnotherNumber"
    assert "A-002" in refusal.said.id


def test_two_who_were_mixed_up_are_exchanged(story: Story) -> None:
    """Ani's number was given to Budi's name and his to hers: one entry puts both right, with the facts of each."""
    about = {"visit": "budi", "patient": "id-ani", "facts": WOMAN, "other_facts": ADULT}
    story.when(c.Reidentify, **about, exchange=True, reason="tertukar")
    assert (story.visit("budi").patient, story.visit("ani").patient) == ("id-ani", "id-budi")
    assert story.floor.inside == {"id-ani": "budi", "id-budi": "ani"}
    assert story.visit("ani").facts["birth_date"] == ADULT["birth_date"]


def test_nobody_is_reidentified_who_was_never_registered(story: Story) -> None:
    story.when(c.IssueTicket, visit="baru")
    assert story.refused(c.Reidentify, visit="baru", patient="id-x").code == "NotRegistered"
    assert story.when(c.Reidentify, visit="budi", patient="id-budi") == ()


# Two numbers for one person


def test_two_visits_of_one_person_become_one(story: Story) -> None:
    """She drew a number at the kiosk, forgot it, drew another; the earlier waiting counts."""
    story.when(c.IssueTicket, visit="pertama")
    story.when(c.IssueTicket, visit="kedua")
    story.when(c.Merge, visit="kedua", double="pertama", reason="dua nomor")
    first, second = story.visit("pertama"), story.visit("kedua")
    assert (first.outcome, first.merged_into) == (Outcome.CANCELLED, "kedua")
    assert story.line("loket") == ["kedua"]
    assert story.stop("kedua", "loket").since == story.stop("pertama", "loket").since
    assert second.is_open


def test_what_only_the_double_knew_is_kept(story: Story) -> None:
    story.when(c.IssueTicket, visit="kiosk")
    story.when(c.Merge, visit="kiosk", double="ani")
    kept = story.visit("kiosk")
    assert (kept.patient, kept.facts["birth_date"]) == ("id-ani", WOMAN["birth_date"])
    assert story.floor.inside["id-ani"] == "kiosk"


def test_who_is_registered_as_the_double_need_not_register_again(story: Story) -> None:
    """The kept number leaves the counter's line, and has waited for screening as long as the double had."""
    story.when(c.IssueTicket, visit="kiosk")
    waited = story.stop("ani", "skrining").since
    story.when(c.Merge, visit="kiosk", double="ani", reason="dua nomor")
    assert story.stops("kiosk")[0] == "skrining waiting"
    assert story.stop("kiosk", "skrining").since == waited
    assert story.line("loket") == []


def test_who_is_at_the_counter_keeps_the_doubles_waiting_for_later(story: Story) -> None:
    story.when(c.IssueTicket, visit="kiosk")
    story.serving("kiosk", "loket")
    waited = story.stop("ani", "skrining").since
    story.when(c.Merge, visit="kiosk", double="ani", reason="dua nomor")
    story.when(c.Finish, visit="kiosk")
    assert story.stop("kiosk", "skrining").since == waited


def test_who_is_further_on_is_the_one_to_keep(story: Story) -> None:
    story.when(c.IssueTicket, visit="kiosk")
    story.through("ani", "skrining")
    refusal = story.refused(c.Merge, visit="kiosk", double="ani")
    assert refusal.code == "FurtherOn"
    assert refusal.said.id.endswith("gabungkan A-003 ke A-002.")
    story.when(c.Merge, visit="ani", double="kiosk")
    assert story.stop("ani", "dewasa").status is Status.WAITING


def test_two_people_on_record_are_merged_with_a_reason_alone(story: Story) -> None:
    refusal = story.refused(c.Merge, visit="budi", double="ani")
    assert (refusal.code, refusal.place) == ("TwoPatients", "reason")


def test_of_two_people_on_record_the_kept_visits_stays(story: Story) -> None:
    story.when(c.Merge, visit="budi", double="ani", reason="dua berkas, satu orang")
    assert story.visit("budi").patient == "id-budi"
    assert list(story.floor.inside) == ["id-budi"]


def test_who_is_at_a_desk_is_the_one_to_keep(story: Story) -> None:
    story.serving("ani", "skrining")
    refusal = story.refused(c.Merge, visit="budi", double="ani")
    assert refusal.code == "StillAtADesk"
    assert story.refused(c.Merge, visit="ani", double="ani").code == "SameVisitTwice"
    story.when(c.Merge, visit="ani", double="budi", reason="dua berkas, satu orang")
    assert story.visit("ani").is_open


# A number by mistake


def test_a_number_by_mistake_is_void_and_stays_spent(story: Story) -> None:
    story.when(c.IssueTicket, visit="salah")
    story.when(c.VoidTicket, visit="salah", reason="kertas uji")
    assert story.visit("salah").voided
    assert not story.visit("salah").is_open
    story.when(c.IssueTicket, visit="berikut")
    assert (story.visit("salah").ticket, story.visit("berikut").ticket) == ("A-003", "A-004")


def test_a_number_that_was_declared_void_by_mistake_is_good_again(story: Story) -> None:
    as_before = where(story)
    story.when(c.VoidTicket, visit="budi", reason="salah baca")
    assert kinds(undone(story, "budi", "skrining")) == ["VisitRestored"]
    assert where(story) == as_before
    assert not story.visit("budi").voided


def test_a_number_that_was_called_is_not_void(story: Story) -> None:
    story.serving("budi", "skrining")
    assert story.refused(c.VoidTicket, visit="budi").code == "AlreadyBegun"


# The clock


def test_who_comes_after_the_clock_was_set_back_stands_behind() -> None:
    door = Clinic(SMALL, MemoryJournal())
    door.handle(c.OpenDay(id="1", day=DAY, by="uji", at=MORNING))
    for n, minutes in enumerate((10, -30, 5)):
        at = MORNING + timedelta(minutes=minutes)
        door.handle(c.IssueTicket(id=f"t{n}", visit=f"v{n}", by="uji", at=at))
    line = door.look(lambda floor, _: [place.visit for place in floor.station("loket").line])
    assert line == ["v0", "v1", "v2"]
