"""Telling sales managers that there is something to decide."""

from markupsafe import Markup

from odoo.models import BaseModel

from .proposal_states import OPEN


def tell(proposals: BaseModel) -> None:
    """A message to the sales managers of each one's company, in their language."""
    proposals = proposals.filtered(lambda one: one.state == OPEN)
    if not proposals:
        return
    env = proposals.env
    managers = env.ref("sales_team.group_sale_manager").all_user_ids.filtered(
        lambda user: user.active and not user.share
    )
    for proposal in proposals:
        company = proposal.company_id
        told = managers.filtered(
            lambda user, company=company: company in user.company_ids
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
                    texts.env._("Nothing changes until you apply it."),
                ),
            )
