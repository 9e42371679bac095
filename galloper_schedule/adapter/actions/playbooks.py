"""Ready activity plans: playbooks for each sales function.

Source: the CRM strategy lesson, which builds sales of small blocks: gain
leads, get the first money, keep and widen what customers buy.

Persistence is one call, not six: an unanswered call comes back by itself, at another
time of day, as often as the settings say. Six calls at once would go on after the
customer has answered the first.
"""

from typing import NamedTuple

from odoo.api import Environment

from ...planner.tier_order import CARE, CONVERSION, GENERATION

CALL, MAIL, MEETING = (
    "mail.mail_activity_data_call",
    "mail.mail_activity_data_email",
    "mail.mail_activity_data_meeting",
)


class Step(NamedTuple):
    """``days`` after the plan's date, or after the customer is due (``by_rhythm``);
    ``not_before`` is an hour of the salesperson's day."""

    kind: str
    summary: str
    days: int = 0
    not_before: float = 0.0
    by_rhythm: bool = False


class Plan(NamedTuple):
    """``key`` names its record."""

    key: str
    name: str
    sales_function: str
    res_model: str
    steps: list[Step]


def plans(env: Environment) -> list[Plan]:
    """All of them, in the language of ``env``."""
    return [*_generation(env), *_conversion(env), *_care(env)]


def _generation(env):
    """Gain new leads."""
    return [
        Plan(
            "first_contact",
            env._("First contact"),
            GENERATION,
            "crm.lead",
            [
                Step(MAIL, env._("Introduce us: one sentence, one question")),
                Step(
                    CALL,
                    env._("First call: who decides, and what are their pain points?"),
                    2,
                ),
            ],
        ),
        Plan(
            "persistence",
            env._("Follow-up cadence"),
            GENERATION,
            "crm.lead",
            [
                Step(
                    CALL,
                    env._(
                        "Get through (comes back automatically if there is no answer)"
                    ),
                ),
                Step(MAIL, env._("Last email: should we close this?"), 21),
            ],
        ),
    ]


def _conversion(env):
    """Get the first money."""
    return [
        Plan(
            "after_offer",
            env._("After an offer"),
            CONVERSION,
            "crm.lead",
            [
                Step(CALL, env._("Has the offer arrived? Any questions?"), 2),
                Step(MEETING, env._("Go through the offer together"), 5),
                Step(CALL, env._("Ask for the order"), 9, 14.0),
            ],
        ),
    ]


def _care(env):
    """Keep and widen what customers buy."""
    return [
        Plan(
            "check_in",
            env._("Check-in"),
            CARE,
            "res.partner",
            [
                Step(
                    CALL,
                    env._("How is it going, and what is running low?"),
                    by_rhythm=True,
                ),
            ],
        ),
        Plan(
            "widening",
            env._("Cross-sell"),
            CARE,
            "res.partner",
            [
                Step(CALL, env._("What else do they buy, and where?")),
                Step(MAIL, env._("Offer complementary products"), 1),
                Step(CALL, env._("Agree on a trial order"), 5, 14.0),
            ],
        ),
        Plan(
            "win_back",
            env._("Win-back"),
            CARE,
            "res.partner",
            [
                Step(CALL, env._("What has changed since the last order?")),
                Step(MAIL, env._("Send a win-back offer"), 3),
                Step(CALL, env._("Ask for the order"), 10, 14.0),
            ],
        ),
    ]
