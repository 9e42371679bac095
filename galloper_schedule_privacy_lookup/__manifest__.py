{
    "name": "Galloper Schedule: Privacy Lookup",
    "summary": "Privacy lookup erases people's names from the promise log",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Sales/CRM",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "privacy_lookup"],
    "auto_install": True,
}
