"""The refusal of a file that cannot be read."""

# The way out that every refusal of a file may offer.
PASTE = "dán văn bản vào ô bên dưới"


class PlanUnreadable(Exception):
    """A file that cannot be read as a plan. The message is one Vietnamese sentence that says the way out."""
