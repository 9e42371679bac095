"""A proposal in words, in the reader's language; and telling the sales managers."""

from markupsafe import Markup

from odoo.tools import format_amount, format_date

from .proposal_states import NOTHING, OPEN, RUNGS


def write(proposals):
    """Yields (proposal, {"title": …, "effect": …, "before": …, "after": …})."""
    env = proposals.env
    ids = {one for proposal in proposals for one in proposal.order_after or ()}
    ids |= {one for proposal in proposals for one in proposal.order_before or ()}
    tiers = env["galloper.tier"].sudo().browse(ids).exists()
    names = {tier.id: tier.name for tier in tiers if tier.active}
    for proposal in proposals:
        words = _Rungs if proposal.kind == RUNGS else _Hours
        yield proposal, words(proposal, names).texts()


class _Words:
    def __init__(self, proposal, names):
        self.proposal, self.names, self.env = proposal, names, proposal.env
        self.evidence = proposal.evidence or {}

    def texts(self):
        is_nothing = self.proposal.state == NOTHING
        return {
            "title": self.nothing() if is_nothing else self.title(),
            "effect": self.why_nothing() if is_nothing else self.effect(),
            "before": self.before(),
            "after": self.after(),
        }

    def why_nothing(self):
        if refused := self.evidence.get("refused_on"):
            return self.env._(
                "The figures show the same as before, which was not wanted on %(day)s. "
                "It is not proposed again for three months.",
                day=format_date(self.env, refused),
            )
        lacking = "\n".join(self.lacking())
        if not self.is_enough():
            return self.env._("Not enough data yet.") + "\n" + lacking
        no_difference = self.env._(
            "No clear difference: what there is may well be chance."
        )
        return f"{no_difference}\n{lacking}".strip()


class _Rungs(_Words):
    def nothing(self):
        return self.env._("Ladder: nothing to propose")

    def title(self):
        pairs = [
            self.env._(
                "%(rung)s before %(passed)s",
                rung=self._name(one["rung"]),
                passed=self._name(one["passed"]),
            )
            for one in self.evidence.get("gains", ())
        ]
        return self.env._("Ladder: %(changes)s", changes=", ".join(pairs))

    def effect(self):
        return "\n".join(
            text for one in self.evidence.get("gains", ()) for text in self._say(one)
        )

    def _say(self, one):
        rung, passed = self._name(one["rung"]), self._name(one["passed"])
        yield self.env._(
            "Each hour spent on %(rung)s instead of %(passed)s has brought %(more)s "
            "more: at least %(low)s, at most %(high)s.",
            rung=rung,
            passed=passed,
            more=self._money(one["more"]),
            low=self._money(one["low"]),
            high=self._money(one["high"]),
        )
        if one["advances"] < one["advances_passed"]:
            yield self.env._(
                "Yet fewer leads advance to a later stage: %(count)s an hour on "
                "%(rung)s, %(other)s on %(passed)s.",
                rung=rung,
                passed=passed,
                count=f"{one['advances']:.1f}",
                other=f"{one['advances_passed']:.1f}",
            )

    def _name(self, tier_id):
        return self.names.get(tier_id, self.env._("a former rung"))

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
        risen = {one["rung"] for one in self.evidence.get("gains", ())}
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
        return self.env._("Hours to call: nothing to propose")

    def title(self):
        return self.env._(
            "Call between %(first)s and %(last)s",
            first=_clock(self.proposal.from_after),
            last=_clock(self.proposal.to_after),
        )

    def effect(self):
        if "inside" not in self.evidence:
            return ""
        _share, low, high = self.evidence["inside"]
        _share, rest_low, rest_high = self.evidence["outside"]
        return self.env._(
            "Of 100 calls %(low)s to %(high)s are answered between %(first)s and "
            "%(last)s, instead of %(rest_low)s to %(rest_high)s at other times.",
            first=_clock(self.proposal.from_after),
            last=_clock(self.proposal.to_after),
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
        return Markup("<p>%s – %s</p>") % (_clock(first), _clock(last))


def _clock(hour):
    hour, minute = divmod(round(hour * 60), 60)
    return f"{hour}:{minute:02}"


def say_lacks(env, lacks):
    """"12 of 30 leads so far", or nothing."""
    texts = {
        "leads": env._("%(count)s of %(needed)s leads"),
        "hours": env._("%(count)s of %(needed)s hours"),
        "won": env._("%(count)s of %(needed)s orders"),
        "calls": env._("%(count)s of %(needed)s calls"),
    }
    said = [
        texts[name] % {"count": int(count), "needed": int(needed)}
        for name, (count, needed) in (lacks or {}).items()
    ]
    return env._("%(what)s so far", what=", ".join(said)) if said else ""


def tell(proposals, teams):
    """A message to the sales managers of the teams' companies, in their language."""
    proposals = proposals.filtered(lambda one: one.state == OPEN)
    if not proposals:
        return
    env = proposals.env
    managers = env.ref("sales_team.group_sale_manager").all_user_ids.filtered(
        lambda user: user.active and not user.share
    )
    for proposal in proposals:
        companies = proposal.company_id or teams.company_id
        told = managers.filtered(
            lambda user, companies=companies: (
                not companies or user.company_ids & companies
            )
        )
        for lang, users in told.grouped("lang").items():
            texts = proposal.with_context(lang=lang)
            env["mail.thread"].with_context(lang=lang).message_notify(
                model=proposal._name,
                res_id=proposal.id,
                partner_ids=users.partner_id.ids,
                subject=texts.title,
                body=Markup("<p>%s</p><p>%s</p>")
                % (
                    texts.effect,
                    texts.env._("Nothing changes unless you apply it."),
                ),
            )
