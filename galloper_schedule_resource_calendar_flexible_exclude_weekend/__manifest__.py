{
    "name": "Galloper Schedule: Flexible Hours without Weekends",
    "summary": "Flexible working hours that exclude weekends have none then",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Sales/CRM",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "resource_calendar_flexible_exclude_weekend"],
    "auto_install": True,
}
