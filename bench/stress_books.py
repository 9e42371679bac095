"""Whether the books say what people were told: each act once, each promise settled."""

#: {what must be so: a statement that finds what is not}
_RULES = {
    "an activity is done once": """
        SELECT activity_id FROM galloper_attempt
         WHERE answered AND activity_id IS NOT NULL AND id > %(attempt)s
         GROUP BY activity_id HAVING count(*) > 1""",
    "what is done stands in the books": """
        SELECT id FROM mail_activity a
         WHERE active IS NOT TRUE AND user_id = ANY(%(users)s)
           AND write_date > %(begin)s
           AND NOT EXISTS (SELECT FROM galloper_attempt t
                            WHERE t.activity_id = a.id AND t.answered)""",
    "what stands there is done": """
        SELECT t.activity_id FROM galloper_attempt t
          JOIN mail_activity a ON a.id = t.activity_id
         WHERE t.answered AND a.active AND t.id > %(attempt)s""",
    "tries are counted as often as they stand in the books": """
        SELECT a.id FROM mail_activity a
         WHERE a.write_date > %(begin)s AND a.user_id = ANY(%(users)s)
           AND COALESCE(a.attempt_count, 0) <> (
               SELECT count(*) FROM galloper_attempt t
                WHERE t.activity_id = a.id AND NOT t.answered)""",
    "an open promise has one open row, as it was given": """
        SELECT a.id FROM mail_activity a
          LEFT JOIN crm_lead l ON a.res_model = 'crm.lead' AND l.id = a.res_id
         WHERE a.active AND a.promised_at IS NOT NULL
           AND (l.id IS NULL OR l.active)
           AND 1 <> (SELECT count(*) FROM galloper_promise p
                      WHERE p.activity_id = a.id AND p.outcome = 'open'
                        AND p.promised_at = a.promised_at)""",
    "an open row has an open promise": """
        SELECT concat_ws(' ', p.id, 'of activity', a.id, a.active, a.promised_at)
          FROM galloper_promise p
          LEFT JOIN mail_activity a ON a.id = p.activity_id
         WHERE p.outcome = 'open'
           AND (a.id IS NULL OR a.active IS NOT TRUE
                OR a.promised_at IS DISTINCT FROM p.promised_at)""",
    "a row is settled at a moment": """
        SELECT id FROM galloper_promise
         WHERE (outcome = 'open') <> (settled_on IS NULL)""",
    "a line is of an open activity of its salesperson's": """
        SELECT line.id FROM galloper_schedule_line line
          JOIN mail_activity a ON a.id = line.activity_id
         WHERE a.active IS NOT TRUE OR a.user_id IS DISTINCT FROM line.user_id""",
}
_COUNTS = """
    SELECT count(*) FILTER (WHERE answered) AS done,
           count(*) FILTER (WHERE NOT answered) AS tried,
           (SELECT count(*) FROM galloper_promise) AS promised,
           COALESCE(max(id), 0) AS attempt, now() AT TIME ZONE 'UTC' AS begin,
           (SELECT deadlocks FROM pg_stat_database
             WHERE datname = current_database()) AS deadlocks
      FROM galloper_attempt"""


def count(cr):
    """How many rows there are of each kind, where the books end, and deadlocks."""
    cr.execute(_COUNTS)
    [counts] = cr.dictfetchall()
    return counts


def faults(cr, before, told, user_ids):
    """What is wrong, in words.

    :param before: what ``count`` has said
    :param told: {kind of act: how often people were told that it was done}
    """
    after, wrong = count(cr), []
    for name in ("done", "tried", "promised", "deadlocks"):
        added = after[name] - before[name]
        if added != told.get(name, 0):
            wrong.append(f"{name}: {told.get(name, 0)} were told, {added} are booked")
    for rule, statement in _RULES.items():
        cr.execute(statement, {**before, "users": user_ids})
        if found := [row[0] for row in cr.fetchall()]:
            wrong.append(f"not so: {rule}: {len(found)}, such as {found[:5]}")
    return wrong
