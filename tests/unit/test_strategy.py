"""What the lesson recommends, case by case."""

import pytest
from planner.strategy import CHAOS, SELF, SYSTEM, Team, management_style

GROWING, STARTUP, STAR = "is_growing", "is_startup", "is_outstanding"


@pytest.mark.parametrize(
    ("answers", "size", "style"),
    [
        ([], 5, SYSTEM),  # a stable market suits a system
        ([GROWING], 5, SELF),  # a system does not do well there
        ([STARTUP], 5, SYSTEM),  # of Flexible and Systematic
        ([STARTUP, GROWING], 5, SYSTEM),
        ([STAR], 20, CHAOS),  # without hesitation
        ([STAR], 21, SYSTEM),  # more people than Flexible bears
        ([STAR, GROWING], 20, CHAOS),
        ([STAR, GROWING], 21, SELF),
        ([STAR, STARTUP], 20, CHAOS),
        ([STAR, STARTUP, GROWING], 50, SYSTEM),
    ],
)
def test_style(answers, size, style):
    team = Team(size=size, **dict.fromkeys(answers, True))
    assert management_style(team)[0] == style
