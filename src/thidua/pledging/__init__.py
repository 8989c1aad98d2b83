"""Units' own plans, what they register for the year, blocs that promise together, and taking part by a one-time link."""
