"""The timetable: a case table for each of its rules."""

from datetime import timedelta

import pytest
from planner.timetable import Timetable
from planner.two_pass import MISSED
from planner.wished_time import Ahead
from timetables import FREE, at, made, minutes, plan_at, promise, spans


@pytest.mark.parametrize(
    ("now", "plan", "starts"),
    [
        # in the order of the plan, round the meeting
        (0, [made(1), made(2), made(3)], {1: 0, 2: 15, 3: 30}),
        (160, [made(1), made(2)], {1: 160, 2: 240}),
        (170, [made(1, 15), made(2, 10)], {1: 240, 2: 170}),
        # what finds no room has no time
        (290, [made(1)], {}),
        (0, [made(1, 181)], {}),
        # an exact promise has its moment: over a meeting, after work, before others
        (0, [promise(1, 200)], {1: 200}),
        (0, [promise(1, 400)], {1: 400}),
        (0, [promise(1, 10), made(2)], {1: 10, 2: 25}),
        (0, [promise(1, 10), made(2, 10)], {1: 10, 2: 0}),
        # two at one moment: the second follows the first
        (0, [promise(1, 30), promise(2, 30), promise(3, 40)], {1: 30, 2: 45, 3: 60}),
        # a window takes the earliest room inside it
        (0, [promise(1, 30, 90), promise(2, 35)], {1: 50, 2: 35}),
        (0, [promise(1, 20, 90), promise(2, 35)], {1: 20, 2: 35}),
        (60, [promise(1, 20, 90)], {1: 60}),
        # as the customer wished: outside their hours, and after work, if need be
        (0, [promise(1, 0, 59, hours=(60, 120))], {1: 0}),
        (0, [promise(1, 0, 60, hours=(60, 120)), made(2)], {1: 60, 2: 0}),
        (0, [promise(1, 310, 350)], {1: 310}),
        (320, [promise(1, 310, 350), promise(2, 310, 350)], {1: 320, 2: 335}),
        (0, [promise(1, 285, 350), promise(2, 290)], {1: 305, 2: 290}),
        (0, [promise(1, 310, 350, prepare=20), promise(2, 320)], {1: 335, 2: 320}),
        (0, [promise(1, 310, 350, retry_at=330)], {1: 330}),
        (290, [promise(1, 280, 320), made(2, 10)], {1: 290}),
        # not before the next attempt is due, nor outside the customer's hours
        (0, [made(1, retry_at=50), made(2)], {1: 50, 2: 0}),
        (0, [made(1, hours=(60, 120)), made(2)], {1: 60, 2: 0}),
        (110, [made(1, hours=(60, 120)), made(2)], {2: 110}),
        (0, [made(1, 30, hours=(170, 260))], {1: None}),
        # pinned by hand: stays, also when its time is over; a promise goes first
        (0, [made(1), made(2, pinned_at=100)], {1: 0, 2: 100}),
        (130, [made(1), made(2, pinned_at=100)], {1: 130, 2: 100}),
        (0, [promise(1, 100), made(2, pinned_at=100)], {1: 100, 2: 115}),
        # a meeting has its own time, until it is over
        (0, [made(1, meeting=(180, 240)), made(2)], {1: 180, 2: 0}),
        (250, [made(1, meeting=(180, 240)), made(2)], {1: 250, 2: 265}),
    ],
)
def test_starts(now, plan, starts):
    starts = {number: start for number, start in starts.items() if start is not None}
    got = {number: slot[0] for number, slot in minutes(plan_at(now, plan)).items()}
    assert got == starts


@pytest.mark.parametrize(
    ("now", "plan", "at_risk"),
    [
        (0, [promise(1, 0)], set()),
        (0, [promise(1, 30), promise(2, 45)], set()),
        (0, [promise(1, 30), promise(2, 44)], {2}),
        # a window gives way to an exact moment
        (0, [promise(1, 0, 60), promise(2, 0)], set()),
        (0, [promise(1, 0, 14), promise(2, 0)], {1}),
        (0, [promise(1, 0, 15), promise(2, 0)], set()),
        (50, [promise(1, 0, 60), promise(2, 0, 60)], {2}),
        # a window in a meeting; after work and in their night the customer wished it
        (0, [promise(1, 185, 235)], {1}),
        (0, [promise(1, 310, 350)], set()),
        (340, [promise(n, 310, 350) for n in (1, 2)], {2}),
        (0, [promise(1, 0, 59, hours=(60, 120))], set()),
        # what is over already is missed, not at risk
        (60, [made(1, bucket=MISSED, promised_at=0)], set()),
    ],
)
def test_at_risk(now, plan, at_risk):
    assert plan_at(now, plan).at_risk == at_risk


@pytest.mark.parametrize(
    ("plan", "conflict"),
    [
        (promise(1, 30), None),
        (promise(1, 170), "meeting"),
        (promise(1, 295), "off_hours"),
        (promise(1, 30, hours=(60, 120)), "night"),
        (promise(1, 310, hours=(60, 120)), "off_night"),
        (promise(1, 30, 90, hours=(60, 120)), None),
        (promise(1, 30, 50, hours=(60, 120)), "night"),
        (promise(1, 310, 350), "off_hours"),
        (promise(1, 310, 350, hours=(60, 120)), "off_night"),
        (made(1, pinned_at=200), "meeting"),
    ],
)
def test_conflicts_are_named(plan, conflict):
    assert plan_at(0, [plan]).slots[1].conflict == conflict


DAY = 24 * 60
THURSDAY, FRIDAY = ((number * DAY, number * DAY + 180) for number in (1, 2))


@pytest.mark.parametrize(
    ("now", "until", "today", "ahead", "start", "at_risk"),
    [
        # from nine on, until Thursday, ten: room today, on its last day, nowhere
        (0, DAY + 60, FREE, [THURSDAY, FRIDAY], 0, False),
        (0, DAY + 60, [], [THURSDAY, FRIDAY], None, False),
        (0, DAY + 60, [], [FRIDAY], None, True),
        # ten minutes are left, and Thursday begins at nine: just in time, too late
        (290, DAY, FREE, [THURSDAY, FRIDAY], None, False),
        (290, DAY - 1, FREE, [THURSDAY, FRIDAY], 290, False),
        # after work, with Thursday full of meetings: on Friday, or not at all
        (700, 2 * DAY + 60, FREE, [FRIDAY], None, False),
        (700, DAY + 60, FREE, [FRIDAY], None, True),
        # nobody works until it is over, but it was agreed
        (700, DAY - 60, FREE, [THURSDAY, FRIDAY], 700, False),
    ],
)
def test_a_window_of_several_days(now, until, today, ahead, start, at_risk):
    following = Ahead(spans([THURSDAY, FRIDAY]), spans(ahead))
    day = plan_at(now, [promise(1, 0, until)], today, [], ahead=following)
    assert minutes(day).get(1, (None,))[0] == start
    assert bool(day.at_risk) == at_risk


@pytest.mark.parametrize(
    ("until", "start"),
    [(DAY + 60, None), (DAY + 59, 130)],
)
def test_the_customers_hours_of_tomorrow_come_before_todays_night(until, start):
    window = promise(1, 0, until, hours=(60, 120))
    following = Ahead(spans([THURSDAY]), spans([THURSDAY]))
    day = plan_at(130, [window], ahead=following)
    assert minutes(day).get(1, (None,))[0] == start
    assert not day.at_risk


def test_rooms_of_the_following_days_are_shared():
    """Two windows, room for one: the second in the order of the plan is at risk."""
    tomorrow = spans([(DAY, DAY + 15)])
    plan = [promise(1, 0, DAY + 60), promise(2, 0, DAY + 60), promise(3, 30)]
    day = plan_at(0, plan, [], [], ahead=Ahead(tomorrow, tomorrow))
    assert day.at_risk == {2}
    assert minutes(day) == {3: (30, 45)}


def test_buffer():
    plan = [made(1), made(2), promise(3, 60), promise(4, 75), made(5, 20)]
    day = plan_at(0, plan, buffer=5)
    assert minutes(day) == {
        1: (0, 15),
        2: (20, 35),
        3: (60, 75),
        4: (75, 90),
        5: (95, 115),
    }


def test_contact_in_progress_does_not_move():
    plan = [made(1), made(2)]
    running = (2, at(0), at(15))
    assert minutes(plan_at(5, plan, in_progress=running)) == {1: (15, 30), 2: (0, 15)}
    # unless the salesperson gave it another time, or tried in vain
    for changed in (
        made(2, retry_at=100),
        made(2, pinned_at=100),
        promise(2, 100),
    ):
        moved = plan_at(5, [made(1), changed], in_progress=running)
        assert minutes(moved) == {1: (5, 20), 2: (100, 115)}
    assert minutes(plan_at(15, plan, in_progress=running)) == {1: (15, 30), 2: (30, 45)}


def test_begins_on_a_whole_minute():
    day = Timetable(spans(FREE), at(0) + timedelta(seconds=37))
    day.place([made(1)])
    assert day.slots[1].start == at(1)


def test_suggestions_fill_what_is_left():
    day = plan_at(0, [made(1, 170)])
    more = day.fill([made(2, 30).contact, made(3, 10).contact, made(4, 40).contact])
    assert more == {2: (at(240), at(270), None), 3: (at(170), at(180), None)}
    assert day.has_room(30)
    assert not day.has_room(31)


def test_what_is_promised_for_the_night_of_a_shift_has_its_time():
    def night(*tonight):
        day = plan_at(0, [made(1, 180), made(2)], free=[(0, 450)], tonight=tonight)
        return minutes(day)

    assert night() == {1: (0, 180), 2: (180, 195)}
    assert night(promise(9, 150)) == {1: (165, 345), 2: (0, 15)}
    assert night(promise(9, 60, 400)) == {1: (75, 255), 2: (0, 15)}
    exact_and_window = promise(8, 150), promise(9, 100, 400, minutes=60)
    assert night(*exact_and_window) == {1: (225, 405), 2: (0, 15)}


def test_what_is_promised_for_the_next_shift_is_no_conflict():
    plan = [promise(1, 630), promise(2, 600, 700), promise(3, 900), made(4, 500)]
    day = plan_at(0, plan, free=[(0, 450)], next_shift=spans([(600, 1080)]))
    assert minutes(day) == {1: (630, 645), 2: (600, 615), 3: (900, 915)}
    assert {slot.conflict for slot in day.slots.values()} == {None}
    assert not day.at_risk
    assert not day.has_room(500)
