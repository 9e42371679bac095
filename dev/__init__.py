"""Developer tooling: fetches and starts Odoo, PostgreSQL and the browser.

``python3 -m dev <command>`` runs on a bare machine: the modules ``__main__`` imports
need the standard library alone; the others run in the environment it has made.
"""
