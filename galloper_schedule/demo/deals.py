"""Made-up opportunities that are closed, each told from its first contact to its end,
and all else that fills a salesperson's days between them."""

from dataclasses import dataclass
from datetime import datetime

from ..planner.promise import KEPT, OWED
from . import diary as days
from . import names

WON, LOST, SORTED_OUT = "won", "lost", "sorted_out"
_LAST_ATTEMPT = 6


@dataclass
class Deal:
    """A closed opportunity; all moments are naive UTC. ``contact`` is who is asked for,
    ``backs`` the working days of its activities, the oldest (largest) first."""

    person: days.Person
    company: str
    contact: str
    name: str
    revenue: int
    is_customer: bool
    created_at: datetime
    closed_at: datetime | None = None
    outcome: str = WON
    backs: tuple = ()


@dataclass
class Customer:
    """A company that buys every so many working days, or has gone quiet."""

    company: str
    product: str
    contact: str
    is_quiet: bool
    first: int
    every: int


def tell(person, today, companies, rng):
    """One salesperson's sixty days, and what they have sold before.

    :return: (Diary, deals, customers, prospects: companies that have bought nothing)
    """
    return Seller(person, today, companies, rng).tell()


class Seller:
    def __init__(self, person, today, companies, rng):
        self.person, self.companies, self.rng = person, companies, rng
        self.diary = days.Diary(person, today, rng)
        self.deals = []
        self.customers = [self._customer(n) for n in range(10 if person.is_care else 7)]
        self.prospects = [next(companies) for _ in range(5)]

    def tell(self):
        rng, length = self.rng, self.diary.length
        for customer in self.customers:
            self._sell_again(customer)
        for _number in range(8 if self.person.is_care else 17):
            self._work_on(next(self.companies), rng.randrange(length))
        for _number in range(5):
            self._sort_out(next(self.companies), rng.randrange(length - 15))
        for back in reversed(range(length)):
            self._fill(back)
        return self.diary, self.deals, self.customers, self.prospects

    def _customer(self, number):
        rng = self.rng
        quiet, every = number % 4 == 3, rng.randint(42, 68)
        return Customer(*next(self.companies), quiet, every * rng.randint(4, 8), every)

    def _sell_again(self, customer):
        """Order after order, at about the same distance, up to now or long ago."""
        last = customer.every * 2.2 if customer.is_quiet else 0
        back = customer.first
        while back >= last:
            who = customer.company, customer.product, customer.contact
            if back < self.diary.length:
                self._work_on(who, back, is_customer=True)
            else:
                self._sold(who, back)
            back -= int(customer.every * self.rng.uniform(0.85, 1.15))

    def _deal(self, company, created_at, **values):
        rng, is_care = self.rng, self.person.is_care
        name, product, contact = company
        least, most = (3, 14) if is_care else (18, 95)
        deal = Deal(
            self.person,
            name,
            contact,
            names.subject(rng, is_care, product),
            rng.randint(least, most) * 1000,
            created_at=created_at,
            **values,
        )
        self.deals.append(deal)
        return deal

    def _sold(self, company, back):
        """Before the days that are told one by one."""
        created = self.diary.at(back + self.rng.randint(8, 25), 560)
        deal = self._deal(company, created, is_customer=True)
        deal.closed_at = self.diary.at(back, self.rng.randint(600, 1000))

    def _backs(self, last, count, most):
        """Working days of activities that end at ``last``, the oldest first."""
        backs = [last]
        while len(backs) < count:
            backs.append(backs[-1] + self.rng.randint(1, most))
        return tuple(reversed(backs))

    def _work_on(self, company, last, is_customer=False):
        """From the first contact to an order or a loss."""
        rng, diary = self.rng, self.diary
        backs = self._backs(last, rng.randint(3, 7), 5)
        created = diary.at(backs[0] + rng.randint(1, 3), rng.randint(550, 1000))
        deal = self._deal(company, created, is_customer=is_customer, backs=backs)
        # Some customers, and some weeks, get more care than others.
        care = rng.uniform(-0.15, 0.12)
        ended, outcomes, first = created, [], len(diary.attempts)
        for place, back in enumerate(backs):
            stage = 1 + place * 3 // len(backs)
            if back >= diary.length:
                ended = diary.at(back, rng.randint(560, 1000))
            elif place and rng.random() < 0.8:
                about = self._about(deal, stage)
                ended, outcome = diary.promise(back, about, ended, care)
                outcomes.append(outcome)
            else:
                ended, _answered = diary.contact(back, self._about(deal, stage))
        self._end(deal, [one for one in outcomes if one in OWED], first, ended)

    def _about(self, deal, stage):
        tiers = (days.NEW, days.EARLY, days.HOT)
        tier = tiers[stage - 1]
        if deal.is_customer and tier != days.HOT:
            tier = days.CUSTOMER
        return days.About(deal, deal.company, tier, stage)

    def _end(self, deal, owed, first, ended):
        """Kept promises make an order likelier."""
        share = owed.count(KEPT) / len(owed) if owed else 0.6
        chance = 0.05 + 0.5 * share + 0.15 * deal.is_customer
        deal.outcome = WON if self.rng.random() < chance else LOST
        deal.closed_at = ended
        attempts = self.diary.attempts
        if deal.outcome == WON and len(attempts) > first and attempts[-1].at == ended:
            attempts[-1] = attempts[-1]._replace(answered=True)

    def _sort_out(self, company, last):
        """Six attempts, and no sign of life."""
        backs = self._backs(last, _LAST_ATTEMPT, 3)
        created = self.diary.at(backs[0] + 1, self.rng.randint(550, 1000))
        deal = self._deal(
            company, created, is_customer=False, outcome=SORTED_OUT, backs=backs
        )
        about = days.About(deal, deal.company, days.NEW, stage=1, chance=-1)
        for back in backs:
            deal.closed_at, _answered = self.diary.contact(back, about)

    def _fill(self, back):
        """Regular customers, more attempts at open deals, other work, new leads."""
        rng, diary = self.rng, self.diary
        wanted = rng.randint(*self.person.contacts)
        going_on = [
            deal
            for deal in self.deals
            if deal.outcome != SORTED_OUT
            and deal.backs
            and deal.backs[-1] < back < deal.backs[0]
        ]
        while diary.count(back) < wanted:
            about, may_promise = self._any(going_on)
            if rng.random() < may_promise:
                given = diary.at(back + rng.randint(1, 8), rng.randint(550, 1000))
                if about.deal:
                    given = max(given, about.deal.created_at)
                diary.promise(back, about, given)
            else:
                diary.contact(back, about)

    def _any(self, going_on):
        """(About, how often such an activity is promised: from 0 to 1)."""
        rng, draw = self.rng, self.rng.random()
        if draw < 0.3 and going_on:
            return self._about(rng.choice(going_on), 2), 0.25
        if draw < 0.65:
            customer = rng.choice(self.customers)
            return days.About(None, customer.company, days.CUSTOMER), 0.4
        if draw < 0.78:
            return days.About(None, None, days.OTHER, is_call=False), 0
        prospect = rng.choice(self.prospects)[0]
        return days.About(None, prospect, days.NEW, chance=0.7), 0.1
