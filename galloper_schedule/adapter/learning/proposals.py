"""What a comparison found, as a proposal; and what becomes of the earlier ones."""

from datetime import datetime, timedelta

from odoo.fields import Command
from odoo.models import BaseModel

from ...planner import best_hours, tier_order
from ...planner import learning as rule
from . import learning_figures, proposal_notice
from .proposal_states import DISMISSED, HOURS, NOTHING, OPEN, OUTDATED, TIERS, UNDONE

#: What was dismissed or undone is not proposed again for so many days.
_REFUSED_DAYS = 90


def make(proposals: BaseModel, now: datetime) -> BaseModel:
    """Compare what self-improving teams have done, and propose what it shows.

    :param proposals: their model
    :param now: naive UTC
    :return: the proposals that are new
    """
    proposals = proposals.sudo().browse()
    env = proposals.env
    teams = env["crm.team"].search([("galloper_management_style", "=", "self")])
    if not teams:
        return proposals
    found = [*_tiers(env, teams, now), *_hours(env, now)]
    made = _store(proposals, found, now)
    proposal_notice.tell(made)
    return made


def _tiers(env, teams, now):
    """One for each company that has self-improving teams, of its own figures."""
    tiers = env["galloper.tier"].with_context(active_test=False).search([])
    fixed = [one.id for one in tiers if one.kind == tier_order.OTHER or not one.active]
    work = learning_figures.fetch_work(env, now)
    for company in _companies(teams, work):
        found = rule.compare(tiers.ids, fixed, work[company.id])
        lines = _tier_lines(found, tiers.filtered("active").ids, fixed)
        yield {
            **_common(TIERS, company, now, found.order != tiers.ids, lines),
            "order_before": tiers.ids,
            "order_after": found.order,
            "currency_id": company.currency_id.id,
            "evidence": {"gains": _gains(found), "compared": len(found.compared)},
        }


def _companies(teams, found):
    """Whose teams these are. A team of all companies is that of each of its members,
    and of each one for which something was done.

    :param found: ids of companies for which something was done
    """
    companies = teams.company_id
    if shared := teams.filtered(lambda team: not team.company_id):
        companies |= shared.member_ids.company_id | companies.browse(found)
        companies = companies or teams.env.company
    return companies.filtered("active").sorted("id")


def _tier_lines(found, shown, fixed):
    need = rule.Need()
    for tier in shown:
        figures = found.figures[tier]
        before, after = shown.index(tier), _place(found.order, tier, shown)
        low, high = figures.interval or (0, 0)
        yield {
            "tier_id": tier,
            "place_before": before + 1,
            "place_after": after + 1,
            "change": _direction(before, after),
            "contact_hours": figures.hours,
            "leads": figures.leads,
            "won": figures.won,
            "revenue": figures.revenue,
            "per_hour": figures.per_hour,
            "per_hour_low": low,
            "per_hour_high": high,
            "advanced_share": _advanced(figures),
            "lacks": {} if tier in fixed else figures.lacks(need),
        }


def _gains(found):
    return [
        {
            "tier": one.tier,
            "passed": one.passed,
            "more": one.more,
            "low": one.low,
            "high": one.high,
            "advanced": _advanced(found.figures[one.tier]),
            "advanced_passed": _advanced(found.figures[one.passed]),
        }
        for one in found.gains
    ]


def _place(order, tier, shown):
    return [one for one in order if one in shown].index(tier)


def _direction(before, after):
    return "same" if before == after else "up" if after < before else "down"


def _advanced(figures):
    return figures.advanced / figures.leads if figures.leads else 0.0


def _hours(env, now):
    """One for each company whose salespeople called; an empty one if nobody did."""
    calls = learning_figures.fetch_calls(env, now)
    companies = env["res.company"].browse(calls).filtered("active")
    for company in companies or env.company:
        from_, to = company.galloper_best_call_from, company.galloper_best_call_to
        present = (round(from_), round(to)) if to else None
        found = best_hours.find(calls[company.id], present)
        after = found.window or present or (0, 0)
        lines = [
            {
                "hour": hour,
                "calls": share.calls,
                "answered": share.answered,
                "share": share.share,
                "share_low": share.interval[0],
                "share_high": share.interval[1],
                "is_better": bool(found.window) and hour in range(*found.window),
            }
            for hour, share in found.by_hour.items()
        ]
        sides = {
            name: [share.share, *share.interval]
            for name, share in (("inside", found.inside), ("outside", found.outside))
            if share
        }
        yield {
            **_common(HOURS, company, now, bool(found.window), lines),
            "from_before": from_,
            "to_before": to,
            "from_after": after[0],
            "to_after": after[1],
            "evidence": {**sides, "lacks": found.lacks},
        }


def _common(kind, company, now, is_found, lines):
    return {
        "kind": kind,
        "company_id": company.id,
        "state": OPEN if is_found else NOTHING,
        "made_on": now,
        "period_from": (now - timedelta(days=learning_figures.DAYS)).date(),
        "period_until": now.date(),
        "line_ids": [Command.clear(), *map(Command.create, lines)],
    }


def _store(proposals, found, now):
    """Keep what is new. The same open proposal gets the newest figures, another one
    becomes outdated; what was found last without a proposal is kept, too."""
    since = now - timedelta(days=_REFUSED_DAYS)
    known = proposals.search(
        [
            "|",
            ("state", "in", (OPEN, NOTHING)),
            "&",
            ("state", "in", (DISMISSED, UNDONE)),
            ("decided_on", ">=", since),
        ]
    )
    of_scope = known.grouped(lambda one: (one.kind, one.company_id.id))
    outdated, gone, new = proposals, proposals, []
    for vals in found:
        earlier = of_scope.get((vals["kind"], vals["company_id"]), proposals)
        same = earlier.filtered(lambda one, vals=vals: _is_same(one, vals))
        nothing = earlier.filtered(lambda one: one.state == NOTHING)
        is_open = earlier.filtered(lambda one: one.state == OPEN)
        if vals["state"] == OPEN and is_open & same:
            is_open.write({**vals, "made_on": is_open.made_on})
            gone |= nothing
            continue
        outdated |= is_open
        if vals["state"] == OPEN and same:
            vals["state"] = NOTHING
            vals["evidence"]["refused_on"] = str(max(same.mapped("decided_on")).date())
        if nothing and vals["state"] == NOTHING:
            nothing.write(vals)
            continue
        gone |= nothing
        new.append(vals)
    outdated.write({"state": OUTDATED})
    outdated.flush_recordset()
    gone.unlink()
    return proposals.create(new)


def _is_same(proposal, vals):
    if proposal.state == NOTHING:
        return False
    names = {
        TIERS: ("order_before", "order_after"),
        HOURS: ("from_before", "to_before", "from_after", "to_after"),
    }[proposal.kind]
    return all(proposal[name] == vals[name] for name in names)
