"""How near two marks of pictures are (`marking.py` makes them), and how near ones are found. Pure."""

BANDS = 4
BAND_BITS = 16
NEAR = 7  # bits; with one bit off in any of four bands, whatever is as near shares a band


def bands_of(mark: str) -> tuple[int, ...]:
    """The mark in four parts, by which near ones are found."""
    whole = int(mark, 16)
    return tuple(whole >> (BAND_BITS * place) & (1 << BAND_BITS) - 1 for place in range(BANDS))


def near_bands(band: int) -> list[int]:
    """The band itself, and every one that differs in one bit."""
    return [band, *(band ^ 1 << bit for bit in range(BAND_BITS))]


def distance(one: str, other: str) -> int:
    """In how many bits two marks differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
