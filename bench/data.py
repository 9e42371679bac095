"""Generated contacts: one salesperson's busy day, and many other people's work.

Customers and leads, with all that Odoo computes on them, come from the ORM, in batches;
the background is copied from them by SQL, and so are the activities made.
"""

from datetime import datetime, timedelta, timezone

from odoo.fields import Command
from odoo.tools import SQL

BATCH = 1000
BACKGROUND = 20_000
OTHER_SALESPEOPLE = 20
REGULAR_EVERY = 8  # one customer in so many has bought before
QUIET = {
    "mail_create_nolog": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
    "tracking_disable": True,
    "tz": False,  # customers get the zone of whoever enters them
}


def fill(env, size):
    """A new salesperson with ``size`` contacts for today, among the work of others.

    :return: the user; commits nothing
    """
    env = env(context=dict(env.context, **QUIET))
    sellers = salespeople(env, 1 + OTHER_SALESPEOPLE)
    seller, others = sellers[0], sellers[1:]
    leads = sales(env, seller, size)
    assign(env, leads.ids + background(env, leads, others))
    env.invalidate_all()
    promise(env, seller)
    work(env, seller)
    return seller


def salespeople(env, count):
    """Users with a salesperson's plain rights, for whom it is now about noon."""
    offset = datetime.now(timezone.utc).hour - 12
    serial = env["res.users"].search([], order="id desc", limit=1).id
    rights = [
        env.ref("base.group_user").id,
        env.ref("sales_team.group_sale_salesman").id,
    ]
    return env["res.users"].create(
        [
            {
                "name": f"Salesperson {serial}-{number}",
                "login": f"bench-{serial}-{number}",
                "group_ids": [Command.set(rights)],
                "tz": f"Etc/GMT{offset:+d}",  # its sign counts hours west of Greenwich
            }
            for number in range(count)
        ]
    )


def sales(env, seller, size):
    """An open lead a customer, in all stages, and won ones of the regular customers."""
    partners = in_batches(env["res.partner"], map(partner_vals, range(size)))
    stages = env["crm.stage"].search([])
    funnel = stages.filtered(lambda stage: not stage.is_won)
    won = stages.filtered("is_won")[:1]
    leads = in_batches(
        env["crm.lead"],
        (
            lead_vals(number, partner, funnel[number % len(funnel)], seller)
            for number, partner in enumerate(partners)
        ),
    )
    bought = in_batches(
        env["crm.lead"],
        (
            {**lead_vals(number, partner, won, seller), "probability": 100}
            for number, partner in enumerate(partners[::REGULAR_EVERY])
        ),
    )
    return leads + bought


def in_batches(model, vals_list):
    vals_list = list(vals_list)
    records = model
    for start in range(0, len(vals_list), BATCH):
        records += model.create(vals_list[start : start + BATCH])
    model.env.flush_all()
    return records


def partner_vals(number):
    return {
        "name": f"Customer {number}",
        "email": f"customer{number}@example.com",
        "phone": f"+7 495 {number:07d}",
        "is_company": not number % 3,
    }


def lead_vals(number, partner, stage, seller):
    return {
        "name": f"Opportunity {number}",
        "type": "opportunity",
        "partner_id": partner.id,
        "stage_id": stage.id,
        "user_id": seller.id,
        "expected_revenue": 1000 + number * 7919 % 90_000,
        "probability": 10 + number % 80,
        "priority": str(number % 4),
    }


def assign(env, lead_ids):
    """A call on each open lead for its salesperson, due today or up to nine days ago.

    They are shuffled: nobody's activities lie side by side in a grown database.
    """
    env.cr.execute(
        SQL(
            """INSERT INTO mail_activity (
                   res_model_id, res_model, res_id, res_name, activity_type_id, summary,
                   date_deadline, user_id, user_tz, active, create_uid, create_date)
            SELECT %s, 'crm.lead', l.id, l.name, %s, 'Call ' || l.name,
                   (now() AT TIME ZONE p.tz)::date - l.id %% 10,
                   u.id, p.tz, TRUE, u.id, now() AT TIME ZONE 'UTC'
              FROM crm_lead l JOIN res_users u ON u.id = l.user_id
                              JOIN res_partner p ON p.id = u.partner_id
             WHERE l.id = ANY(%s) AND l.won_status = 'pending'
             ORDER BY md5(l.id::text)
            """,
            env["ir.model"]._get_id("crm.lead"),
            env.ref("mail.mail_activity_data_call").id,
            lead_ids,
        )
    )


def promise(env, seller):
    """Promises in three contacts of fifty: for later today, missed, of earlier days.

    Every fourth of them is a window of half an hour. It is noon there: hours remain.
    """
    calls = env["mail.activity"].search([("user_id", "=", seller.id)], order="id")
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    for number, call in enumerate(calls):
        spread = timedelta(seconds=number * 9 * 3600 // len(calls))
        start = {
            0: now + timedelta(minutes=15) + spread,
            1: now - timedelta(hours=1) - spread,
            2: now - timedelta(days=1 + number // 50 % 4),
        }.get(number % 50)
        if start:
            end = number // 50 % 4 == 0 and start + timedelta(minutes=30)
            call.write({"promised_at": start, "promised_until": end})
    env.flush_all()


def work(env, seller):
    """Working hours on every day of the week, and ten meetings in the next hours."""
    days = [
        Command.create(
            {"name": "Work", "dayofweek": str(day), "hour_from": 8, "hour_to": 20}
        )
        for day in range(7)
    ]
    calendar = env["resource.calendar"].create(
        {"name": "Every day", "tz": seller.tz, "attendance_ids": days}
    )
    env["resource.resource"].create(
        {
            "name": seller.name,
            "user_id": seller.id,
            "calendar_id": calendar.id,
            "tz": seller.tz,
        }
    )
    now = datetime.now(timezone.utc).replace(tzinfo=None, second=0, microsecond=0)
    starts = [now + timedelta(minutes=40 * number) for number in range(1, 11)]
    env["calendar.event"].create(
        [
            {
                "name": "Meeting",
                "start": start,
                "stop": start + timedelta(minutes=20),
                "partner_ids": [Command.set(seller.partner_id.ids)],
            }
            for start in starts
        ]
    )
    env.flush_all()


def background(env, leads, sellers):
    """As many customers and leads of other people; the ids of the leads."""
    partner_ids = copy_rows(env.cr, "res_partner", leads.partner_id.ids)
    # Else the plans for the foreign keys would still be those of a small table.
    env.cr.execute("ANALYZE res_partner")
    env.cr.execute(
        "UPDATE res_partner SET commercial_partner_id = id WHERE id = ANY(%s)",
        [partner_ids],
    )
    return copy_rows(
        env.cr,
        "crm_lead",
        leads.ids,
        partner_id=SQL("(%s)[n]", partner_ids),
        user_id=SQL("(%s)[1 + n %% %s]", sellers.ids, len(sellers)),
    )


def copy_rows(cr, table, source_ids, **replaced):
    """Copies of these rows, over and over, with some columns replaced; their ids.

    :param replaced: SQL of a column, in which ``n`` counts from 1 to BACKGROUND
    """
    names = columns(cr, table)
    sources = [replaced.get(name, SQL.identifier("source", name)) for name in names]
    cr.execute(
        SQL(
            """INSERT INTO %(table)s (%(names)s) SELECT %(sources)s
                 FROM generate_series(1, %(count)s) n
                 JOIN %(table)s source ON source.id = (%(ids)s)[1 + n %% %(length)s]
               RETURNING id""",
            table=SQL.identifier(table),
            names=SQL(", ").join(map(SQL.identifier, names)),
            sources=SQL(", ").join(sources),
            count=BACKGROUND,
            ids=source_ids,
            length=len(source_ids),
        )
    )
    return [row_id for (row_id,) in cr.fetchall()]


def columns(cr, table):
    cr.execute(
        """SELECT column_name FROM information_schema.columns
            WHERE table_schema = current_schema AND table_name = %s
              AND column_name != 'id' AND is_generated = 'NEVER'""",
        [table],
    )
    return [name for (name,) in cr.fetchall()]
