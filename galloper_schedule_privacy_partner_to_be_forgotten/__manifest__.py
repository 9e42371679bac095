{
    "name": "Galloper Schedule: Right to be Forgotten",
    "summary": "Anonymizing a contact erases the names in the promise log",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Sales/CRM",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "privacy_partner_to_be_forgotten"],
    "auto_install": True,
}
