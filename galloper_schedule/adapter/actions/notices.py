"""Notices by email to customers: filled in with somebody's own rights, never with more.

A template is a program: what it may read is what its reader may. So it is filled in
as whoever has moved the lead. Where that is nobody who may read the lead (a scheduled
action, a visitor of the website, a customer in the portal), it is the lead's
salesperson if they may, else whoever has edited the template last. Only the finished
email is put into the queue with all rights, by Odoo itself.
"""

import logging

import psycopg2

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.models import BaseModel

from ..tools import company_language

_logger = logging.getLogger(__name__)

#: The one model whose records are known to be about this customer.
MODEL = "crm.lead"


def is_about_leads(template: BaseModel) -> bool:
    """By the field that Odoo goes by, and by the one that people see; and so are the
    reports that go along."""
    made_for = [template.model, template.model_id.model]
    made_for += template.report_template_ids.mapped("model")
    return set(made_for) == {MODEL}


def send(template: BaseModel, leads: BaseModel) -> None:
    """Put an email to the customer of each of these leads into the queue.

    What cannot be made for one lead is noted on that lead, and keeps no other one from
    being told, nor anybody from moving it.

    :param template: with all rights, as ``leads``: nothing is filled in with them
    """
    if not is_about_leads(template):
        _note(template, leads, _say_wrong_model)
        return
    for user, theirs in _share_out(template, leads):
        if not user:
            _note(template, theirs, _say_nobody)
            continue
        own = template.with_env(_env_of(user, template.env))
        failed = {_say_no_access: [], _say_failure: []}
        for lead, error in _fill_in(own, theirs.ids):
            is_closed = _find_cause(error, AccessError)
            failed[_say_no_access if is_closed else _say_failure].append(lead)
        for say, ids in failed.items():
            _note(template, theirs.browse(ids), say, user)


def _share_out(template, leads):
    """Yields (user, leads): with whose rights it is filled in for which leads."""
    mover = leads.env.user
    readable = _readable(mover, leads)
    if readable:
        yield mover, readable
    rest = leads - readable
    for whose in (lambda lead: lead.user_id, lambda lead: lead.team_id.user_id):
        nobodys = leads.browse()
        for owner, theirs in rest.grouped(whose).items():
            readable = _readable(owner, theirs)
            nobodys += theirs - readable
            if readable:
                yield owner, readable
        rest = nobodys
    if rest:
        editor = template.write_uid
        yield editor if _is_colleague(editor) else editor.browse(), rest


def _readable(user, leads):
    """Those of the leads that somebody of the company may read by themselves."""
    if not _is_colleague(user):
        return leads.browse()
    own = leads.with_env(_env_of(user, leads.env))
    return own._filtered_access("read").with_env(leads.env)


def _is_colleague(user):
    return bool(
        user and user.id != SUPERUSER_ID and user.active and user._is_internal()
    )


def _env_of(user, env):
    """The user's own environment, in the companies they have chosen, else in theirs.

    Nothing else of the caller's context goes along, which may come from outside.
    """
    own = list(user._get_company_ids())
    chosen = env.context.get("allowed_company_ids") or []
    if user == env.user and chosen and set(chosen) <= set(own):
        own = chosen
    else:
        own.sort(key=lambda number: number != user.company_id.id)
    context = {"allowed_company_ids": own, "lang": user.lang, "tz": user.tz}
    return env(user=user.id, su=False, context=context)


def _fill_in(template, ids):
    """Yields (lead id, error) of those of which no email could be made."""
    error = _try(template, ids)
    if error and len(ids) == 1:
        yield ids[0], error
    elif error:
        for number in ids:
            if error := _try(template, [number]):
                yield number, error


def _try(template, ids):
    """Make these emails, all or none; what is wrong, if anything is."""
    env = template.env
    # What was read with all rights is still known, and nobody asks twice.
    env.invalidate_all()
    try:
        with env.cr.savepoint():
            mails = template.send_mail_batch(ids, force_send=False)
            # A template can name customers and files by their bare numbers.
            for named in (mails.recipient_ids, mails.attachment_ids):
                named.with_env(env).check_access("read")
    except Exception as error:
        # A conflict is not the template's fault: whoever moves the lead tries again.
        if conflict := _find_cause(error, psycopg2.OperationalError):
            raise conflict from None
        text = "The notice by template %s could not be made for leads %s"
        _logger.info(text, template.id, ids, exc_info=True)
        return error
    return None


def _find_cause(error, kind):
    while error and not isinstance(error, kind):
        error = error.__cause__
    return error


def _note(template, leads, say, user=None):
    """Say so on the leads, in the language of each one's company. Not what Odoo says:
    that may name what is closed.
    """
    bot = leads.env.ref("base.partner_root")
    for company, theirs in leads.grouped("company_id").items():
        env = company_language.env_of(leads.env, company)
        text = say(env, template.with_env(env).name, user and user.name)
        theirs._message_log_batch(dict.fromkeys(theirs.ids, text), author_id=bot.id)


def _say_wrong_model(env, name, _user):
    return env._(
        "The email “%(name)s” was not sent: its template does not apply to leads.",
        name=name,
    )


def _say_nobody(env, name, _user):
    return env._(
        "The email “%(name)s” was not sent: neither the salesperson nor the last "
        "person who edited the template has access to this lead.",
        name=name,
    )


def _say_no_access(env, name, user):
    return env._(
        "The email “%(name)s” was not sent: it uses data that %(user)s does not have "
        "access to.",
        name=name,
        user=user,
    )


def _say_failure(env, name, _user):
    return env._(
        "The email “%(name)s” was not sent: its template could not be rendered for "
        "this lead.",
        name=name,
    )
