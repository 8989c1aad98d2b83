"""What leaves the house: forms of those who receive, filled from figures that were entered once, and kept as they were sent."""
