"""What is kept for all is written in the language of the company, not in that of
whoever happens to press a button.
"""

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools.misc import get_lang


def env_of(env: Environment, company: BaseModel) -> Environment:
    """The environment in the language of a company; of the caller's, if it is none."""
    house = (company or env.company).sudo()
    return env(context={**env.context, "lang": language_of(house)})


def language_of(company: BaseModel) -> str:
    """The code of its language; English, if nobody has chosen any."""
    return get_lang(company.env, company.sudo().partner_id.lang or "en_US").code


def company_of(document: BaseModel) -> BaseModel:
    """The company that a document belongs to; an empty one, if it is everybody's."""
    if document and "company_id" in document._fields:
        return document.sudo().company_id
    return document.env["res.company"]
