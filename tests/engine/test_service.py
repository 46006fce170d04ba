"""At a station: calling, side by side, review, holding, absence, sending on, leaving."""

from datetime import timedelta

import pytest

from flow.engine import boards, deadlines
from flow.engine import commands as c
from flow.engine.outcomes import AT_ONCE, Outcome
from tests.engine.story import ADULT, OLD, Story, kinds


def consulting(*orders: str, **more: object) -> Story:
    """ani has been seen at dewasa, which ordered this."""
    story = Story().opened("skrining", "dewasa", "lab", "gigi", "kasir", "obat")
    story.registered("ani").through("ani", "skrining").serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=orders, **more)
    return story


# Side by side, and back with the results


def test_lab_and_gigi_are_waited_for_side_by_side_and_calling_one_masks_the_other() -> None:
    story = consulting("gigi", "lab")
    assert story.line("lab") == story.line("gigi") == ["ani"]
    story.when(c.CallNext, station="lab", desk="1")
    assert story.line("gigi") == ["ani"], "the place is kept"
    assert story.refused(c.CallNext, station="gigi", desk="1").code == "NobodyWaiting"
    refusal = story.refused(c.CallOne, station="gigi", desk="1", visit="ani")
    assert refusal.code == "BusyElsewhere"
    assert "Inside lab" in refusal.said.en
    story.when(c.Start, visit="ani")
    story.when(c.Finish, visit="ani")
    assert story.stop("ani", "dewasa").status == "planned", "the review waits for gigi too"
    story.when(c.CallNext, station="gigi", desk="1")


def test_review_is_credited_with_the_time_waited_and_has_its_own_class() -> None:
    story = consulting("lab")
    story.through("ani", "lab")
    first, review = (s for s in story.visit("ani").stops.values() if s.station == "dewasa")
    assert review.status == "waiting"
    assert review.review_of == first.number
    assert review.priority == "ulang"
    assert first.called_at is not None
    assert first.since is not None
    waited = first.called_at - first.since
    assert waited > timedelta(0)
    assert review.since == story.now - waited


def test_who_has_a_better_class_than_review_keeps_it() -> None:
    story = Story().opened("skrining", "dewasa", "lab").registered("nenek", OLD)
    story.through("nenek", "skrining").serving("nenek", "dewasa")
    story.when(c.Finish, visit="nenek", orders=("lab",))
    story.through("nenek", "lab")
    assert story.stop("nenek", "dewasa").priority == "lansia"


@pytest.mark.parametrize(
    ("orders", "review", "comes_back"),
    [
        (("lab",), None, True),
        (("lab",), False, False),
        (("gigi",), None, False),
        (("gigi",), True, True),
    ],
)
def test_review_is_as_the_rules_say_unless_the_room_says_otherwise(
    orders: tuple[str, ...], review: bool | None, comes_back: bool
) -> None:
    story = consulting(*orders, review=review)
    assert ("dewasa planned" in story.stops("ani")) is comes_back


def test_a_review_needs_something_to_wait_for() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani").through("ani", "skrining")
    story.serving("ani", "dewasa")
    for orders in ((), ("obat",)):
        refusal = story.refused(c.Finish, visit="ani", orders=orders, review=True)
        assert (refusal.code, refusal.place) == ("NothingToReview", "review")


def test_medicines_come_last_when_ordered() -> None:
    story = consulting("lab", "obat")
    assert story.stops("ani")[2:] == ["lab waiting", "dewasa planned", "obat planned"]
    story.through("ani", "lab", "dewasa", "obat")
    assert story.visit("ani").outcome is Outcome.HOME


def test_who_was_prescribed_nothing_goes_home_past_the_pharmacy() -> None:
    story = consulting()
    assert story.stop("ani", "obat").status == "skipped"
    assert story.stop("ani", "obat").note == "Tidak diminta"
    assert story.visit("ani").outcome is Outcome.HOME


def test_medicines_that_no_rule_planned_are_added_at_the_end() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani", {**ADULT, "service": "lab"})
    story.through("ani", "skrining")
    story.when(c.Transfer, visit="ani", to="dewasa")
    story.serving("ani", "dewasa")
    story.when(c.Finish, visit="ani", orders=("obat",))
    assert story.stops("ani")[1:] == ["dewasa done", "obat waiting"]


def test_an_order_that_the_room_does_not_offer_is_refused_with_those_it_does() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani").serving("ani", "skrining")
    refusal = story.refused(c.Finish, visit="ani", orders=("lab",))
    assert refusal.code == "UnknownOrder"
    story.when(c.Finish, visit="ani")
    story.serving("ani", "dewasa")
    refusal = story.refused(c.Finish, visit="ani", orders=("lab", "rontgen"))
    assert "rontgen" in refusal.said.id
    assert "lab, dahak, gigi, obat" in refusal.said.id
    assert story.floor.station("dewasa").desks["1"] == "ani"


# How it ends


@pytest.mark.parametrize("outcome", sorted(AT_ONCE))
def test_some_outcomes_end_the_visit_at_once(outcome: Outcome) -> None:
    story = Story().opened("skrining", "dewasa").registered("ani", {**ADULT, "payer": "umum"})
    story.through("ani", "skrining").serving("ani", "dewasa")
    refusal = story.refused(c.Finish, visit="ani", orders=("lab",), outcome=outcome)
    assert refusal.code == "OrdersAndLeaving"
    story.when(c.Finish, visit="ani", outcome=outcome)
    assert story.visit("ani").outcome is outcome
    assert story.stop("ani", "kasir").status == "skipped"


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - AT_ONCE))
def test_other_outcomes_come_true_behind_cashier_and_pharmacy(outcome: Outcome) -> None:
    story = Story().opened("skrining", "dewasa", "lab", "kasir", "obat")
    story.registered("ani", {**ADULT, "payer": "umum"})
    story.through("ani", "skrining").serving("ani", "dewasa")
    destination = "mawar" if outcome in (Outcome.HANDED_ON, Outcome.SENT_BACK) else None
    about = {"outcome": outcome, "destination": destination, "reason": "Kontrol"}
    story.when(c.Finish, visit="ani", orders=("lab", "obat"), **about)
    assert story.visit("ani").outcome is None
    assert story.stops("ani")[2:] == ["lab waiting", "kasir planned", "obat planned"]
    story.through("ani", "lab", "kasir", "obat")
    assert story.visit("ani").outcome is outcome


def test_an_outcome_leaves_the_review_that_was_asked_for() -> None:
    story = consulting("lab", review=True, outcome=Outcome.REFERRED, reason="Jantung")
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").status == "waiting"
    story.through("ani", "dewasa")
    assert story.visit("ani").outcome is Outcome.REFERRED


def test_an_outcome_of_one_room_leaves_the_review_of_another() -> None:
    story = consulting("lab", "gigi")
    story.serving("ani", "gigi")
    story.when(c.Finish, visit="ani", outcome=Outcome.HOME)
    story.through("ani", "lab")
    assert story.stop("ani", "dewasa").status == "waiting"


def test_who_walks_out_leaves_every_list_and_frees_the_desk() -> None:
    story = consulting("lab", "gigi")
    story.serving("ani", "lab")
    story.when(c.Depart, visit="ani", outcome=Outcome.CANCELLED, reason="Pulang sendiri")
    assert story.line("gigi") == []
    assert story.floor.station("lab").desks["1"] is None
    assert story.refused(c.Depart, visit="ani", outcome=Outcome.HOME).code == "VisitIsOver"


# Calling


def test_two_desks_call_two_visits() -> None:
    story = Story().opened("skrining", "dewasa/1", "dewasa/2")
    for name in ("ani", "budi"):
        story.registered(name).through(name, "skrining")
    story.when(c.CallNext, station="dewasa", desk="1")
    story.when(c.CallNext, station="dewasa", desk="2")
    assert story.floor.station("dewasa").desks == {"1": "ani", "2": "budi"}
    assert story.refused(c.CallNext, station="dewasa", desk="2").code == "DeskBusy"
    assert story.refused(c.CloseDesk, station="dewasa", desk="2").code == "DeskBusy"


def test_a_desk_must_be_there_and_open() -> None:
    story = Story().opened("skrining").registered("ani")
    assert story.refused(c.CallNext, station="dewasa", desk="1").code == "DeskIsClosed"
    assert story.refused(c.CallNext, station="dewasa", desk="9").code == "UnknownDesk"
    assert story.refused(c.CallNext, station="atap", desk="1").code == "UnknownStation"
    assert story.refused(c.OpenDesk, station="dewasa", desk="9").code == "UnknownDesk"
    assert story.when(c.OpenDesk, station="skrining", desk="1") == ()
    assert story.when(c.CloseDesk, station="dewasa", desk="1") == ()
    story.when(c.CloseDesk, station="skrining", desk="1")
    assert story.refused(c.CallNext, station="skrining", desk="1").code == "DeskIsClosed"


def test_one_can_be_called_out_of_turn() -> None:
    story = Story().opened("skrining").registered("ani").registered("budi")
    story.when(c.CallOne, station="skrining", desk="1", visit="budi", reason="diminta")
    assert story.floor.station("skrining").desks["1"] == "budi"
    assert story.line("skrining") == ["ani"]
    assert story.refused(c.CallOne, station="skrining", desk="1", visit="ani").code == "DeskBusy"


def test_a_recall_counts_and_is_announced() -> None:
    story = Story().opened("skrining").registered("ani")
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.Recall, visit="ani")
    assert story.stop("ani", "skrining").calls == 2
    assert [call.calls for call in story.floor.station("skrining").calls] == [1, 2]
    story.when(c.Start, visit="ani")
    assert story.refused(c.Recall, visit="ani").code == "NotPossibleNow"


# Interruptions


def test_who_does_not_come_is_absent_and_comes_back_to_the_old_place() -> None:
    story = Story().opened("skrining").registered("ani").registered("budi")
    since = story.stop("ani", "skrining").since
    story.when(c.CallNext, station="skrining", desk="1")
    story.when(c.MarkAbsent, visit="ani")
    assert story.floor.station("skrining").absent == {"ani": story.stop("ani", "skrining").number}
    assert story.floor.station("skrining").desks == {"1": None}
    story.when(c.BringBack, visit="ani")
    assert story.line("skrining") == ["ani", "budi"]
    assert story.stop("ani", "skrining").since == since


def test_hold_and_resume() -> None:
    story = Story().opened("skrining").registered("ani").serving("ani", "skrining")
    story.when(c.Hold, visit="ani", reason="Tensi diulang")
    assert story.floor.station("skrining").held == {"ani": story.stop("ani", "skrining").number}
    assert story.stop("ani", "skrining").note == "Tensi diulang"
    assert story.refused(c.CallNext, station="skrining", desk="1").code == "NobodyWaiting"
    story.when(c.Resume, visit="ani")
    assert story.line("skrining") == ["ani"]


def test_a_transfer_closes_one_stop_and_opens_another_with_the_waiting_counted() -> None:
    story = Story().opened("skrining", "dewasa").registered("ani").through("ani", "skrining")
    since = story.stop("ani", "dewasa").since
    events = story.when(c.Transfer, visit="ani", to="gigi", reason="Sakit gigi")
    assert kinds(events) == ["StopTransferred", "StopsPlanned", "StopQueued"]
    assert story.stop("ani", "dewasa").status == "skipped"
    assert story.stop("ani", "dewasa").moved_to == "gigi"
    assert story.stop("ani", "gigi").since == since
    assert story.stop("ani", "dewasa").note == "Sakit gigi"
    assert "Sakit gigi" not in str(boards.ticket(story.floor, story.rulebook, "ani", story.now))


def test_who_was_served_twice_in_a_room_is_named_once_with_the_last_time() -> None:
    story = Story().opened("skrining").registered("ani").serving("ani", "skrining")
    story.when(c.Finish, visit="ani")
    story.when(c.Transfer, visit="ani", to="skrining", reason="Ukur lagi")
    story.serving("ani", "skrining").when(c.Finish, visit="ani")
    served = boards.queue(story.floor, story.rulebook, "skrining", story.now)["served"]
    assert [one["ticket"] for one in served] == [story.floor.visits["ani"].name]


def test_a_transfer_of_somebody_who_was_served_begins_to_wait_anew() -> None:
    story = Story().opened("skrining").registered("ani").serving("ani", "skrining")
    story.when(c.Transfer, visit="ani", to="gigi")
    assert story.stop("ani", "skrining").status == "done"
    assert story.stop("ani", "gigi").since == story.now


def test_a_transfer_to_a_planned_station_brings_its_stop_forward() -> None:
    story = Story().opened("skrining").registered("ani").serving("ani", "skrining")
    story.when(c.Transfer, visit="ani", to="obat")
    assert story.stops("ani") == ["skrining done", "obat waiting", "dewasa planned"]


def test_a_transfer_that_leads_nowhere_new_is_refused() -> None:
    story = consulting("lab", "gigi")
    assert story.refused(c.Transfer, visit="ani", to="ibu").code == "WhichStation"
    about = {"visit": "ani", "station": "lab"}
    assert story.refused(c.Transfer, to="lab", **about).code == "SameStation"
    assert story.refused(c.Transfer, to="gigi", **about).code == "AlreadyGoingThere"
    assert story.refused(c.Transfer, to="atap", **about).code == "UnknownStation"


def test_a_command_without_a_station_means_the_only_stop_that_can_take_it() -> None:
    story = consulting("lab", "gigi")
    refusal = story.refused(c.Hold, visit="ani")
    assert refusal.code == "WhichStation"
    assert "lab, gigi" in refusal.said.en
    story.when(c.Hold, visit="ani", station="gigi")
    story.when(c.Resume, visit="ani")
    story.when(c.CallNext, station="lab", desk="1")
    story.when(c.Hold, visit="ani")
    assert story.stop("ani", "lab").status == "held", "the one at the desk is meant"


# What is due by itself


def test_a_call_nobody_answers_is_due_once() -> None:
    story = Story().opened("skrining").registered("ani")
    story.when(c.CallNext, station="skrining", desk="1")
    called = story.stop("ani", "skrining").called_at
    assert called is not None
    patience = timedelta(seconds=story.rulebook.call_seconds)

    def due(at: timedelta) -> list[c.MarkAbsent]:
        return list(deadlines.missed_calls(story.floor, story.rulebook, called + at))

    assert due(patience - timedelta(seconds=1)) == []
    first, again = due(patience), due(patience + timedelta(hours=1))
    assert [first[0].id] == [command.id for command in again], "found twice, carried out once"
    story.when(c.Recall, visit="ani")
    recalled = due(timedelta(minutes=1) + patience)
    assert recalled[0].id != first[0].id, "a recall is a call of its own"
    story.when(c.MarkAbsent, visit="ani", station="skrining")
    assert due(timedelta(hours=9)) == []


def test_who_is_being_served_is_never_due() -> None:
    story = Story().opened("skrining").registered("ani").serving("ani", "skrining")
    late = story.now + timedelta(hours=5)
    assert list(deadlines.missed_calls(story.floor, story.rulebook, late)) == []
