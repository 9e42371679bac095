{
    "name": "Galloper Schedule: Job Queue",
    "summary": "My Day is planned by the workers of OCA's job queue",
    "version": "19.0.1.0.0",
    "development_status": "Beta",
    "category": "Sales/CRM",
    "website": "https://www.odoo.com/app/crm",
    "author": "Galloper Schedule contributors",
    "maintainers": ["galloper-schedule"],
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "queue_job"],
    "data": ["data/queue_job_data.xml"],
    "auto_install": True,
}
