"""Two thousand mixed operations: nothing moves behind anybody's back."""

from collections import Counter
from datetime import datetime, timedelta

from odoo.tests import tagged

from .random_book import DAY, HOUR, MINUTE
from .random_calls import RandomCalls
from .random_leads import RandomLeads
from .random_meetings import RandomMeetings

#: Each run is one of so many operations, books and plans compared every so often.
OPERATIONS, EVERY = 500, 100
SECONDS = timedelta(seconds=7)
#: How often people do what, compared with the rest.
WEIGHTS = {
    "create": 18,
    "promise": 10,
    "take_back": 2,
    "in_the_lead": 3,
    "no_answer": 5,
    "no_answer_in_time": 7,
    "done": 7,
    "done_on_screen": 4,
    "reopen": 2,
    "length": 2,
    "snooze": 3,
    "skip": 3,
    "pin": 3,
    "put_off": 2,
    "delete": 2,
    "reassign": 4,
    "reassign_dialog": 3,
    "lead_owner": 4,
    "leaves_the_company": 2,
    "new_lead": 4,
    "stage": 4,
    "lose": 3,
    "restore": 3,
    "meet": 5,
    "meet_from_activity": 3,
    "move_meeting": 4,
    "call_off": 2,
    "delete_meeting": 1,
    "time_off": 3,
    "move_to_another_zone": 3,
    "look": 5,
    "scheduled_action": 2,
}


@tagged("post_install", "-at_install")
class TestRandomDays(RandomCalls, RandomLeads, RandomMeetings):
    """Each from a day in whose weeks clocks are changed somewhere."""

    def test_from_early_march(self):
        self._run(20260304, datetime(2026, 3, 4, 8))

    def test_from_late_march(self):
        self._run(20260325, datetime(2026, 3, 25, 13))

    def test_from_september(self):
        self._run(20260923, datetime(2026, 9, 23, 2))

    def test_from_october(self):
        self._run(20261021, datetime(2026, 10, 21, 18))

    def _run(self, seed, now):
        self._begin(seed, now)
        for _number in range(8):
            self.op_new_lead()
            self.op_create()
        names, weights = zip(*WEIGHTS.items(), strict=True)
        try:
            for number in range(1, OPERATIONS + 1):
                self._step()
                [name] = self.dice.choices(names, weights)
                self.told.append(f"{number} {self.now} {name}")
                getattr(self, f"op_{name}")()
                # Each is a transaction of its own.
                self.env.cr.flush()
                if number % EVERY == 0:
                    self._compare()
        except Exception as error:
            last = "\n".join(self.told[-15:])
            raise AssertionError(f"Seed {seed}, after\n{last}\n{error}") from error
        self._check_it_was_a_test()

    def _step(self):
        """Some minutes, at times hours, now and then a day or two."""
        most = self.dice.choices([30 * MINUTE, 3 * HOUR, 2 * DAY], [75, 22, 3])[0]
        self.now += self.dice.randint(0, most // MINUTE) * MINUTE + SECONDS

    def _check_it_was_a_test(self):
        every = [*self.gone, *self.contacts.values()]
        outcomes = [row[0].split()[0] for one in every for row in one.rows]
        counts = Counter(outcomes)
        self.assertEqual(len(counts), 5, counts)
        self.assertGreater(min(counts.values()), 5, counts)
        self.assertGreater(len(self.meetings), 5)
