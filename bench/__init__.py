"""How fast My Day is, beside Odoo without it: see README.md."""
