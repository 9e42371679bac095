"""Developer tooling: fetches and starts Odoo, PostgreSQL and the browser.

Standard library only, so that ``python3 -m dev <command>`` runs on a bare machine.
"""
