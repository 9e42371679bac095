"""The tier order: which tier an activity without a promise stands on.

Read aloud, the rule is:

1. An inbound lead younger than the "fresh" tier's minutes stands on that tier, if the
   company has switched the tier on.
2. A lead stands on the tier of its stage. If it entered the stage less than the
   stage's number of days ago, it still counts as the next stage tier down ("only
   yesterday the offer went out, and nothing is agreed yet").
3. An activity with a customer (somebody who has bought before) stands on the regular
   customers' tier, unless the lead's own tier is higher.
4. An activity with a partner who has not bought yet stands with the new leads.
5. Everything else is other work.

A tier that is switched off hands its activities to the next tier below it.

Source: the CRM strategy lesson ("hot" first, then regular customers, then the early
pipeline, brand-new leads last; which of the first two comes first depends on the
business, so the company drags the tiers).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import product
from typing import NamedTuple

from .contact import Contact, Lead
from .local_time import shifted

STAGE, CUSTOMER, FRESH, OTHER, NEW = "stage", "customer", "fresh", "other", "new"
#: The three sales functions, and whose tiers belong to which.
GENERATION, CONVERSION, CARE = "generation", "conversion", "care"
FUNCTION_OF_KIND = {
    NEW: GENERATION,
    FRESH: GENERATION,
    STAGE: CONVERSION,
    CUSTOMER: CARE,
}


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier. ``fresh_minutes`` matters on the tier of fresh inquiries only."""

    id: int
    kind: str = STAGE
    active: bool = True
    fresh_minutes: int = 0


class Standing(NamedTuple):
    """A lead's ``place``, 0 for the highest, and all that it depends on."""

    stage_tier: int | None
    settles: bool
    is_customer: bool
    is_fresh: bool
    place: int


class TierOrder:
    """The tiers from top to bottom.

    >>> tier_order = TierOrder.default()
    >>> from datetime import date, datetime
    >>> noon, today = datetime(2026, 3, 4, 12), date(2026, 3, 4)
    >>> def tier(**facts):
    ...     return tier_order.tier_of(Contact(1, today, **facts), noon)
    >>> tier(lead=Lead(stage_tier=1)), tier(lead=Lead(stage_tier=3))
    (1, 3)
    >>> tier(lead=Lead(stage_tier=3), is_customer=True)      # bought before
    2
    >>> tier(lead=Lead(stage_tier=1), is_customer=True)      # about to buy again
    1
    >>> yesterday = datetime(2026, 3, 3, 12)
    >>> tier(lead=Lead(stage_tier=1, stage_since=yesterday, settle_days=3))
    3
    >>> tier(on_partner=True), tier(on_partner=True, is_customer=True), tier()
    (5, 2, 4)
    """

    def __init__(self, tiers: Iterable[Tier]):
        self.tiers = list(tiers)
        self._position = {tier.id: place for place, tier in enumerate(self.tiers)}
        self._of_kind = {}
        for tier in self.tiers:
            self._of_kind.setdefault(tier.kind, tier)
        self._stand_in = self._find_stand_ins()
        self._next_stage = self._find_next_stages()

    @classmethod
    def default(cls) -> "TierOrder":
        """Hot prospects 1, regular customers 2, early pipeline 3, other 4, new 5."""
        kinds = (STAGE, CUSTOMER, STAGE, OTHER, NEW)
        return cls(Tier(place, kind) for place, kind in enumerate(kinds, start=1))

    def tier_of(self, contact: Contact, now: datetime) -> int | None:
        """The id of the activity's tier at ``now``; None if there are no tiers."""
        lead = contact.lead
        if lead is None:
            return self._tier_without_lead(contact)
        if self.fresh_until(lead, now):
            return self._of_kind[FRESH].id
        if lead.stage_tier in self._position:
            own = self._stand_in[lead.stage_tier]
            if self.settles_at(lead, now):
                own = self._next_stage.get(own, own)
        else:
            own = self._tier_of_kind(OTHER)
        if contact.is_customer:
            customer = self._of_kind.get(CUSTOMER)
            if customer and customer.active:
                return min(own, customer.id, key=self.position)
        return own

    def _tier_without_lead(self, contact):
        if contact.is_customer:
            return self._tier_of_kind(CUSTOMER)
        return self._tier_of_kind(NEW if contact.on_partner else OTHER)

    def position(self, tier_id: int | None) -> int:
        """The tier's place from the top, 0 for the highest; unknown ones last."""
        return self._position.get(tier_id, len(self.tiers))

    def standings(self) -> list[Standing]:
        """The place of every kind of lead there can be, for whoever has to choose among
        more leads than a ``Contact`` can be made of: the database.

        >>> [row.place for row in TierOrder.default().standings() if row[:2] == (3, 0)]
        [2, 2, 1, 1]
        """
        now, flags = datetime(2000, 1, 1), (False, True)
        kinds = product([None, *self._position], flags, flags, flags)
        return [
            Standing(*kind, self.position(self._tier_of_kind_of_lead(now, *kind)))
            for kind in kinds
        ]

    def _tier_of_kind_of_lead(self, now, stage_tier, settles, is_customer, is_fresh):
        lead = Lead(
            stage_tier=stage_tier,
            stage_since=now,
            settle_days=int(settles),
            created=now,
            inbound=is_fresh,
        )
        return self.tier_of(
            Contact(0, date.min, lead=lead, is_customer=is_customer), now
        )

    def reordered(self, tier_ids: Iterable[int]) -> "TierOrder":
        """These tiers in this order; any other stays below the one it is below now.

        >>> [tier.id for tier in TierOrder.default().reordered([3, 2, 1]).tiers]
        [3, 4, 5, 2, 1]
        """
        by_id = {tier.id: tier for tier in self.tiers}
        ids = [number for number in tier_ids if number in by_id]
        place = 0
        for tier in self.tiers:
            if tier.id not in ids:
                ids.insert(place, tier.id)
            place = ids.index(tier.id) + 1
        return TierOrder(by_id[number] for number in ids)

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

    def fresh_since(self, now: datetime) -> datetime | None:
        """Inbound leads that came in later are fresh inquiries; None: there are none.

        >>> TierOrder([Tier(1, FRESH, True, 60)]).fresh_since(datetime(2026, 3, 4, 9))
        datetime.datetime(2026, 3, 4, 8, 0)
        """
        fresh = self._of_kind.get(FRESH)
        if not (fresh and fresh.active):
            return None
        return shifted(now, minutes=-fresh.fresh_minutes)

    def _tier_of_kind(self, kind):
        tier = self._of_kind.get(kind)
        if tier:
            return self._stand_in[tier.id]
        return self._lowest_active()

    def _lowest_active(self):
        lasting = (r for r in reversed(self.tiers) if r.active and r.kind != FRESH)
        return next((tier.id for tier in lasting), None)

    def _find_stand_ins(self):
        """Each tier's own id if it is switched on, else the next one below it."""
        stand_in, below = {}, self._lowest_active()
        for tier in reversed(self.tiers):
            if tier.active and tier.kind != FRESH:
                below = tier.id
            stand_in[tier.id] = below
        return stand_in

    def _find_next_stages(self):
        """The next stage tier down, for each active stage tier that has one."""
        stages = [r.id for r in self.tiers if r.kind == STAGE and r.active]
        return dict(zip(stages, stages[1:], strict=False))
