"""Evidence made to harm, handed in by the form and opened in a real browser: no script runs, no place is told."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse

from tests.clock import local
from tests.documents import samples
from tests.documents.samples import chunk, segment
from tests.factories import reporting as make
from thidua.documents import queries
from thidua.documents.models import StoredFile

SCRIPT = b"window.top.ran=1;document.title='ran';alert(1)"
PAGE = b'<!DOCTYPE html><html><body onload="' + SCRIPT + b'"><script>' + SCRIPT + b"</script></body></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>' + SCRIPT + b"</script></svg>"
EXIF = b"Exif\x00\x00" + samples.exif()

REFUSED = {
    "trang.html": PAGE,
    "bien-ban.pdf": PAGE,
    "anh.png": PAGE,
    "hinh.svg": SVG,
    "hinh.jpg": b'<?xml version="1.0"?>\n' + SVG,
    "anh.gif": b"GIF89a/*\x00\x00*/=1;" + SCRIPT,
    "bao-cao.pdf": b"%PDF-1.7\n" + PAGE,
}
KEPT = {
    "vua-pdf-vua-trang.pdf": samples.PDF.replace(b"%%EOF", b"%%EOF\n" + PAGE),
    "vua-anh-vua-trang.png": samples.png(extra=chunk(b"tEXt", b"Comment\x00" + PAGE), behind=PAGE),
    "vua-anh-vua-lenh.jpg": samples.jpeg(extra=segment(0xFE, b"*/" + SCRIPT + b"/*"), behind=PAGE),
    "loi-lenh.txt": SCRIPT,
    "bang.csv": b"=cmd|' /C calc'!A0;2\r\n=1+1;3\r\n",
    "..%2f..%2fetc%2fpasswd.html.txt": b"loi van thuong",
    unicodedata.normalize("NFD", "Biên bản họp tổ dân phố " * 12) + ".txt": b"bien ban",
}


@pytest.fixture
def here(set_clock: Callable[..., None]) -> make.Ward:
    set_clock(local(2026, 10, 2, 9))
    return make.ward(units=1, indicators=1)


@pytest.fixture
def desk(here: make.Ward, open_page: Callable[..., Any]) -> Any:
    """The evidence page of the first figure; whatever a script could do is noted in `dialogs`."""
    page = open_page(here.person("reporter"))
    page.dialogs = []
    page.on("dialog", lambda said: (page.dialogs.append(said.message), said.dismiss()))
    page.evidence = reverse("reporting:figure_evidence", args=[here.figures()[0].pk])
    page.goto(page.evidence)
    return page


def hand_in(page: Any, name: str, content: bytes) -> None:
    page.goto(page.evidence)
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label("Tệp hoặc ảnh").set_input_files(file)
    with page.expect_navigation():  # the page before may say the same words
        page.get_by_role("button", name="Thêm tệp này").click()


def test_what_a_browser_would_run_is_refused_by_its_content(desk: Any) -> None:
    for name, content in REFUSED.items():
        hand_in(desk, name, content)
        desk.get_by_text("Xin ").first.wait_for()
    assert (StoredFile.objects.count(), desk.dialogs) == (0, [])


def test_what_is_kept_runs_nothing_however_it_is_opened(desk: Any) -> None:
    for name, content in KEPT.items():
        hand_in(desk, name, content)
    kept = StoredFile.objects.order_by("pk")
    assert kept.count() == len(KEPT)
    for stored in kept:
        address = reverse("documents:file_download", args=[stored.pk])
        headers = desk.request.get(address).headers
        assert headers["content-disposition"].startswith("attachment")
        assert (headers["x-content-type-options"], headers["content-security-policy"]) == (
            "nosniff",
            "default-src 'none'; sandbox",
        )
        for opened in (address, address + "anh/"):
            open_in_every_way(desk, opened)
    assert desk.dialogs == []
    names = [stored.name for stored in kept]
    assert [len(name) <= 200 and not set(name) & {*"/\\\r\n"} for name in names] == [True] * len(names)
    assert names[-1] == unicodedata.normalize("NFC", names[-1])


EMBED = """async address => {
    const made = ["script", "img", "iframe", "embed", "object"].map(tag => {
        const one = document.createElement(tag);
        one[tag === "object" ? "data" : "src"] = address;
        return one;
    });
    const done = made.map(one => new Promise(end => {
        one.onload = one.onerror = end;
        setTimeout(end, 300);
    }));
    made.forEach(one => document.body.append(one));
    await Promise.all(done);
}"""
MEASURE = """address => new Promise((end, fail) => {
    const picture = new Image();
    picture.onload = () => end([picture.naturalWidth, picture.naturalHeight]);
    picture.onerror = fail;
    picture.src = address;
})"""


def open_in_every_way(desk: Any, address: str) -> None:
    """As a script, a picture, a frame, an object of a page of ours, and as a page of its own."""
    other = desk.context.new_page()  # its refusals in the console are what we want
    other.on("dialog", lambda said: (desk.dialogs.append(said.message), said.dismiss()))
    other.goto(desk.evidence)
    other.evaluate(EMBED, address)
    desk.dialogs += [found for found in (other.evaluate("window.ran"),) if found]
    try:
        other.goto(address)
    except Exception as error:  # Playwright's own way to say that a page is a download
        if "Download is starting" not in str(error):
            raise
    assert other.title() != "ran"
    other.close()


def test_a_photograph_is_shown_upright_and_tells_no_place(desk: Any, look: Callable[..., None]) -> None:
    photos = {
        "anh.jpg": samples.jpeg(extra=segment(0xE1, EXIF)),
        "anh.png": samples.png(3, 2, extra=chunk(b"eXIf", samples.exif())),
        "anh.webp": samples.webp((b"EXIF", samples.exif())),
    }
    sizes = {}
    for name, content in photos.items():
        hand_in(desk, name, content)
        desk.get_by_text("đã bỏ thông tin vị trí").first.wait_for()
        stored = StoredFile.objects.latest("pk")
        assert b"place" not in queries.read_bytes(stored)
        sizes[name] = desk.evaluate(MEASURE, reverse("documents:file_picture", args=[stored.pk]))
    assert desk.get_by_text("đã bỏ thông tin vị trí").count() >= 3
    assert sizes["anh.jpg"] == [8, 16]  # taken 16 by 8, held on its side
    assert sizes.keys() == photos.keys()
    look(desk, "desk_evidence_cleaned", "Minh chứng")
