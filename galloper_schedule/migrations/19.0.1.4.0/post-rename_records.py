from odoo import SUPERUSER_ID, api

#: Records that an update leaves alone: of each field the English texts that earlier
#: versions gave it, what it says now, and what it said in Russian.
RENAMED = {
    "tier_early": {"name": (["Early funnel"], "Early pipeline", "Ранняя воронка")},
    "tier_other": {"name": (["Other work"], "Other tasks", "Прочая работа")},
    "tier_new": {"name": (["New contacts"], "New leads", "Новые контакты")},
    "skip_reason_preparing": {
        "name": (
            ["I have to prepare first"],
            "Need to prepare",
            "Сначала надо подготовиться",
        )
    },
    "skip_reason_waiting": {
        "name": (
            ["I wait for an answer from somebody else"],
            "Waiting on someone else",
            "Жду ответа от коллеги или партнёра",
        )
    },
    "skip_reason_bad_time": {
        "name": (
            ["A bad time for this customer"],
            "Bad time for this customer",
            "Клиенту сейчас неудобно",
        )
    },
    "skip_reason_urgent": {
        "name": (
            ["Something urgent came in between"],
            "Something urgent came up",
            "Возникло срочное дело",
        )
    },
    "service_model_transactional": {
        "description": (
            [
                "Customers know what they want and are glad that nobody calls. First "
                "contacts are mails, notices come by themselves, and only what was "
                "promised is called."
            ],
            "Customers know what they want and prefer not to be called. First "
            "activities are emails, updates go out automatically, and only promised "
            "calls are made.",
            "Клиенты знают, чего хотят, и рады, что им никто не звонит. Первый "
            "контакт — письмо, уведомления приходят сами, звонят только тем, кому "
            "обещали.",
        )
    },
    "service_model_consultative": {
        "description": (
            [
                "Customers need help with their problem and value advice. The day "
                "goes by the ladder."
            ],
            "Customers need help with their problem and value advice. The day follows "
            "the call priorities.",
            "Клиентам нужна помощь в решении их задач, они ценят совет. День строится "
            "по лестнице приоритетов.",
        )
    },
    "service_model_entrepreneurial": {
        "name": (["Entrepreneurial"], "Enterprise", "Предпринимательская"),
        "description": (
            [
                "Few customers, and deep: something new is made together. Long "
                "contacts, prepared, ahead of the others on their rung."
            ],
            "A few key customers you develop something new with. Long, "
            "well-prepared activities that come first within their priority group.",
            "Клиентов немного, зато глубоко: вместе создаётся что-то новое. Контакты "
            "долгие, с подготовкой, и стоят на своей ступени первыми.",
        ),
    },
    "mail_template_notice_qualified": {
        "name": (
            ["Notice: Your inquiry is being worked on"],
            "My Day: Inquiry Received",
            "Уведомление: мы работаем над вашим запросом",
        ),
    },
    "mail_template_notice_proposition": {
        "name": (
            ["Notice: Your offer is ready"],
            "My Day: Offer Ready",
            "Уведомление: предложение готово",
        ),
    },
    "mail_template_notice_won": {
        "name": (
            ["Notice: Thank you for your order"],
            "My Day: Order Confirmation",
            "Уведомление: спасибо за заказ",
        ),
    },
    "ir_cron_compare": {
        "name": (
            ["My Day: compare rungs and hours to call"],
            "My Day: compare call priorities and calling hours",
            "Мой день: сравнение ступеней и часов звонков",
        )
    },
    # In the language of the company: Odoo does not translate plans.
    "activity_plan_persistence": {"name": (["Persistence"], "Follow-up cadence", "")},
    "activity_plan_widening": {"name": (["Widening"], "Cross-sell", "")},
}
#: The names of rules begin with what they are about.
_RULES = {
    "Sales managers manage plans with": "Sales managers manage playbooks for",
    "Sales managers manage the steps of plans with": "Sales managers manage the steps "
    "of playbooks for",
    "New contacts: ": "Customer acquisition: ",
    "Contacts report: ": "Activities report: ",
    "Promises and wins report: ": "Promises and win rate report: ",
    "Days and results report: ": "Plan and results report: ",
    "Contacts made or tried: ": "Activity log: ",
    "Figures of proposals: ": "Proposal figures: ",
    "My Day, dialogs: one's own": "My Day dialogs: own records",
    "My Day: one's own": "My Day: own records",
    "My Day: managers see their salespeople's": "My Day: managers see their companies' "
    "salespeople",
    "My Day: team leaders see their team's": "My Day: team leaders see their team",
    "one's companies'": "own companies",
    "one's own and one's team's": "own and team records",
}


def migrate(cr, version):
    """Give what people have not renamed its present name.

    Their language's own name goes, where it is the one that came with the module: the
    update puts the present one in its place.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    languages = {code for code, _name in env["res.lang"].get_installed()}
    for xml_id, texts in RENAMED.items():
        record = env.ref(f"galloper_schedule.{xml_id}", False)
        for field, (earlier, text, russian) in texts.items() if record else ():
            english = record.with_context(lang="en_US")
            if english[field] not in earlier:
                continue
            english[field] = text
            known = "ru_RU" in languages and record.with_context(lang="ru_RU")[field]
            if known and known == russian:
                record.update_field_translations(field, {"ru_RU": False})
    _rename_rules(env)


def _rename_rules(env):
    ids = env["ir.model.data"].search(
        [("module", "=", "galloper_schedule"), ("model", "=", "ir.rule")]
    )
    for rule in env["ir.rule"].browse(ids.mapped("res_id")).exists():
        name = rule.name or ""
        for earlier, text in _RULES.items():
            name = name.replace(earlier, text)
        if name != rule.name:
            rule.name = name
