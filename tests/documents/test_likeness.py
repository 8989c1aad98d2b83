"""Pictures that look alike: resized, packed anew, cut a little, of another kind; and those that do not."""

import io
from pathlib import Path

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.documents.samples import JPEG, PDF, PNG
from tests.factories import documents as make
from tests.factories import reporting as make_reporting
from thidua.documents import actions, examining, queries
from thidua.documents.models import PictureMark
from thidua.documents.photos import likeness, marking

PICTURES = Path(__file__).parent / "pictures"
KINDS = {".jpg": "image/jpeg", ".png": "image/png"}


def mark(name: str) -> str:
    path = PICTURES / name
    return marking.mark_of(path.read_bytes(), KINDS[path.suffix])


@pytest.mark.parametrize("name", ["ward-small.jpg", "ward-packed.jpg", "ward-cropped.jpg", "ward.png"])
def test_the_same_picture_is_near_itself_however_it_was_sent(name: str) -> None:
    assert likeness.distance(mark("ward.jpg"), mark(name)) <= likeness.NEAR


def test_another_picture_is_far() -> None:
    assert likeness.distance(mark("ward.jpg"), mark("other.jpg")) > 2 * likeness.NEAR


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"\xff\xd8\xff\xe0torn", "image/jpeg"),
        (b"RIFF", "image/webp"),
    ],
)
def test_a_picture_with_too_little_in_it_has_no_mark(content: bytes, kind: str) -> None:
    assert marking.mark_of(content, kind) == ""


marks = st.integers(0, 2**64 - 1).map(lambda number: f"{number:016x}")


@given(marks, st.sets(st.integers(0, 63), max_size=likeness.NEAR))
def test_whatever_is_near_shares_a_band(one: str, flipped: set[int]) -> None:
    other = f"{int(one, 16) ^ sum(1 << bit for bit in flipped):016x}"
    pairs = zip(likeness.bands_of(one), likeness.bands_of(other), strict=True)
    assert any(theirs in likeness.near_bands(ours) for ours, theirs in pairs)
    assert likeness.distance(one, other) == len(flipped)


@pytest.mark.django_db
def test_store_file_keeps_the_mark_that_the_examiner_gave() -> None:
    commune = make.CommuneFactory().unit
    who = make_reporting.actor_of(make_reporting.new_person(commune, "standing_body"))
    stored = []
    for name in ("ward.jpg", "ward-small.jpg", "other.jpg"):
        examined = examining.examine((PICTURES / name).read_bytes(), name=name)
        stored.append(actions.store_file(who, file=examined, by=who, at=make.local(2026, 10, 2)))
    assert PictureMark.objects.count() == 3
    with CaptureQueriesContext(connection) as seen:
        near = queries.near_pictures(commune.pk, [one.pk for one in stored])
    assert near == {stored[0].pk: [stored[1].pk], stored[1].pk: [stored[0].pk], stored[2].pk: []}
    assert len(seen) == 2
    assert queries.near_pictures(make.CommuneFactory().unit.pk, [stored[0].pk]) == {stored[0].pk: []}


def page_of(name: str, *, width: float = 595, height: float = 842) -> bytes:
    """An A4 page with the picture of this size in its middle, as a telephone makes it of a photograph."""
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    picture = pypdfium2.PdfImage.new(document)
    picture.load_jpeg(io.BytesIO((PICTURES / name).read_bytes()), inline=True)
    place = pypdfium2.PdfMatrix().scale(width, height).translate((595 - width) / 2, (842 - height) / 2)
    picture.set_matrix(place)
    page.insert_obj(picture)
    page.gen_content()
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def mark_of_pdf(content: bytes, *, pages: int = 1, most_pixels: int = 40_000_000) -> str:
    return marking.mark_of_scan(content, pages, most_pixels=most_pixels)


def test_a_photograph_in_a_pdf_is_near_the_photograph() -> None:
    for name in ("ward.jpg", "ward-small.jpg"):
        assert likeness.distance(mark("ward.jpg"), mark_of_pdf(page_of(name))) <= likeness.NEAR
    examined = examining.examine(page_of("ward.jpg"), name="buoi-hoc.pdf")
    assert (examined.mark, examined.content_type) == (mark("ward.jpg"), "application/pdf")


def test_a_pdf_that_is_not_one_photograph_a_page_has_no_mark() -> None:
    scan = page_of("ward.jpg")
    assert mark_of_pdf(page_of("print.jpg")) == ""  # too little light and shade
    assert mark_of_pdf(PDF) == ""
    assert mark_of_pdf(scan, pages=2) == ""
    assert mark_of_pdf(scan + b"%" + bytes(len(scan))) == ""  # a letter with its typeface and a crest
    assert mark_of_pdf(scan, most_pixels=1000) == ""

    assert mark_of_pdf(b"stream\n\xff\xd8\xff torn endstream") == ""
