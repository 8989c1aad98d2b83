"""`verify_reports`: record, rows, results, kept files and the book of deeds are held against each other."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command

from tests.composing.periods import filled
from tests.factories import composing as make_accounts
from tests.factories import reporting as make
from thidua.composing import queries
from thidua.composing.models import PeriodReport
from thidua.core.models import AuditEvent
from thidua.documents import vault
from thidua.documents.models import StoredFile
from thidua.reporting import proof

pytestmark = pytest.mark.django_db
AT = make_accounts.AT


@pytest.fixture
def report(set_clock: Callable[[datetime], None]) -> PeriodReport:
    set_clock(AT)
    here = make.ward(units=1, indicators=1)
    filled(here.period, here.units[0], 40)
    return make_accounts.issued(here)


def faults() -> list[str]:
    return queries.faults_of(PeriodReport.objects.get())


def test_what_was_issued_agrees_with_its_files_and_the_book(
    report: PeriodReport, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults() == []
    call_command("verify_reports")
    told = capsys.readouterr().out
    assert f"{report}, số {report.number_words}: khớp. SHA-256 {report.sha256}" in told
    assert "1 báo cáo đã ban hành, 0 chỗ không khớp." in told


def test_verify_reports_names_a_row_that_was_tampered_with(
    report: PeriodReport, capsys: pytest.CaptureFixture[str]
) -> None:
    report.parts.filter(key="next").update(text="Khác.")
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_reports", commune=report.commune_pk)
    assert f"{report}: phần “Phương hướng, nhiệm vụ” khác với bản lưu" in capsys.readouterr().out
    call_command("verify_reports", commune=report.commune_pk + 1)


def test_a_record_written_anew_with_its_hash_is_found_by_the_book(report: PeriodReport) -> None:
    other = report.record.replace("Tháng 10/2026", "Tháng 9/2026", 1)
    PeriodReport.objects.update(record=other, sha256=proof.digest(other))
    assert "mã kiểm của bản lưu khác với mã ghi trong nhật ký" in faults()


def test_a_record_that_is_none_is_told(report: PeriodReport) -> None:
    PeriodReport.objects.update(record="{}")
    assert faults()[0] == "bản lưu không đọc được"


@pytest.mark.parametrize(("form", "name"), [("pdf", "PDF"), ("docx", "Word")])
def test_a_kept_file_with_other_bytes_is_found(report: PeriodReport, form: str, name: str) -> None:
    kept: StoredFile = getattr(report, form)
    vault.path_of(kept.commune_id, kept.sha256).write_bytes(b"khac")
    assert faults() == [f"tệp {name} đã lưu bị hỏng hoặc khác mã kiểm"]


def test_another_file_in_the_place_of_the_kept_one_is_found(report: PeriodReport) -> None:
    PeriodReport.objects.update(pdf=report.docx)
    assert faults() == ["mã kiểm của tệp PDF khác với mã ghi trong nhật ký"]


def test_a_report_of_before_files_were_kept_has_none_to_compare(report: PeriodReport) -> None:
    PeriodReport.objects.update(pdf=None, docx=None)
    event = AuditEvent.objects.get(action="composing.issue_report")
    detail = {name: said for name, said in event.detail.items() if name not in {"pdf", "docx"}}
    AuditEvent.objects.filter(pk=event.pk).update(detail=detail)
    assert faults() == []


def test_an_issue_that_the_book_does_not_know_is_told(report: PeriodReport) -> None:
    AuditEvent.objects.filter(action="composing.issue_report").delete()
    assert faults() == ["nhật ký không có lần ban hành này"]
