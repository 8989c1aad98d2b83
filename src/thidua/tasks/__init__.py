"""Tasks: what the plan asks of a unit, who does it by when, what came of it. Knows plan items and phases, no unit's own plan."""
