"""Between the database and the planner: facts out, the plan's difference in."""
