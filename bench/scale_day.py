"""What a salesperson does with his day, in My Day and in stock Odoo.

As ``scale_requests``: each prepares, and returns what is to be timed. A ``place`` says
which contact of the day is pressed.
"""

from datetime import timedelta
from unittest.mock import patch

import cases

from odoo import fields


def open_my_day(env, changed=False, looked=True, planned=True):
    """The first page of the list, which plans first.

    :param changed: a promise has been moved since the last plan
    :param looked: False: nobody has looked within the last ten minutes
    :param planned: False: reading alone
    """
    lines, asked = env[cases.LINES], ask_my_day(env)
    if changed:
        cases.move_a_promise(env)
        env.cr.flush()  # what its press leaves to be written
    if not looked:
        from odoo.addons.galloper_schedule.adapter.plan import quick_check

        quick_check.LOOKED.clear()

    def read():
        return lines.web_search_read(**asked)

    if planned:
        return read

    def read_alone():
        with patch.object(type(lines), "_plan_before_reading", lambda self: None):
            return read()

    return read_alone


def ask_my_day(env):
    """What the web client asks for."""
    return cases.ask(env, "list", "list", cases.MY_DAY_PAGE)


def open_screen(env):
    """The screen: all lines, the day itself, and the contact in focus."""
    read = cases.my_screen(env)
    return lambda: read(env)


def press_stock_done(env, place):
    """Done, in stock Odoo's My Activities; as all presses on a contact about a lead."""
    today = fields.Datetime.now().date()
    due = [("date_deadline", "<=", today), ("res_model", "=", "crm.lead")]
    mine = [("user_id", "=", env.uid), *due]
    every = env["mail.activity"].search(mine, order="date_deadline, id")
    activity = every[place % len(every)]
    return lambda: activity.action_done()


def press_done(env, place):
    """Done, on the screen of My Day."""
    key, _seen = _pressed(env, place)
    return _checked(lambda: env[cases.LINES].work_done(key))


def press_done_in_list(env, place):
    line = _line(env, place)
    return lambda: line.action_done()


def press_no_answer(env, place):
    key, seen = _pressed(env, place)
    return _checked(lambda: env[cases.LINES].work_no_answer(key, seen))


def press_no_answer_in_list(env, place):
    line = _line(env, place)
    return lambda: line.action_no_answer()


def press_promise(env, place):
    """Promised for in an hour and a half, on the screen."""
    key, seen = _pressed(env, place)
    moment = fields.Datetime.now() + timedelta(minutes=90 + 5 * (place % 12))
    text = fields.Datetime.to_string(moment)
    return _checked(lambda: env[cases.LINES].work_promise(key, seen, text))


def _checked(press):
    def checked():
        answer = press()
        if answer["status"] != "ok":
            raise ValueError(answer["message"])

    return checked


def _line(env, place):
    env.user._plan_day()
    every = env[cases.LINES].search([("user_id", "=", env.uid)])
    every = every.filtered(lambda line: line.sudo().activity_id.res_model == "crm.lead")
    return every[place % len(every)]


def _pressed(env, place):
    """The contact's key, and what the screen has shown of it."""
    line = _line(env, place)
    promised = fields.Datetime.to_string(line.promised_at)
    return line.contact_key, [line.attempt_count, line.galloper_snooze_count, promised]
