"""Photographs without what they say about the place: JPEG, PNG and WebP taken apart, only known parts put together again.

Pure, and without a decoder: a picture's data is copied, never unpacked, so no bomb goes off here. What is kept beside the
picture is its colour profile, how it was held, and when it was taken; place, device, thumbnails, comments and whatever
hangs behind the end are left out.
"""

from collections.abc import Callable

from thidua.documents.photos import jpeg, png, webp
from thidua.documents.photos.parts import Cleaned, Damaged

__all__ = ["Cleaned", "Damaged", "clean"]

READERS: dict[str, Callable[[bytes], Cleaned]] = {
    "image/jpeg": jpeg.clean,
    "image/png": png.clean,
    "image/webp": webp.clean,
}


def clean(content: bytes, content_type: str) -> Cleaned:
    """The picture without what tells too much; raises Damaged when it is not whole."""
    return READERS[content_type](content)
