"""How long things about people are kept, and the sweep that lets them go. Figures and the book of deeds are no part of it."""

from thidua.web.keeping.standing import Standing, due, standings
from thidua.web.keeping.sweeps import SWEEPS, Sweep
from thidua.web.keeping.things import Files, Rows

__all__ = ["SWEEPS", "Files", "Rows", "Standing", "Sweep", "due", "standings"]
