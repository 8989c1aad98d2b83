"""Deeds with period reports: composed, written part by part, refreshed, issued and frozen, sent, recalled, replaced."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import docx
import pytest

from tests.clock import local
from tests.composing.periods import filled, opened
from tests.factories import composing as make_accounts
from tests.factories import reporting as make
from tests.reporting import deeds
from tests.sight import at_once
from thidua.composing import actions, errors, paper, queries, sights
from thidua.composing.enums import PartKey, ReportState, TextOrigin
from thidua.composing.models import Part, PartVersion, PeriodReport
from thidua.core.errors import Refused
from thidua.core.sight import Overtaken
from thidua.indicator.figures import Value
from thidua.reporting.calendars import Span
from thidua.reporting.models import Figure

pytestmark = pytest.mark.django_db
AT = make_accounts.AT
LATER = AT + timedelta(hours=3)


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    """Two units, one indicator: October approved for both, September too."""
    set_clock(AT)
    here = make.ward(units=2, indicators=1)
    make.add_target_line(here.movement, here.indicators[0], 80)
    for period, numerator in ((opened(here, Span.MONTH, 2026, 9), 30), (here.period, 40)):
        for unit in here.units:
            filled(period, unit, numerator)
    return here


def part_of(report: PeriodReport, key: str = PartKey.NEXT) -> Part:
    return report.parts.select_related("report__movement").get(key=key)


def change_a_figure(here: make.Ward) -> None:
    Figure.objects.filter(report__period=here.period, report__unit=here.units[0]).update(numerator=45)


def words_in(report: PeriodReport) -> str:
    word = docx.Document(io.BytesIO(paper.render(queries.sheet_of(report), "docx")))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(one.text for one in word.paragraphs), *cells])


def test_draft_report_begins_every_part_with_its_suggestion(here: make.Ward) -> None:
    report = make_accounts.drafted(here)
    parts = list(report.parts.order_by("position"))
    assert [one.key for one in parts] == PartKey.values
    assert {(one.origin, one.version) for one in parts} == {(TextOrigin.SUGGESTED, 1)}
    assert "80,00\u00a0% (80/100)" in parts[2].text
    assert "\n- " in parts[1].text
    assert report.charts == ["progress", "timeliness"]


def test_draft_report_is_one_at_a_time(here: make.Ward) -> None:
    make_accounts.drafted(here)
    with pytest.raises(errors.DraftWaits):
        make_accounts.drafted(here)


def test_draft_report_after_one_in_force_asks_for_a_replacement(here: make.Ward) -> None:
    make_accounts.issued(here)
    with pytest.raises(errors.NotInForce):
        make_accounts.drafted(here)


@pytest.mark.parametrize("key", ["month-2026-3", "interim-1", "nothing"])
def test_draft_report_of_a_time_without_periods_is_refused(here: make.Ward, key: str) -> None:
    with pytest.raises(errors.NoSuchTime):
        make_accounts.drafted(here, key=key)


def test_draft_report_of_another_commune_is_refused(here: make.Ward) -> None:
    stranger = make.ward().actor("standing_body")
    with pytest.raises(Refused):
        actions.draft_report(here.movement, key=make_accounts.KEY, by=stranger, at=AT)


def test_write_part_keeps_every_version_with_its_lines(here: make.Ward) -> None:
    part, by = part_of(make_accounts.drafted(here)), here.actor("standing_body")
    first = part.text
    actions.write_part(part, words="Một.\r\n- Hai\u00a0%.  \n", by=by, at=LATER)
    assert (part.text, part.origin, part.version) == ("Một.\n- Hai\u00a0%.", TextOrigin.WRITTEN, 2)
    held = list(part.versions.order_by("number").values_list("number", "text", "by"))
    assert held == [(1, first, by.user_id), (2, part.text, by.user_id)]


def test_write_part_over_what_somebody_else_wrote_meanwhile_is_shown_both(here: make.Ward) -> None:
    part, by = part_of(make_accounts.drafted(here)), here.actor("standing_body")
    seen = sights.PART.of(part, at=AT)
    actions.write_part(part_of(part.report), words="Của người khác.", by=by, at=LATER)
    with pytest.raises(Overtaken) as clash:
        actions.write_part(part, words="Của tôi.", seen=seen, by=by, at=LATER)
    told = {one.what: one.now for one in clash.value.compared}
    assert told["Lời của phần này"] == "Của người khác."
    assert PartVersion.objects.filter(text="Của tôi.").count() == 0


def test_writing_one_part_leaves_the_sight_of_another_alone(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    other = part_of(report, PartKey.SITUATION)
    seen = sights.PART.of(other, at=AT)
    actions.write_part(part_of(report), words="Khác.", by=by, at=LATER)
    actions.write_part(other, words="Tình hình.", seen=seen, by=by, at=LATER)
    assert other.version == 2


def test_carry_part_takes_the_words_of_the_month_before(here: make.Ward) -> None:
    by = here.actor("standing_body")
    earlier = make_accounts.drafted(here, key="month-2026-9")
    actions.write_part(part_of(earlier), words="- Lời tháng chín.", by=by, at=AT)
    with pytest.raises(errors.NothingToCarry):
        actions.carry_part(part_of(make_accounts.drafted(here)), by=by, at=LATER)
    actions.issue_report(earlier, number="7", symbol="BC-UBND", issued_on=AT.date(), by=by, at=AT)
    part = part_of(PeriodReport.objects.get(key=make_accounts.KEY))
    actions.carry_part(part, by=by, at=LATER)
    assert (part.text, part.origin) == ("- Lời tháng chín.", TextOrigin.CARRIED)


def test_refresh_report_moves_suggestions_and_leaves_what_people_wrote(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    results, written = part_of(report, PartKey.RESULTS), part_of(report, PartKey.QUALITY)
    actions.write_part(written, words="Tốt.", by=by, at=AT)
    change_a_figure(here)
    now = queries.facts_now(report, at=LATER)
    assert now is not None
    assert next((one.then, one.now) for one in queries.changes_since(report, now)) == (
        "80,00\u00a0% (80/100)",
        "85,00\u00a0% (85/100)",
    )
    actions.refresh_report(report, by=by, at=LATER)
    assert "85,00\u00a0% (85/100)" in part_of(report, PartKey.RESULTS).text
    assert part_of(report, PartKey.RESULTS).version == results.version + 1
    assert part_of(report, PartKey.QUALITY).text == "Tốt."
    assert queries.changes_since(report, now) == []


def test_a_written_part_says_which_figures_moved_until_it_is_kept_or_put_back(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    actions.write_part(part_of(report, PartKey.RESULTS), words="Đạt 80 %.", by=by, at=AT)
    change_a_figure(here)
    actions.refresh_report(report, by=by, at=LATER)

    def moved() -> list[str]:
        shown = queries.parts_shown(report, report.told)
        return [one.part.key for one in shown if one.moved]

    assert moved() == [PartKey.RESULTS]
    actions.keep_part(part_of(report, PartKey.RESULTS), by=by, at=LATER)
    assert (moved(), part_of(report, PartKey.RESULTS).text) == ([], "Đạt 80 %.")
    actions.reset_part(part_of(report, PartKey.RESULTS), by=by, at=LATER)
    assert "85,00\u00a0%" in part_of(report, PartKey.RESULTS).text


def test_choose_charts_keeps_the_order_and_refuses_what_cannot_be_drawn(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    actions.choose_charts(report, charts=["before", "progress"], by=by, at=AT)
    assert PeriodReport.objects.get().charts == ["before", "progress"]
    with pytest.raises(errors.UnknownChart):
        actions.choose_charts(report, charts=["trend:CT999"], by=by, at=AT)


def issue(report: PeriodReport, here: make.Ward, **typed: Any) -> PeriodReport:
    given = {"number": "12", "symbol": "BC-UBND", "issued_on": AT.date(), "at": LATER} | typed
    return actions.issue_report(report, by=here.actor("standing_body"), **given)


def test_issue_report_freezes_words_inputs_and_hash(here: make.Ward) -> None:
    report = issue(make_accounts.drafted(here), here)
    before = {form: paper.render(queries.sheet_of(report), form) for form in ("docx", "pdf")}
    change_a_figure(here)
    report = PeriodReport.objects.get(pk=report.pk)
    assert (report.state, report.number_words) == (ReportState.ISSUED, "12/BC-UBND")
    assert {form: paper.render(queries.sheet_of(report), form) for form in before} == before
    assert queries.mismatches_in(report) == []
    now = queries.facts_now(report, at=LATER)
    assert now is not None
    assert "80,00\u00a0% (80/100)" in {one.then for one in queries.changes_since(report, now)}


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (
            lambda report: report.parts.filter(key="next").update(text="Khác."),
            "phần “Phương hướng, nhiệm vụ” khác với bản lưu",
        ),
        (
            lambda report: PeriodReport.objects.update(record=report.record.replace('"40"', '"41"', 1)),
            "bản lưu khác với mã kiểm lúc ban hành",
        ),
        (
            lambda report: PeriodReport.objects.update(document_number="13"),
            "số, ngày văn bản khác với bản lưu",
        ),
    ],
)
def test_what_was_issued_proves_itself(
    here: make.Ward, spoil: Callable[[PeriodReport], object], sentence: str
) -> None:
    report = issue(make_accounts.drafted(here), here)
    spoil(report)
    assert sentence in queries.mismatches_in(PeriodReport.objects.get(pk=report.pk))


def test_a_result_that_its_inputs_do_not_come_to_is_named(here: make.Ward) -> None:
    report = issue(make_accounts.drafted(here), here)
    PeriodReport.objects.update(record=report.record.replace('"numerator":"40"', '"numerator":"39"', 1))
    code = here.indicators[0].code
    assert f"{code}: kết quả không khớp số liệu từng đơn vị" in queries.mismatches_in(
        PeriodReport.objects.get()
    )


def test_issue_report_needs_the_figures_that_stand_now(here: make.Ward) -> None:
    report = make_accounts.drafted(here)
    change_a_figure(here)
    with pytest.raises(errors.FiguresMoved):
        issue(report, here)


def test_issue_report_asks_to_look_at_parts_written_over_other_figures(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    actions.write_part(part_of(report, PartKey.RESULTS), words="Đạt 80 %.", by=by, at=AT)
    change_a_figure(here)
    actions.refresh_report(report, by=by, at=AT)
    with pytest.raises(errors.PartsToReview):
        issue(report, here)
    assert issue(report, here, reviewed=True).state == ReportState.ISSUED


@pytest.mark.parametrize(
    ("day", "refusal"),
    [(date(2026, 11, 3), errors.IssuedAhead), (date(2026, 11, 1), errors.IssuedTooEarly)],
)
def test_issue_report_needs_a_day_from_its_figures_to_today(
    here: make.Ward, day: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        issue(make_accounts.drafted(here), here, issued_on=day)


def test_issue_report_gives_a_number_once_a_year(here: make.Ward) -> None:
    issue(make_accounts.drafted(here, key="month-2026-9"), here)
    with pytest.raises(errors.NumberTaken):
        issue(make_accounts.drafted(here), here)


def test_nothing_of_an_issued_report_is_written_any_more(here: make.Ward) -> None:
    report, by = issue(make_accounts.drafted(here), here), here.actor("standing_body")
    with pytest.raises(Refused):
        actions.write_part(part_of(report), words="Thêm.", by=by, at=LATER)
    with pytest.raises(Refused):
        actions.choose_charts(report, charts=[], by=by, at=LATER)
    with pytest.raises(Refused):
        actions.refresh_report(report, by=by, at=LATER)


def test_a_leader_reads_and_does_not_write(here: make.Ward) -> None:
    with pytest.raises(Refused):
        actions.write_part(part_of(make_accounts.drafted(here)), words="Tôi.", by=here.actor("leader"), at=AT)


def test_send_report_keeps_to_whom_and_when(here: make.Ward) -> None:
    report, by = issue(make_accounts.drafted(here), here), here.actor("standing_body")
    sent = actions.send_report(report, to="Sở", way="mail", on=AT.date(), by=by, at=LATER)
    assert list(report.sendings.values_list("to", "way", "sent_on")) == [("Sở", "mail", sent.sent_on)]
    with pytest.raises(errors.SentBeforeIssued):
        actions.send_report(report, to="Sở", way="mail", on=date(2026, 11, 1), by=by, at=LATER)
    with pytest.raises(errors.ReceiverMissing):
        actions.send_report(report, to="  ", way="mail", on=AT.date(), by=by, at=LATER)


def test_a_draft_is_not_sent(here: make.Ward) -> None:
    with pytest.raises(Refused):
        actions.send_report(
            make_accounts.drafted(here),
            to="Sở",
            way="mail",
            on=AT.date(),
            by=here.actor("standing_body"),
            at=AT,
        )


def test_recall_report_needs_a_reason_and_keeps_what_was_issued(here: make.Ward) -> None:
    report, by = issue(make_accounts.drafted(here), here), here.actor("standing_body")
    with pytest.raises(errors.ReasonMissing):
        actions.recall_report(report, reason=" ", by=by, at=LATER)
    actions.recall_report(report, reason="Nhầm số.", by=by, at=LATER)
    assert (report.state, report.close_reason) == (ReportState.RECALLED, "Nhầm số.")
    assert queries.mismatches_in(report) == []
    assert make_accounts.drafted(here).number == 2


def test_replace_report_begins_with_the_words_and_todays_figures(here: make.Ward) -> None:
    report, by = make_accounts.drafted(here), here.actor("standing_body")
    actions.write_part(part_of(report), words="- Lời riêng.", by=by, at=AT)
    issue(report, here)
    change_a_figure(here)
    made = actions.replace_report(report, reason="Đính chính.", by=by, at=LATER)
    assert (made.number, made.replaces_id, made.reason) == (2, report.pk, "Đính chính.")
    assert part_of(made).text == "- Lời riêng."
    assert "85,00\u00a0%" in part_of(made, PartKey.RESULTS).text
    issue(made, here, number="13")
    assert PeriodReport.objects.get(pk=report.pk).state == ReportState.RECALLED


def test_discard_report_keeps_the_draft_to_be_read(here: make.Ward) -> None:
    report = make_accounts.drafted(here)
    actions.discard_report(report, reason="Lập nhầm.", by=here.actor("standing_body"), at=LATER)
    assert (report.state, report.parts.count()) == (ReportState.DISCARDED, 7)


def test_the_word_file_says_number_day_missing_and_sources(here: make.Ward) -> None:
    other = make.new_indicator()
    report = here.period.reports.get(unit=here.units[0])
    Figure.objects.create(report=report, indicator=other, definition=make.definition_of(other), position=99)
    Figure.objects.filter(indicator=other).update(return_reason="Thiếu.")
    said = words_in(issue(make_accounts.drafted(here), here))
    assert "Số: 12/BC-UBND" in said
    assert "ngày 02 tháng 11 năm 2026" in said
    assert f"{other.name} ({other.code}): chưa có số liệu." in said
    assert "Tháng 10/2026; cách tính A, bản 1; 2 đơn vị đã duyệt; chưa công bố" in said
    assert "+20,00 điểm\u00a0%" in said
    assert "Mã kiểm của báo cáo (SHA-256)" in said
    assert said.index("Trên đây là báo cáo") < said.index("NGUỒN CỦA SỐ LIỆU") < said.index("Nhật ký có")
    assert "(Kèm theo Báo cáo số 12/BC-UBND ngày 02 tháng 11 năm 2026 của" in said


def test_a_figure_put_right_after_the_lock_shows_as_a_change(here: make.Ward) -> None:
    deeds.lock(here)
    report = issue(make_accounts.drafted(here), here)
    figure = here.figures()[0]
    deeds.revise(here, figure, Value(20, 50))
    now = queries.facts_now(report, at=local(2026, 11, 5))
    assert now is not None
    assert f"{here.indicators[0].code}: Tháng 10/2026" in {
        one.what for one in queries.changes_since(report, now)
    }


@pytest.mark.django_db(transaction=True)
def test_two_who_write_the_same_part_at_once_do_not_lose_a_word(here: make.Ward) -> None:
    part, by = part_of(make_accounts.drafted(here)), here.actor("standing_body")
    seen = sights.PART.of(part, at=AT)

    def write(words: str) -> Callable[[], object]:
        return lambda: actions.write_part(
            Part.objects.select_related("report__movement").get(pk=part.pk),
            words=words,
            seen=seen,
            by=by,
            at=LATER,
        )

    assert at_once(write("Một."), write("Hai.")) == ["Overtaken", "done"]
    assert PartVersion.objects.filter(part=part).count() == 2
