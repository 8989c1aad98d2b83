"""Pictures lose their place and keep everything that is seen; what is not whole is refused."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.documents import samples
from tests.documents.samples import chunk, segment
from thidua.documents import photos
from thidua.documents.photos import exif

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
WHOLE = {JPEG: samples.JPEG, PNG: samples.PNG, WEBP: samples.WEBP}
XMP = b"http://ns.adobe.com/xap/1.0/\x00<x exif:GPSLatitude='20,51.6N'/>"
IPTC = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0c\x1c\x02\x5a\x00\x07Nam Dng"
UPRIGHT_TODAY = exif.write(exif.Facts(orientation=6, taken=b"2026:10:08 09:30:00"))


def jpeg_with(*blocks: tuple[int, bytes], behind: bytes = b"") -> bytes:
    return samples.jpeg(extra=b"".join(segment(marker, body) for marker, body in blocks), behind=behind)


@pytest.mark.parametrize("content_type", WHOLE)
def test_a_picture_that_tells_nothing_stays_as_it_is(content_type: str) -> None:
    whole = WHOLE[content_type]
    cleaned = photos.clean(whole, content_type)
    assert (cleaned.content == whole, cleaned.had_place) == (True, False)


@pytest.mark.parametrize("has_place", [True, False])
@pytest.mark.parametrize("is_big", [True, False])
def test_jpeg_keeps_how_and_when_and_loses_where(is_big: bool, has_place: bool) -> None:
    block = samples.exif(is_big=is_big, has_place=has_place)
    cleaned = photos.clean(jpeg_with((0xE1, b"Exif\x00\x00" + block)), JPEG)
    kept = jpeg_with((0xE1, b"Exif\x00\x00" + UPRIGHT_TODAY))
    assert (cleaned.content, cleaned.had_place) == (kept, has_place)
    assert photos.clean(kept, JPEG).content == kept


@pytest.mark.parametrize(
    ("block", "had_place"),
    [
        ((0xE1, XMP), True),
        ((0xED, IPTC), True),
        ((0xFE, b"<script>alert(1)</script>"), False),
        ((0xE2, b"MPF\x00" + bytes(40)), False),
        ((0xE5, b"SEFH"), False),
    ],
)
def test_jpeg_loses_what_is_for_programs(block: tuple[int, bytes], had_place: bool) -> None:
    cleaned = photos.clean(jpeg_with(block, behind=b"\x00<html><script>alert(1)</script>"), JPEG)
    assert (cleaned.content, cleaned.had_place) == (samples.JPEG, had_place)


def test_jpeg_keeps_its_colours() -> None:
    coloured = jpeg_with((0xE2, b"ICC_PROFILE\x00\x01\x01" + bytes(20)), (0xEE, b"Adobe\x00\x64" + bytes(5)))
    assert photos.clean(coloured, JPEG).content == coloured


@pytest.mark.parametrize("content_type", WHOLE)
def test_a_torn_picture_is_refused_wherever_it_was_torn(content_type: str) -> None:
    whole = WHOLE[content_type]
    for end in range(12, len(whole)):
        with pytest.raises(photos.Damaged):
            photos.clean(whole[:end], content_type)


def test_png_loses_words_and_place_and_keeps_how_and_when() -> None:
    words = chunk(b"tEXt", b"Comment\x00Nha ong A") + chunk(b"tIME", bytes(7)) + chunk(b"prVt", b"x")
    packed = b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(XMP)
    sent = samples.png(extra=chunk(b"eXIf", samples.exif()) + words, behind=b"<script>alert(1)</script>")
    cleaned = photos.clean(sent, PNG)
    assert (cleaned.content, cleaned.had_place) == (samples.png(extra=chunk(b"eXIf", UPRIGHT_TODAY)), True)
    assert photos.clean(samples.png(extra=words), PNG).had_place is False
    assert photos.clean(samples.png(extra=chunk(b"iTXt", packed)), PNG).had_place is True


def test_png_whose_checksum_does_not_fit_is_refused() -> None:
    for place in range(8, len(samples.PNG)):
        spoilt = bytearray(samples.PNG)
        spoilt[place] ^= 1
        with pytest.raises(photos.Damaged):
            photos.clean(bytes(spoilt), PNG)


def test_webp_loses_place_and_keeps_how_and_when() -> None:
    cleaned = photos.clean(samples.webp((b"EXIF", samples.exif()), (b"XMP ", XMP)), WEBP)
    assert (cleaned.had_place, photos.clean(cleaned.content, WEBP).content) == (True, cleaned.content)
    assert (XMP in cleaned.content, UPRIGHT_TODAY in cleaned.content) == (False, True)
    assert cleaned.content[20] == 0x08  # says that there is EXIF and no XMP


def test_the_size_is_what_the_head_says() -> None:
    found = photos.clean(samples.jpeg(65_500, 300), JPEG), photos.clean(samples.png(30_000, 7), PNG)
    assert [(one.width, one.height) for one in found] == [(65_500, 300), (30_000, 7)]


@given(st.binary(max_size=300))
def test_any_bytes_of_exif_are_read_or_left(block: bytes) -> None:
    facts = exif.read(b"II*\x00" + block)
    assert exif.read(exif.write(facts)) == exif.Facts(facts.orientation, facts.taken)


@given(st.sampled_from(sorted(WHOLE)), st.binary(max_size=400))
def test_any_bytes_are_a_picture_or_refused(content_type: str, tail: bytes) -> None:
    begin = WHOLE[content_type][:12]
    try:
        cleaned = photos.clean(begin + tail, content_type)
    except photos.Damaged:
        return
    assert photos.clean(cleaned.content, content_type).content == cleaned.content
