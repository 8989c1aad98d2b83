"""What must not be in a form: programs, objects, data from elsewhere, bombs, strange XML. And true ones that must pass."""

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import docx
import pytest

from tests.outgoing import samples
from tests.outgoing.samples import refusal, related, sheet, word
from thidua.core import apart
from thidua.outgoing import errors, forms_apart
from thidua.outgoing.filling import packages

PLAIN = word("{{ CT1.ten }}")
BOOK = sheet({"A1": "{{ CT1.ten }}"})
BOOK_RELS = "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize("content", [PLAIN, BOOK])
def test_plain_forms_pass(content: bytes) -> None:
    assert refusal(content) == ""


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("image", "http://evil.example/a.png"),
        ("attachedTemplate", "file:///c:/x.dotm"),
        ("oleObject", "http://evil.example/x"),
        ("frame", "http://evil.example/x"),
        ("hyperlink", "file://server/share"),
        ("hyperlink", "\\\\server\\share"),
        ("hyperlink", "javascript:alert(1)"),
        ("subDocument", "x.docx"),
    ],
)
def test_what_comes_from_elsewhere_is_refused(kind: str, target: str) -> None:
    assert refusal(related(PLAIN, kind, target, outside=True)) != ""


@pytest.mark.parametrize("target", ["https://haiphong.gov.vn", "mailto:ubnd@haiphong.gov.vn"])
def test_links_to_the_web_may_stay(target: str) -> None:
    assert refusal(related(PLAIN, "hyperlink", target, outside=True)) == ""


@pytest.mark.parametrize(
    "kind", ["oleObject", "package", "control", "aFChunk", "vbaProject", "externalLink", "connections"]
)
def test_things_that_run_or_fetch_are_refused_inside_too(kind: str) -> None:
    assert "không dùng được trong mẫu" in refusal(related(PLAIN, kind, "x.bin"))
    assert "không dùng được trong mẫu" in refusal(related(BOOK, kind, "x.bin", of=BOOK_RELS))


@pytest.mark.parametrize(
    "name", ["word/vbaProject.bin", "word/embeddings/o.bin", "word/activeX/a.xml", "customUI/customUI.xml"]
)
def test_programs_are_refused_under_any_relationship(name: str) -> None:
    assert refusal(samples.changed(PLAIN, {name: b"<a/>"})) != ""


def test_a_macro_file_called_docx() -> None:
    kinds = samples.part_of(PLAIN, "[Content_Types].xml").replace(
        b"document.main+xml", b"document.macroEnabled.main+xml"
    )
    assert refusal(samples.changed(PLAIN, {"[Content_Types].xml": kinds})) != ""


FIELD = (
    b'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>%s</w:instrText></w:r>'
    b'<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)


@pytest.mark.parametrize(
    "said",
    [
        b'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
        b'INCLUDEPICTURE "http://x/a.png"',
        b'INCLUDETEXT "c:/x"',
        b"MACROBUTTON x y",
        b'DD</w:instrText></w:r><w:r><w:instrText>E c:/x "y"',
        b"QUOTE 68 68 69",
        b'HYPERLINK "file://server/x"',
    ],
)
def test_fields_of_word_that_fetch_or_run_are_refused(said: bytes) -> None:
    assert "mã trường" in refusal(samples.changed(PLAIN, end=(b"</w:p>", FIELD % said)))


@pytest.mark.parametrize(
    "said", [b"PAGE", b"NUMPAGES \\* MERGEFORMAT", b'HYPERLINK "https://x.vn"', b'HYPERLINK \\l "muc1"', b""]
)
def test_fields_that_count_may_stay(said: bytes) -> None:
    assert refusal(samples.changed(PLAIN, end=(b"</w:p>", FIELD % said))) == ""


def test_pictures_named_in_the_text_by_an_address() -> None:
    picture = b'<w:r><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml" src="http://x/a.png"/></w:pict></w:r></w:p>'
    assert refusal(samples.changed(PLAIN, end=(b"</w:p>", picture))) == packages.ELSEWHERE


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "docProps/core.xml"])
def test_document_types_are_refused(name: str) -> None:
    body = samples.part_of(PLAIN, name)
    start = body.index(b"?>") + 2
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert refusal(samples.changed(PLAIN, {name: body[:start] + bomb + body[start:]})) == packages.STRANGE_XML


def test_other_encodings_are_refused() -> None:
    body = samples.part_of(PLAIN, "word/styles.xml").decode()
    told = body.replace("UTF-8", "UTF-16").encode("utf-16")
    assert refusal(samples.changed(PLAIN, {"word/styles.xml": told})) == packages.STRANGE_XML


def test_strict_files_are_refused_by_name() -> None:
    body = samples.part_of(PLAIN, "word/document.xml").replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert refusal(samples.changed(PLAIN, {"word/document.xml": body})) == packages.STRICT


def test_bombs_are_refused_by_the_directory() -> None:
    assert "có thể gây hại" in refusal(
        samples.changed(PLAIN, {"word/x.xml": b"<a>" + b" " * 50_000_000 + b"</a>"})
    )


@pytest.mark.parametrize(
    "content", [b"", b"x" * 100, b"%PDF-1.7\n%%EOF", PLAIN[:-30], b"PK\x03\x04" + b"\0" * 40]
)
def test_what_is_no_office_file_is_refused(content: bytes) -> None:
    assert refusal(content).endswith(".")


def test_names_that_lead_elsewhere() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../x", b"")
        archive.writestr("word/document.xml", b"<a/>")
        archive.writestr("[Content_Types].xml", b"<a/>")
    assert "có thể gây hại" in refusal(out.getvalue())


def test_the_process_of_its_own_tells_the_same() -> None:
    looked = forms_apart.look_at(PLAIN)
    assert (looked.suffix, looked.names, looked.problems) == (".docx", ["ct1.ten"], ())
    filled = forms_apart.fill(PLAIN, samples.VALUES, blank="…")
    assert samples.texts(filled.content) == ["Trực tuyến"]
    with pytest.raises(errors.FormRefused, match="hoặc Excel"):
        forms_apart.look_at(b"%PDF-1.7\n%%EOF startxref")


def test_a_form_too_large_is_not_even_sent_there() -> None:
    with pytest.raises(errors.FormTooLarge):
        forms_apart.look_at(b"x" * (5 * 1024**2 + 1))


@pytest.mark.parametrize(
    ("failure", "refused"), [(apart.TooHeavy, errors.FormTooHeavy), (apart.Busy, errors.ReadersBusy)]
)
def test_a_process_that_gives_no_answer(
    failure: type[Exception], refused: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(apart, "read_apart", fail)
    with pytest.raises(refused):
        forms_apart.look_at(PLAIN)


def test_loops_in_loops_end_by_their_bound_or_by_the_clock() -> None:
    rows = [{"ten": "x" * 200} for _ in range(140)]
    many = word(
        "{% for a in ds %}", "{% for b in ds %}", "{{ a.ten }}{{ b.ten }}", "{% endfor %}", "{% endfor %}"
    )
    with pytest.raises(errors.FormRefused):
        forms_apart.fill(many, {"ds": [*rows, *rows]}, blank="")


@pytest.fixture(scope="module")
def by_libreoffice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same form saved by another program; skipped where there is none."""
    folder = tmp_path_factory.mktemp("office")
    source = folder / "mau.docx"
    rows = [["{% for x in don_vi %}{{ x.ten }}", "{{ x.CT1.tu_so }}{% endfor %}"]]
    source.write_bytes(word("Kết quả {{ CT1.ty_le }} %", rows=rows, header="{{ phuong.ten }}"))
    into = folder / "out"
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "docx:Office Open XML Text",
    ]
    try:
        subprocess.run(
            [*command, "--outdir", str(into), str(source)], check=True, capture_output=True, timeout=120
        )
    except (OSError, subprocess.SubprocessError):
        pytest.skip("no LibreOffice here")
    return Path(into / "mau.docx").read_bytes()


def test_a_form_saved_by_libreoffice(by_libreoffice: bytes) -> None:
    made = samples.filled(by_libreoffice)
    assert samples.texts(made) == ["Kết quả 85,11 %", "Tổ 1", "12", "Tổ 2", "chưa có số liệu"]
    assert docx.Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text == "phường Nam Đồng"


def test_the_process_loads_nothing_of_the_framework() -> None:
    code = "import sys, json; import thidua.outgoing.filling.child; print(json.dumps(sorted(sys.modules)))"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert not {"django", "docx", "sqlite3"} & {name.partition(".")[0] for name in json.loads(told)}
