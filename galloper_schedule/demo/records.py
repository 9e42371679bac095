"""The made-up customers and closed opportunities as records."""

from datetime import datetime, time, timedelta, timezone

from ..planner.local_time import local_day
from . import deals, names

FIRST_LEAD = "galloper_schedule.demo_history_lead_0"
_SOURCES = ["search_engine", "referral", "newsletter", "mailing"]
_MEDIUMS = ["website", "phone", "email", "direct"]


def make_partners(env, users, told):
    """{company: partner id} of all who have bought, and of the prospects."""
    wanted = {}
    for diary, sold, customers, prospects in told:
        person = diary.person
        for one in customers:
            wanted[one.company] = person, one.contact
        for company, _product, contact in prospects:
            wanted[company] = person, contact
        for deal in sold:
            if deal.outcome == deals.WON:
                wanted[deal.company] = person, deal.contact
    partners = env["res.partner"].create(
        [
            {
                "name": company,
                "is_company": True,
                "city": names.CITIES[person.country][number % 5],
                "country_id": env.ref(f"base.{person.country}").id,
                "email": _email(contact, company),
                "user_id": users[person.key].id,
                # Anna moves about, and Anna's customers with Anna.
                "galloper_tz": person.key == "user_demo_moscow"
                and users[person.key].tz,
            }
            for number, (company, (person, contact)) in enumerate(wanted.items())
        ]
    )
    _name(env, "partner", partners)
    return dict(zip(wanted, partners.ids, strict=True))


def make_leads(env, users, told, partners, rng):
    """{id(deal): lead}; one batch, then one statement for what the ORM sets itself."""
    every = [deal for _diary, sold, *_others in told for deal in sold]
    choices = _Choices(env, rng)
    leads = env["crm.lead"].create(
        [
            {
                **_lead_vals(deal, users[deal.person.key], choices),
                **_customer_vals(deal, partners),
                **_outcome_vals(deal, choices),
            }
            for deal in every
        ]
    )
    _name(env, "lead", leads)
    leads.flush_recordset()
    env.cr.execute_values(
        _DATE,
        [
            (lead.id, users[deal.person.key].id, deal.created_at, deal.closed_at)
            for deal, lead in zip(every, leads, strict=True)
        ],
        page_size=1000,
    )
    leads.invalidate_recordset(flush=False)
    return {id(deal): lead for deal, lead in zip(every, leads, strict=True)}


class _Choices:
    """What a lead may have, as ids; which of it is drawn by lot."""

    def __init__(self, env, rng):
        def of(module, name):
            return env.ref(f"{module}.{name}").id

        self._rng = rng
        self._reasons = [of("crm", f"lost_reason_{number}") for number in (1, 1, 2, 3)]
        self._sources = [of("utm", f"utm_source_{name}") for name in _SOURCES]
        self._mediums = [of("utm", f"utm_medium_{name}") for name in _MEDIUMS]
        self.stages = [of("crm", f"stage_lead{number}") for number in range(1, 5)]
        self.silent = of("galloper_schedule", "lost_reason_demo_silent")

    def source(self):
        return self._rng.choices(self._sources, (5, 3, 2, 1))[0]

    def medium(self):
        return self._rng.choices(self._mediums, (5, 3, 2, 1))[0]

    def late_stage(self):
        return self.stages[self._rng.choice((1, 2, 2))]

    def reason(self):
        return self._rng.choice(self._reasons)


def _lead_vals(deal, user, choices):
    return {
        "name": deal.name,
        "type": "opportunity",
        "user_id": user.id,
        "team_id": user.sale_team_id.id,
        "company_id": user.company_id.id,
        "expected_revenue": deal.revenue,
        "contact_name": deal.contact,
        "source_id": choices.source(),
        "medium_id": choices.medium(),
        "date_closed": deal.closed_at,
    }


def _customer_vals(deal, partners):
    if partner := partners.get(deal.company):
        return {"partner_id": partner}
    return {
        "partner_name": deal.company,
        "email_from": _email(deal.contact, deal.company),
    }


def _outcome_vals(deal, choices):
    if deal.outcome == deals.WON:
        return {"stage_id": choices.stages[3], "probability": 100}
    is_silent = deal.outcome == deals.SORTED_OUT
    return {
        "active": False,
        "probability": 0,
        "stage_id": choices.stages[0] if is_silent else choices.late_stage(),
        "lost_reason_id": choices.silent if is_silent else choices.reason(),
    }


_DATE = """
UPDATE crm_lead lead
   SET create_uid = past.user_id, create_date = past.created_at::timestamp,
       write_uid = past.user_id, write_date = past.closed_at::timestamp,
       date_open = past.created_at::timestamp,
       date_closed = past.closed_at::timestamp,
       date_last_stage_update = past.closed_at::timestamp,
       day_open = 0,
       day_close = EXTRACT(epoch FROM past.closed_at::timestamp
                                      - past.created_at::timestamp)::int / 86400
  FROM (VALUES %s) AS past (id, user_id, created_at, closed_at)
 WHERE lead.id = past.id
"""


def _name(env, kind, records):
    """Names of the module's own, so that an uninstall takes them away."""
    env["ir.model.data"]._update_xmlids(
        [
            {
                "xml_id": f"galloper_schedule.demo_history_{kind}_{number}",
                "record": record,
                "noupdate": True,
            }
            for number, record in enumerate(records)
        ]
    )


def plan_care(env, users, told, partners, now):
    """Something to do today for those who have no other demo activities."""
    call, values = env.ref("mail.mail_activity_data_call").id, []
    for diary, _sold, customers, _prospects in told:
        if not diary.person.is_care:
            continue
        today = local_day(now, diary.person.tz)
        for number, customer in enumerate(customers):
            vals = {
                "activity_type_id": call,
                "summary": names.CARE_CALLS[number % len(names.CARE_CALLS)],
                "res_model_id": env["ir.model"]._get_id("res.partner"),
                "res_id": partners[customer.company],
                "user_id": users[diary.person.key].id,
                "date_deadline": today - timedelta(days=number % 3),
            }
            if number % 3 == 0:
                vals["promised_at"] = _at(today, 9 + number // 3, diary.person.tz)
                vals["promised_until"] = _at(today, 15 + number // 3, diary.person.tz)
            values.append(vals)
    env["mail.activity"].create(values)


def _at(day, hour, tz):
    """The naive UTC moment of a local hour."""
    local = datetime.combine(day, time(hour), tz)
    return local.astimezone(timezone.utc).replace(tzinfo=None)


def _email(contact, company):
    name, host = contact.split()[0].lower(), company.lower().replace(" ", "-")
    return f"{name}@{host}.example.com"
