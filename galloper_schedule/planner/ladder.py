"""The ladder: which rung a contact without a promise stands on.

Read aloud, the rule is:

1. An inbound lead younger than the "fresh" rung's minutes stands on that rung, if the
   company has switched the rung on.
2. A lead stands on the rung of its stage. If it entered the stage less than the
   stage's number of days ago, it still counts as the next stage rung down ("only
   yesterday the offer went out, and nothing is agreed yet").
3. A contact with a customer (somebody who has bought before) stands on the regular
   customers' rung, unless the lead's own rung is higher.
4. A contact with a partner who has not bought yet stands with the new contacts.
5. Everything else is other work.

A rung that is switched off hands its contacts to the next rung below it.

Source: the CRM strategy lesson ("hot" first, then regular customers, then the early
funnel, brand-new contacts last; which of the first two comes first depends on the
business, so the company drags the rungs).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .contact import Contact, Lead
from .local_time import shifted

STAGE, CUSTOMER, FRESH, OTHER, NEW = "stage", "customer", "fresh", "other", "new"
#: The three blocks of a sales machine, and whose rungs belong to which.
GENERATION, CONVERSION, CARE = "generation", "conversion", "care"
BLOCK_OF_KIND = {
    NEW: GENERATION,
    FRESH: GENERATION,
    STAGE: CONVERSION,
    CUSTOMER: CARE,
}


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung. ``fresh_minutes`` matters on the rung of fresh inquiries only."""

    id: int
    kind: str = STAGE
    active: bool = True
    fresh_minutes: int = 0


class Ladder:
    """The rungs from top to bottom.

    >>> ladder = Ladder.default()
    >>> from datetime import date, datetime
    >>> noon, today = datetime(2026, 3, 4, 12), date(2026, 3, 4)
    >>> def rung(**facts):
    ...     return ladder.rung_of(Contact(1, today, **facts), noon)
    >>> rung(lead=Lead(stage_rung=1)), rung(lead=Lead(stage_rung=3))
    (1, 3)
    >>> rung(lead=Lead(stage_rung=3), is_customer=True)      # bought before
    2
    >>> rung(lead=Lead(stage_rung=1), is_customer=True)      # about to buy again
    1
    >>> yesterday = datetime(2026, 3, 3, 12)
    >>> rung(lead=Lead(stage_rung=1, stage_since=yesterday, settle_days=3))
    3
    >>> rung(on_partner=True), rung(on_partner=True, is_customer=True), rung()
    (5, 2, 4)
    """

    def __init__(self, rungs: Iterable[Rung]):
        self.rungs = list(rungs)
        self._position = {rung.id: place for place, rung in enumerate(self.rungs)}
        self._of_kind = {}
        for rung in self.rungs:
            self._of_kind.setdefault(rung.kind, rung)
        self._stand_in = self._find_stand_ins()
        self._next_stage = self._find_next_stages()

    @classmethod
    def default(cls):
        """Hot prospects 1, regular customers 2, early funnel 3, other 4, new 5."""
        kinds = (STAGE, CUSTOMER, STAGE, OTHER, NEW)
        return cls(Rung(place, kind) for place, kind in enumerate(kinds, start=1))

    def rung_of(self, contact: Contact, now: datetime) -> int | None:
        """The id of the contact's rung at ``now``; None on a ladder without rungs."""
        lead = contact.lead
        if lead is None:
            return self._rung_without_lead(contact)
        if self.fresh_until(lead, now):
            return self._of_kind[FRESH].id
        if lead.stage_rung in self._position:
            own = self._stand_in[lead.stage_rung]
            if self.settles_at(lead, now):
                own = self._next_stage.get(own, own)
        else:
            own = self._rung_of_kind(OTHER)
        if contact.is_customer:
            customer = self._of_kind.get(CUSTOMER)
            if customer and customer.active:
                return min(own, customer.id, key=self.position)
        return own

    def _rung_without_lead(self, contact):
        if contact.is_customer:
            return self._rung_of_kind(CUSTOMER)
        return self._rung_of_kind(NEW if contact.on_partner else OTHER)

    def position(self, rung_id: int | None) -> int:
        """The rung's place from the top, 0 for the highest; unknown ones last."""
        return self._position.get(rung_id, len(self.rungs))

    def reordered(self, rung_ids: Iterable[int]) -> "Ladder":
        """These rungs in this order; any other stays below the one it is below now.

        >>> [rung.id for rung in Ladder.default().reordered([3, 2, 1]).rungs]
        [3, 4, 5, 2, 1]
        """
        by_id = {rung.id: rung for rung in self.rungs}
        ids = [number for number in rung_ids if number in by_id]
        place = 0
        for rung in self.rungs:
            if rung.id not in ids:
                ids.insert(place, rung.id)
            place = ids.index(rung.id) + 1
        return Ladder(by_id[number] for number in ids)

    def settles_at(self, lead: Lead, now: datetime) -> datetime | None:
        """When a lead still settling in its stage will count fully, else None."""
        if not lead.settle_days or not lead.stage_since:
            return None
        settled = shifted(lead.stage_since, days=lead.settle_days)
        return settled if settled > now else None

    def fresh_until(self, lead: Lead, now: datetime) -> datetime | None:
        """Until when an inbound lead counts as a fresh inquiry; None: it does not."""
        fresh = self._of_kind.get(FRESH)
        if not (fresh and fresh.active and lead.inbound and lead.created):
            return None
        until = shifted(lead.created, minutes=fresh.fresh_minutes)
        return until if until > now else None

    def _rung_of_kind(self, kind):
        rung = self._of_kind.get(kind)
        if rung:
            return self._stand_in[rung.id]
        return self._lowest_active()

    def _lowest_active(self):
        lasting = (r for r in reversed(self.rungs) if r.active and r.kind != FRESH)
        return next((rung.id for rung in lasting), None)

    def _find_stand_ins(self):
        """Each rung's own id if it is switched on, else the next one below it."""
        stand_in, below = {}, self._lowest_active()
        for rung in reversed(self.rungs):
            if rung.active and rung.kind != FRESH:
                below = rung.id
            stand_in[rung.id] = below
        return stand_in

    def _find_next_stages(self):
        """The next stage rung down, for each active stage rung that has one."""
        stages = [r.id for r in self.rungs if r.kind == STAGE and r.active]
        return dict(zip(stages, stages[1:], strict=False))
