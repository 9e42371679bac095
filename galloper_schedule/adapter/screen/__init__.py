"""What My Day shows.

In: lines that the reader may read. Out: pages, reasons, the card, the day as a whole,
counters, and what is told wherever in Odoo the salesperson is.
"""
