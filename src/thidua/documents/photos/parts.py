"""What the readers of pictures share: their answer, their refusal, and where words of a place may hide."""

import re
from dataclasses import dataclass

# XMP as phones and programs write it; the place may be named or given in degrees.
PLACE_IN_XMP = re.compile(
    rb"GPS(?:Latitude|Longitude|Position)|photoshop:City|Iptc4xmp\w+:Location|LocationCreated|LocationShown"
)
# IPTC datasets 2:90 to 2:101: city, part of a city, province, country.
PLACE_IN_IPTC = re.compile(rb"\x1c\x02[\x5a\x5c\x5f\x64\x65]")


class Damaged(Exception):
    """Not a whole picture of its kind."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """`content` is what to keep; `had_place` when something that was left out told a place."""

    content: bytes
    width: int
    height: int
    had_place: bool
