"""What those who judge a report, a figure or a period have seen of it: compared when they act (core/sight.py)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from thidua.core import formatting
from thidua.core.sight import About, Look, Rows, Sight, mark_of
from thidua.indicator import figures
from thidua.indicator.figures import Kind, Value
from thidua.movement.models import Criterion
from thidua.reporting import freezing
from thidua.reporting.enums import ReportState
from thidua.reporting.models import Figure, Period, Publication, PublishedFigure, Report
from thidua.reporting.queries.checks import parts_of
from thidua.reporting.queries.levels import levels_of

DONE = {ReportState.VERIFIED, ReportState.LOCKED}
KEPT, UNCHECKED, UNSENT = "đạt", "chưa kiểm tra xong", "chưa gửi"


def report_sight(report: Report, held: Iterable[Figure], *, at: datetime) -> Sight:
    """A report on a page that has its figures at hand."""
    return Sight(REPORT.mark(report), _report_rows(report, held), at)


def _report_mark(report: Report) -> str:
    return mark_of(report.state, report.version, report.closed_at)


def _report_rows(report: Report, held: Iterable[Figure]) -> Rows:
    state = ReportState(report.state).label
    rows = [("Tình trạng", f"{state}, kỳ đã khóa" if report.closed_at else state)]
    return (*rows, *((figure.indicator.name, _figure_words(figure)) for figure in held))


def _figure_words(figure: Figure) -> str:
    said = _value_words(figure.reported, Kind(figure.indicator.kind))
    if figure.is_checked and figure.standing_value != figure.reported:
        said += f"; sau kiểm tra {_value_words(figure.standing_value, Kind(figure.indicator.kind))}"
    return f"{said}; trả lại: {figure.return_reason}" if figure.return_reason else said


def _value_words(value: Value, kind: Kind) -> str:
    parts = f" ({parts_of(value)})" if parts_of(value) else ""
    return f"{figures.display(value, kind)}{parts}{', ước' if value.is_estimate else ''}"


def _in_order(report: Report) -> list[Figure]:
    return list(report.figures.select_related("indicator").order_by("position", "pk"))


def _about_report(report: Report) -> About:
    return {
        "Report": [report.pk],
        "Figure": list(report.figures.values_list("pk", flat=True)),
        "Period": [report.period_id],
    }


REPORT: Look[Report] = Look(
    mark=_report_mark,
    rows=lambda report: _report_rows(report, _in_order(report)),
    about=_about_report,
)


def _figure_mark(figure: Figure) -> str:
    report = figure.report
    return mark_of(figure.version, figure.return_reason, report.state, report.closed_at)


def _figure_rows(figure: Figure) -> Rows:
    state = ReportState(figure.report.state).label
    return (
        ("Tình trạng báo cáo", f"{state}, kỳ đã khóa" if figure.report.closed_at else state),
        ("Số liệu", _figure_words(figure)),
    )


FIGURE: Look[Figure] = Look(
    mark=_figure_mark,
    rows=_figure_rows,
    about=lambda figure: {
        "Figure": [figure.pk],
        "Report": [figure.report_id],
        "Period": [figure.report.period_id],
    },
)


def _lock_rows(period: Period) -> Rows:
    """Which reports a lock would keep and which it would leave out, counted and one by one. One query."""
    reports = period.reports.select_related("unit").order_by("unit__sort_key", "pk")
    each = [(report.unit.name, _when_locked(report)) for report in reports]
    counts = Counter(words for _, words in each)
    return (
        ("Kỳ báo cáo", _locked_words(period)),
        *((words.capitalize(), f"{counts[words]} đơn vị") for words in (KEPT, UNCHECKED, UNSENT)),
        *each,
    )


def _when_locked(report: Report) -> str:
    if report.state in DONE:
        return KEPT
    return UNCHECKED if report.received_at else UNSENT


def _locked_words(period: Period) -> str:
    return f"đã khóa lúc {formatting.moment(period.locked_at)}" if period.is_locked else "đang mở"


LOCK: Look[Period] = Look(
    mark=lambda period: mark_of(_lock_rows(period)),
    rows=_lock_rows,
    about=lambda period: {
        "Period": [period.pk],
        "Report": list(period.reports.values_list("pk", flat=True)),
    },
)


def _date_rows(period: Period) -> Rows:
    return (
        ("Kỳ báo cáo", _locked_words(period)),
        ("Hạn gửi của đơn vị", formatting.day(period.unit_due_on)),
        ("Hạn gửi của địa phương", formatting.day(period.ward_due_on)),
        ("Ngày khóa kỳ", formatting.day(period.locks_on)),
    )


DATES: Look[Period] = Look(mark=lambda period: mark_of(_date_rows(period)), rows=_date_rows)


@dataclass(frozen=True, slots=True)
class Publishable:
    """What would become public of a period now, beside its last publication."""

    period: Period
    last: Publication | None
    held: Sequence[PublishedFigure]


def _publication_mark(would: Publishable) -> str:
    return mark_of(would.last.number if would.last else 0, [freezing.essence(one) for one in would.held])


def _publication_rows(would: Publishable) -> Rows:
    last = f"lần {would.last.number}" if would.last else "chưa"
    return (
        ("Đã công bố", last),
        *(
            (
                one.indicator.name,
                f"{_value_words(one.value, Kind(one.indicator.kind))}; {one.value_count} đơn vị có số",
            )
            for one in would.held
        ),
    )


def _about_publication(would: Publishable) -> About:
    cells = Figure.objects.filter(report__period=would.period)
    return {"Period": [would.period.pk], "Figure": list(cells.values_list("pk", flat=True))}


PUBLICATION: Look[Publishable] = Look(
    mark=_publication_mark, rows=_publication_rows, about=_about_publication
)


def publication_sight(period: Period, *, at: datetime) -> Sight:
    """What a publication would say now. Two queries."""
    last = period.publications.order_by("-number").first()
    return PUBLICATION.of(Publishable(period, last, freezing.frozen(period)), at=at)


def _level_rows(criterion: Criterion) -> Rows:
    held = levels_of(criterion)
    version = f"bản {held[0].version}" if held else "chưa đặt"
    return (("Thang mức", version), *((one.label, one.descriptor) for one in held))


LEVELS: Look[Criterion] = Look(
    mark=lambda criterion: mark_of([one.pk for one in levels_of(criterion)]), rows=_level_rows
)
