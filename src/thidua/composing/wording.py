"""What somebody wrote in a part, line by line: the page and the paper read it alike. Pure."""

DASHES = "-–+"
Line = tuple[bool, str]


def lines_of(text: str) -> tuple[Line, ...]:
    """(is a bullet, words) for each line that says something; one that begins with a dash is a bullet."""
    lines = [line.strip() for line in text.splitlines() if line.strip(f" {DASHES}")]
    return tuple((line[0] in DASHES, line.lstrip(f"{DASHES} ")) for line in lines)
