"""What proposals are about, and what becomes of them."""

TIERS, HOURS = "tiers", "hours"
OPEN, APPLIED, UNDONE, DISMISSED = "open", "applied", "undone", "dismissed"
#: Another comparison came before the decision; a comparison that showed nothing.
OUTDATED, NOTHING = "outdated", "nothing"
