"""What all tests of the planner share."""

import sys
from pathlib import Path

from hypothesis import settings

# ``planner`` by itself: the package above it needs Odoo.
sys.path.insert(0, str(Path(__file__).parents[2] / "galloper_schedule"))

# A busy machine must not fail a property: no example has a time limit.
settings.register_profile("calm", deadline=None)
settings.load_profile("calm")
