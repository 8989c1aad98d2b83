"""Periods, reports, figures, verification, publication. Judges nothing."""
