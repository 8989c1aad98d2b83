"""The demonstration ward: units, people and a year of the real plan, built through the actions. Nothing imports it."""
