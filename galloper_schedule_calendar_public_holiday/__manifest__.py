{
    "name": "Galloper Schedule: Public Holidays",
    "summary": "Nobody is planned on the public holidays of their place of work",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Sales/CRM",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "calendar_public_holiday"],
    "auto_install": True,
}
