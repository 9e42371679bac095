{
    "name": "Galloper Schedule: Privacy Lookup",
    "summary": "Privacy lookup erases people's names from the promise log",
    "version": "19.0.1.0.0",
    "category": "Sales/CRM",
    "author": "Galloper Schedule contributors",
    "license": "LGPL-3",
    "depends": ["galloper_schedule", "privacy_lookup"],
    "auto_install": True,
}
