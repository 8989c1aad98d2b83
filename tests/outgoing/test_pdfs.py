"""The PDF of a paper: asked for, made by a job in a room without network and data, kept once; what happens where it cannot be."""

import re
import shutil
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pypdfium2
import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.outgoing import samples
from thidua.core.errors import Refused
from thidua.documents.examining import examine
from thidua.org import queries as org_queries
from thidua.outgoing import actions, errors, jobs, office, office_room
from thidua.outgoing.models import OutgoingPaper

AT = make_outgoing.AT
LATER = AT + timedelta(minutes=11)


def can_make_a_room() -> bool:
    with tempfile.TemporaryDirectory() as folder:
        return office.in_room([sys.executable, "-c", ""], folder) == 0


needs_room = pytest.mark.skipif(not can_make_a_room(), reason="the kernel allows no namespaces here")
needs_office = pytest.mark.skipif(not office.program(), reason="no LibreOffice here")


@pytest.fixture
def here(db: None) -> make.Ward:
    return make.ward(units=1, indicators=1)


@pytest.fixture
def paper(here: make.Ward) -> OutgoingPaper:
    return make_outgoing.paper_in(here.commune, here.period)


@pytest.fixture
def office_stands_by() -> object:
    with mock.patch.object(office, "program", return_value="/usr/bin/soffice") as stands_by:
        yield stands_by


def ask(here: make.Ward, paper: OutgoingPaper, at: object = AT) -> OutgoingPaper:
    return actions.ask_pdf(paper, by=here.actor("standing_body"), at=at)  # type: ignore[arg-type]


# ---- the room


def said_in_room(code: str, folder: Path, *, timeout: float = 20) -> tuple[int | None, str]:
    told = folder / "told"
    with told.open("w") as out:
        ended = office.in_room([sys.executable, "-c", code], str(folder), stdout=out, timeout=timeout)
    return ended, told.read_text().strip()


@needs_room
def test_in_the_room_data_and_secrets_are_not_there(
    tmp_path: Path, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, secret, room = tmp_path / "data", tmp_path / "secret", tmp_path / "room"
    for folder in (data, room):
        folder.mkdir()
    data.joinpath("thidua.sqlite3").write_text("số liệu")
    secret.write_text("khóa")
    settings.DATA = data  # type: ignore[attr-defined]
    monkeypatch.setenv("THIDUA_SECRET_KEY_FILE", str(secret))
    monkeypatch.setenv("THIDUA_MAIL_PASSWORD", "mật khẩu")
    code = f"import os; print(os.listdir({str(data)!r}), open({str(secret)!r}).read(), sorted(os.environ))"
    ended, told = said_in_room(code, room)
    names = ["HOME", "LANG", "PATH", "TMPDIR", "TZ"]
    assert (ended, told.replace("'LC_CTYPE', ", "")) == (0, f"[]  {names}")


@needs_room
@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9), 2)",
        "import socket; socket.create_connection(('192.0.2.1', 80), 2)",
        "open('/tmp/thidua-was-here', 'w')",
        "import pathlib; (pathlib.Path.cwd().parent / 'beside').touch()",
        "open('/proc/1/environ').read() and open('/proc/1/mem').read()",
        "bytearray(3 * 1024 ** 3)",
        "open('big', 'wb').write(bytes(65 * 1024 ** 2))",
    ],
)
def test_in_the_room_nothing_is_reached_and_nothing_written_elsewhere(code: str, tmp_path: Path) -> None:
    ended, _ = said_in_room(code, tmp_path)
    assert ended not in (0, None, office_room.NO_ROOM)


@needs_room
def test_in_the_room_nobody_can_take_a_cover_off_or_gain_the_right_to(
    tmp_path: Path, settings: object
) -> None:
    data, room = tmp_path / "data", tmp_path / "room"
    for folder in (data, room):
        folder.mkdir()
    data.joinpath("thidua.sqlite3").write_text("số liệu")
    settings.DATA = data  # type: ignore[attr-defined]
    code = (
        "import ctypes, os; libc = ctypes.CDLL(None);"
        f"uncover = lambda: libc.umount2({str(data)!r}.encode(), 2);"
        "everything = 0x10000000 | 0x00020000;"  # CLONE_NEWUSER | CLONE_NEWNS
        f"print(uncover(), libc.unshare(everything) and 0, uncover(), os.listdir({str(data)!r}))"
    )
    assert said_in_room(code, room) == (0, "-1 0 -1 []")


@needs_room
def test_what_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time; print('begun', flush=True);"
        "subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])"
    )
    assert said_in_room(code, tmp_path, timeout=3) == (None, "begun")


def test_without_a_room_nothing_is_run(tmp_path: Path) -> None:
    with mock.patch.object(office, "ROOM", ("--no-such-room",)):
        ended, told = said_in_room("print('run')", tmp_path)
    assert (ended, told) == (office_room.NO_ROOM, "")


@needs_room
def test_the_room_is_left_where_something_cannot_be_hidden(tmp_path: Path) -> None:
    nowhere = [str(tmp_path / "nowhere")]
    with mock.patch.object(office, "_hidden", return_value=nowhere):
        assert said_in_room("print('run')", tmp_path) == (office_room.NO_ROOM, "")


# ---- LibreOffice


@needs_room
@needs_office
def test_a_filled_form_becomes_a_pdf_with_its_letters() -> None:
    made = office.to_pdf(samples.word("Kết quả tháng: 85,11 %, đạt chỉ tiêu"), ".docx")
    text = pypdfium2.PdfDocument(made)[0].get_textpage().get_text_range()
    assert "Kết quả tháng: 85,11 %, đạt chỉ tiêu" in text


@needs_room
@needs_office
def test_a_file_that_is_none_is_refused_with_a_sentence() -> None:
    with pytest.raises(errors.PdfNotMade, match="không mở được tệp này"):
        office.to_pdf(b"PK\x03\x04", ".docx")


def test_a_program_that_makes_nothing_is_refused(tmp_path: Path) -> None:
    with (
        mock.patch.object(office, "program", return_value=shutil.which("true") or "/bin/true"),
        mock.patch.object(office, "in_room", return_value=0),
        pytest.raises(errors.PdfNotMade),
    ):
        office.to_pdf(b"x", ".docx")


@pytest.mark.parametrize(
    ("ended", "sentence"), [(None, "lâu quá mức"), (office_room.NO_ROOM, "không cho tách riêng")]
)
def test_why_there_is_no_pdf_is_said(ended: int | None, sentence: str) -> None:
    with (
        mock.patch.object(office, "program", return_value="/bin/true"),
        mock.patch.object(office, "in_room", return_value=ended),
        pytest.raises(errors.PdfNotMade, match=sentence),
    ):
        office.to_pdf(b"x", ".docx")


@pytest.mark.parametrize("said", ["", "0", "no-such-office"])
def test_switched_off_or_not_there(said: str, settings: object) -> None:
    settings.OFFICE = said  # type: ignore[attr-defined]
    assert office.program() == ""
    with pytest.raises(errors.OfficeMissing):
        office.to_pdf(b"x", ".docx")


# ---- deeds and the job


def test_ask_pdf_where_there_is_no_office(here: make.Ward, paper: OutgoingPaper) -> None:
    with mock.patch.object(office, "program", return_value=""), pytest.raises(errors.OfficeMissing):
        ask(here, paper)


@pytest.mark.usefixtures("office_stands_by")
def test_ask_pdf_twice_is_underway_until_the_job_must_have_been_broken_off(
    here: make.Ward, paper: OutgoingPaper
) -> None:
    ask(here, paper)
    with pytest.raises(errors.PdfUnderway):
        ask(here, paper, AT + timedelta(minutes=9))
    assert ask(here, paper, LATER).pdf_asked_at == LATER


@pytest.mark.usefixtures("office_stands_by")
def test_ask_pdf_of_one_that_has_it_or_was_discarded_is_refused(here: make.Ward) -> None:
    printed = make_outgoing.printed_in(here.commune, here.period)
    gone = make_outgoing.paper_in(here.commune, here.period)
    actions.discard_paper(gone, reason="Lập nhầm.", by=here.actor("standing_body"), at=AT)
    for paper in (printed, gone):
        with pytest.raises(Refused):
            ask(here, paper)


@pytest.mark.usefixtures("office_stands_by")
def test_keep_pdf_keeps_it_once_and_only_a_pdf(here: make.Ward, paper: OutgoingPaper) -> None:
    by = org_queries.system_actor(here.commune)
    ask(here, paper)
    with pytest.raises(errors.PdfNotMade):
        actions.keep_pdf(paper, pdf=examine(b"a,b\n1,2\n", name="a.csv"), by=by, at=AT)
    made = samples_pdf()
    actions.keep_pdf(paper, pdf=examine(made, name="giay.pdf"), by=by, at=AT)
    assert (paper.pdf is not None, paper.pdf_refusal) == (True, "")
    with pytest.raises(Refused):
        actions.keep_pdf(paper, pdf=examine(made, name="giay.pdf"), by=by, at=AT)
    with pytest.raises(Refused):
        actions.note_no_pdf(paper, reason="muộn", by=by, at=AT)


def samples_pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    with tempfile.TemporaryFile() as file:
        document.save(file)
        file.seek(0)
        return file.read()


@pytest.mark.usefixtures("office_stands_by")
def test_the_job_keeps_what_was_made(here: make.Ward, paper: OutgoingPaper) -> None:
    ask(here, paper)
    with mock.patch.object(office, "to_pdf", return_value=samples_pdf()):
        assert jobs.print_paper.func(paper.pk) is True
    paper.refresh_from_db()
    assert paper.pdf is not None
    assert (paper.pdf.content_type, paper.pdf.name.endswith(".pdf")) == ("application/pdf", True)
    assert jobs.print_paper.func(paper.pk) is False


@pytest.mark.usefixtures("office_stands_by")
def test_the_job_notes_why_there_is_none(here: make.Ward, paper: OutgoingPaper) -> None:
    ask(here, paper)
    for made in (b"<html><script>x</script></html>", b"%PDF-1.7 torn"):
        with mock.patch.object(office, "to_pdf", return_value=made):
            assert jobs.print_paper.func(paper.pk) is False
    paper.refresh_from_db()
    assert (paper.pdf, paper.pdf_refusal != "") == (None, True)


@pytest.mark.usefixtures("office_stands_by")
def test_a_job_that_breaks_says_so_on_the_paper(here: make.Ward, paper: OutgoingPaper) -> None:
    ask(here, paper)
    with mock.patch.object(office, "to_pdf", side_effect=RuntimeError), pytest.raises(RuntimeError):
        jobs.print_paper.func(paper.pk)
    paper.refresh_from_db()
    assert paper.pdf_refusal == "Không lập được bản PDF từ tệp này."


def test_the_job_does_nothing_for_a_paper_that_nobody_asked_for(paper: OutgoingPaper) -> None:
    assert jobs.print_paper.func(paper.pk) is False


# ---- pages


def shown(client: Client, paper: OutgoingPaper) -> str:
    return client.get(reverse("outgoing:paper_show", args=[paper.pk])).content.decode()


def test_pdf_ask_and_pdf_download(
    here: make.Ward, paper: OutgoingPaper, client: Client, office_stands_by: object
) -> None:
    client.force_login(here.person("standing_body"))
    assert "Lập bản PDF</button>" in shown(client, paper)
    with mock.patch.object(jobs, "print_paper") as job:
        for _ in range(2):
            client.post(reverse("outgoing:pdf_ask", args=[paper.pk]))
    assert job.enqueue.call_args_list == [mock.call(paper.pk)]
    assert "Đang lập bản PDF, thường xong trong một phút." in shown(client, paper)
    download = reverse("outgoing:pdf_download", args=[paper.pk])
    assert client.get(download).status_code == 404
    with mock.patch.object(office, "to_pdf", return_value=samples_pdf()):
        jobs.print_paper.func(paper.pk)
    answer = client.get(download)
    assert (answer["Content-Type"], answer["Content-Disposition"].startswith("attachment")) == (
        "application/pdf",
        True,
    )
    assert ("Tải bản PDF" in shown(client, paper), "Lập bản PDF</button>" in shown(client, paper)) == (
        True,
        False,
    )


def test_the_button_is_believed_when_a_browser_presses_it(
    here: make.Ward, paper: OutgoingPaper, office_stands_by: object
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(here.person("standing_body"))
    _, _, form = shown(strict, paper).partition(reverse("outgoing:pdf_ask", args=[paper.pk]))
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.partition("</form>")[0])
    assert found is not None
    with mock.patch.object(jobs, "print_paper"):
        answer = strict.post(reverse("outgoing:pdf_ask", args=[paper.pk]), {"csrfmiddlewaretoken": found[1]})
    assert answer.status_code == 303


def test_where_there_is_no_office_the_page_says_what_to_do(
    here: make.Ward, paper: OutgoingPaper, client: Client
) -> None:
    client.force_login(here.person("standing_body"))
    with mock.patch.object(office, "program", return_value=""):
        page = shown(client, paper)
        client.post(reverse("outgoing:pdf_ask", args=[paper.pk]))
    paper.refresh_from_db()
    assert ("Máy chủ chưa có LibreOffice" in page, "Lập bản PDF</button>" in page) == (True, False)
    assert paper.pdf_asked_at is None


def test_the_reason_of_the_last_try_is_said(
    here: make.Ward, paper: OutgoingPaper, client: Client, office_stands_by: object
) -> None:
    ask(here, paper)
    actions.note_no_pdf(paper, reason="Tệp lạ.", by=org_queries.system_actor(here.commune), at=AT)
    client.force_login(here.person("standing_body"))
    page = shown(client, paper)
    assert ("Lần trước chưa lập được: Tệp lạ." in page, "Lập lại bản PDF</button>" in page) == (True, True)


def test_who_may_only_look_is_offered_no_pdf_to_be_made(
    here: make.Ward, paper: OutgoingPaper, client: Client, office_stands_by: object
) -> None:
    client.force_login(here.person("overseer"))
    assert "Lập bản PDF" not in shown(client, paper)
