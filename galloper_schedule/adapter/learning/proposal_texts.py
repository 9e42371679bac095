"""A proposal in words, in the reader's language."""

from collections.abc import Iterator
from datetime import time
from typing import Any

from markupsafe import Markup

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import (
    format_amount,
    format_date,
    format_datetime,
    format_list,
    format_time,
    formatLang,
)

from .proposal_states import APPLIED, DISMISSED, NOTHING, OPEN, TIERS, UNDONE


def write(proposals: BaseModel) -> Iterator[tuple[BaseModel, dict[str, Any]]]:
    """Yields (proposal, {"title": …, "effect": …, "before": …, "after": …})."""
    env = proposals.env
    ids = {one for proposal in proposals for one in proposal.order_after or ()}
    ids |= {one for proposal in proposals for one in proposal.order_before or ()}
    tiers = env["galloper.tier"].sudo().browse(ids).exists()
    names = {tier.id: tier.name for tier in tiers if tier.active}
    companies = env["res.company"].sudo().search_count([], limit=2)
    for proposal in proposals:
        words = _Tiers if proposal.kind == TIERS else _Hours
        yield proposal, words(proposal, names, companies > 1).texts()


class _Words:
    def __init__(self, proposal, names, are_several):
        """:param are_several: whether there are other companies"""
        self.proposal, self.names, self.env = proposal, names, proposal.env
        self.evidence = proposal.evidence or {}
        self.are_several = are_several

    def texts(self):
        is_nothing = self.proposal.state == NOTHING
        return {
            "title": self.nothing() if is_nothing else self.title(),
            "effect": self.why_nothing() if is_nothing else self.effect(),
            "before": self.before(),
            "after": self.after(),
            "basis": "\n".join(self.basis()),
        }

    def basis(self):
        proposal = self.proposal
        period = {
            "first": format_date(self.env, proposal.period_from),
            "last": format_date(self.env, proposal.period_until),
        }
        if self.evidence.get("removed"):
            yield self.env._(
                "The figures combined several companies. They were removed when each "
                "company got its own comparison."
            )
        elif proposal.kind == TIERS:
            yield self.env._(
                "Based on the work of self-improving teams from %(first)s to "
                "%(last)s, in %(currency)s: the revenue of leads since they entered a "
                "priority group, divided by the hours spent on them since. How much "
                "one more hour would bring is for you to judge.",
                currency=proposal.currency_id.name,
                **period,
            )
        else:
            yield self.env._(
                "Based on the calls of self-improving teams from %(first)s to "
                "%(last)s that had not been promised, in the salespeople's own time "
                "zones.",
                **period,
            )
        if proposal.decided_on:
            yield self._say_decided()

    def _say_decided(self):
        texts = {
            APPLIED: self.env._("Applied by %(who)s on %(day)s."),
            UNDONE: self.env._("Undone by %(who)s on %(day)s."),
            DISMISSED: self.env._("Dismissed by %(who)s on %(day)s."),
        }
        other = self.env._("Decided by %(who)s on %(day)s.")
        return texts.get(self.proposal.state, other) % {
            "who": self.proposal.decided_by.sudo().name,
            "day": format_datetime(self.env, self.proposal.decided_on),
        }

    def why_nothing(self):
        if refused := self.evidence.get("refused_on"):
            return self.env._(
                "The figures lead to the same proposal that was dismissed on %(day)s. "
                "It is not proposed again for three months.",
                day=format_date(self.env, refused),
            )
        lacking = "\n".join(self.lacking())
        if not self.is_enough():
            return self.env._("Not enough data yet.") + "\n" + lacking
        return f"{self.no_difference()}\n{lacking}".strip()


class _Tiers(_Words):
    def nothing(self):
        return self.env._("Call priorities: no change proposed")

    def no_difference(self):
        return self.env._(
            "No clear reason to change the order: no priority group reliably brings "
            "more than one above it."
        )

    def title(self):
        risen = [self._name(one["tier"]) for one in self.evidence.get("gains", ())]
        if not risen:
            return self.env._("Call priorities: new order")
        return self.env._(
            "Call priorities: move up %(tiers)s", tiers=format_list(self.env, risen)
        )

    def effect(self):
        texts = [
            text for one in self.evidence.get("gains", ()) for text in self._say(one)
        ]
        if self.are_several and self.proposal.state == OPEN:
            texts.append(
                self.env._(
                    "The priority groups are one list for all companies: applying this "
                    "changes their order in every company."
                )
            )
        return "\n".join(texts)

    def _say(self, one):
        tier, passed = self._name(one["tier"]), self._name(one["passed"])
        yield self.env._(
            "Each hour spent on %(tier)s instead of %(passed)s brought %(more)s more "
            "(95%% range: %(low)s to %(high)s).",
            tier=tier,
            passed=passed,
            more=self._money(one["more"]),
            low=self._money(one["low"]),
            high=self._money(one["high"]),
        )
        if one.get("advanced", 0) < one.get("advanced_passed", 0):
            yield self.env._(
                "However, fewer leads moved on to a later stage: %(share)s%% in "
                "%(tier)s, %(other)s%% in %(passed)s.",
                tier=tier,
                passed=passed,
                share=round(one["advanced"] * 100),
                other=round(one["advanced_passed"] * 100),
            )

    def _name(self, tier_id):
        return self.names.get(tier_id, self.env._("a deleted priority group"))

    def _money(self, amount):
        if abs(amount) >= 10:
            amount = round(amount)
        currency = self.proposal.currency_id
        return format_amount(self.env, amount, currency, trailing_zeroes=False)

    def is_enough(self):
        return self.evidence.get("compared", 0) > 1

    def lacking(self):
        for line in self.proposal.line_ids:
            if line.lacks:
                yield f"{line.tier_id.name}: {say_lacks(self.env, line.lacks)}"

    def before(self):
        return self._list(self.proposal.order_before)

    def after(self):
        risen = {one["tier"] for one in self.evidence.get("gains", ())}
        return self._list(self.proposal.order_after, risen)

    def _list(self, order, risen=()):
        rows = [
            Markup("<li>%s</li>")
            % (Markup("<strong>%s ↑</strong>") % name if tier_id in risen else name)
            for tier_id in order or ()
            if (name := self.names.get(tier_id))
        ]
        return Markup("<ol class='mb-0 ps-4'>%s</ol>") % Markup("").join(rows)


class _Hours(_Words):
    def nothing(self):
        return self.env._("Calling hours: no change proposed")

    def no_difference(self):
        return self.env._(
            "No clear reason to change the hours: no others are reliably better."
        )

    def title(self):
        return self.env._(
            "Call between %(first)s and %(last)s",
            first=_clock(self.env, self.proposal.from_after),
            last=_clock(self.env, self.proposal.to_after),
        )

    def effect(self):
        if "inside" not in self.evidence:
            return ""
        _share, low, high = self.evidence["inside"]
        _share, rest_low, rest_high = self.evidence["outside"]
        return self.env._(
            "%(low)s–%(high)s%% of calls are answered between %(first)s and %(last)s, "
            "compared to %(rest_low)s–%(rest_high)s%% at other times.",
            first=_clock(self.env, self.proposal.from_after),
            last=_clock(self.env, self.proposal.to_after),
            low=round(low * 100),
            high=round(high * 100),
            rest_low=round(rest_low * 100),
            rest_high=round(rest_high * 100),
        )

    def is_enough(self):
        return not self.evidence.get("lacks")

    def lacking(self):
        return [say_lacks(self.env, self.evidence.get("lacks"))]

    def before(self):
        return self._span(self.proposal.from_before, self.proposal.to_before)

    def after(self):
        return self._span(self.proposal.from_after, self.proposal.to_after)

    def _span(self, first, last):
        if not last:
            return Markup("<p>%s</p>") % self.env._("At any time")
        return Markup("<p>%s – %s</p>") % (
            _clock(self.env, first),
            _clock(self.env, last),
        )


def _clock(env, hour):
    """A time of day as the reader's language writes it; 24 is midnight."""
    hour, minute = divmod(round(hour * 60), 60)
    return format_time(env, time(hour % 24, minute), time_format="short")


def say_hour(env: Environment, hour: int) -> str:
    """From when until when an hour of the day lasts."""
    return env._(
        "%(start)s – %(end)s", start=_clock(env, hour), end=_clock(env, hour + 1)
    )


def say_lacks(env: Environment, lacks: dict[str, Any] | bool | None) -> str:
    """ "12 of 30 leads so far", or nothing."""
    texts = {
        "leads": env._("%(count)s of %(needed)s leads"),
        "hours": env._("%(count)s of %(needed)s hours"),
        "won": env._("%(count)s of %(needed)s orders"),
        "calls": env._("%(count)s of %(needed)s calls"),
    }
    lacks = lacks or {}
    said = [
        text % dict(zip(("count", "needed"), map(int, lacks[name]), strict=True))
        for name, text in texts.items()
        if name in lacks
    ]
    return env._("%(what)s so far", what=format_list(env, said)) if said else ""


def say_interval(line: BaseModel) -> str:
    """ "4,504 – 6,149", "63% – 72%", or nothing where too little is known."""
    env = line.env
    bounds = (line.per_hour_low, line.per_hour_high)
    if not line.tier_id:
        bounds = (line.share_low * 100, line.share_high * 100)
    if not bounds[1]:
        return ""
    low, high = (formatLang(env, one, digits=0) for one in bounds)
    if line.tier_id:
        return env._("%(low)s – %(high)s", low=low, high=high)
    return env._("%(low)s%% – %(high)s%%", low=low, high=high)
