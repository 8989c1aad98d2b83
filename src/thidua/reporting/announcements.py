"""What people are told about periods and reports: to whom, in which words. Called by actions, in their transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting
from thidua.core.prepared import Prepared
from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org_queries
from thidua.org import roles
from thidua.org.models import Membership, User
from thidua.reporting.models import Figure, Period, Publication, Report


def opened(period: Period, *, at: datetime) -> None:
    _tell(
        _people_of(period, period.reports.values_list("unit_id", flat=True), at=at),
        period,
        NoticeKind.OPENED,
        title=f"Mở kỳ báo cáo {formatting.in_text(period.label)}",
        body=f"Hạn gửi của đơn vị: {period.unit_due_on:%d/%m/%Y}.",
        url=reverse("reporting:report_list"),
        key=f"period:{period.pk}:opened",
        at=at,
    )


def opened_past(periods: Sequence[Period], *, at: datetime) -> None:
    """One notice for all periods opened together to be filled in afterwards."""
    first = periods[0]
    units = Report.objects.filter(period__in=periods).values_list("unit_id", flat=True)
    _tell(
        _people_of(first, units, at=at),
        first,
        NoticeKind.OPENED,
        title=f"Mở {len(periods)} kỳ đã qua để nhập bù",
        body=f"{', '.join(period.label for period in periods)}. Hạn gửi của đơn vị: {first.unit_due_on:%d/%m/%Y}.",
        url=reverse("reporting:report_list"),
        key=f"period:{first.pk}:opened",
        at=at,
    )


def dates_changed(period: Period, *, reason: str, at: datetime) -> None:
    _tell(
        _people_of(period, period.reports.values_list("unit_id", flat=True), at=at),
        period,
        NoticeKind.OPENED,
        title=f"Đổi hạn gửi báo cáo {formatting.in_text(period.label)}",
        body=f"Hạn gửi mới của đơn vị: {period.unit_due_on:%d/%m/%Y}. Lý do: {reason}",
        url=reverse("reporting:report_list"),
        key=f"period:{period.pk}:dates:{at:%Y%m%d%H%M%S%f}",
        at=at,
    )


def reminded(period: Period, late: Iterable[Report], *, text: str, at: datetime) -> None:
    reports = list(late)
    _tell(
        _people_of(period, [report.unit_id for report in reports], at=at),
        period,
        NoticeKind.REMINDED,
        title=f"Đôn đốc gửi báo cáo {formatting.in_text(period.label)}",
        body=text,
        url=reverse("reporting:report_list"),
        key=f"period:{period.pk}:reminded:{at:%Y%m%d%H%M%S%f}",
        at=at,
    )


def late(period: Period, reports: Sequence[Report], *, days: int, at: datetime) -> None:
    """The people of units that are late, in one go: each unit is told alike."""
    _tell(
        _people_of(period, [report.unit_id for report in reports], at=at),
        period,
        NoticeKind.LATE,
        title=f"Báo cáo {formatting.in_text(period.label)} đã trễ {days} ngày",
        body=f"Hạn gửi của đơn vị là {period.unit_due_on:%d/%m/%Y}. Xin gửi sớm để kịp tổng hợp.",
        url=reverse("reporting:report_list"),
        key=f"period:{period.pk}:late:{days}",
        at=at,
    )


def handed_back(report: Report, *, reason: str, at: datetime) -> None:
    _tell_unit(
        report,
        NoticeKind.RETURNED,
        title=f"Thủ trưởng trả lại báo cáo {formatting.in_text(report.period.label)}",
        body=reason,
        key=f"report:{report.pk}:handed_back:{report.version}",
        at=at,
    )


def figures_returned(report: Report, returned: Sequence[Figure], *, at: datetime) -> None:
    """One notice for all figures that were returned together."""
    what = f"số liệu “{returned[0].indicator.name}”" if len(returned) == 1 else f"{len(returned)} số liệu"
    _tell_unit(
        report,
        NoticeKind.RETURNED,
        title=f"Trả lại {what}, {formatting.in_text(report.period.label)}",
        body="\n".join(f"{figure.indicator.name}: {figure.return_reason}" for figure in returned),
        key=f"report:{report.pk}:returned:{report.version}",
        at=at,
    )


def verified(report: Report, *, at: datetime) -> None:
    _tell_unit(
        report,
        NoticeKind.VERIFIED,
        title=f"Báo cáo {formatting.in_text(report.period.label)} đạt yêu cầu",
        body="Cơ quan thường trực đã kiểm tra xong báo cáo của đơn vị.",
        key=f"report:{report.pk}:verified:{report.version}",
        at=at,
    )


def extended(report: Report, *, reason: str, at: datetime) -> None:
    until = formatting.day(report.late_until)
    _tell_unit(
        report,
        NoticeKind.RETURNED,
        title=f"Được gửi báo cáo {formatting.in_text(report.period.label)} đến hết ngày {until}",
        body=reason,
        key=f"report:{report.pk}:extended:{report.version}",
        at=at,
    )


def published(publication: Publication, *, at: datetime) -> None:
    period = publication.period
    _tell(
        _people_of(period, period.reports.values_list("unit_id", flat=True), at=at),
        period,
        NoticeKind.PUBLISHED,
        title=f"Đã công bố kết quả {formatting.in_text(period.label)}",
        body=publication.reason,
        url=reverse("reporting:publication_show", args=[publication.pk]),
        key=f"publication:{publication.pk}",
        at=at,
    )


_answering = Prepared(  # heads and reporters of one unit: asked with every report that is checked
    lambda unit_id, on: (
        Membership.objects.valid_on(on)
        .filter(unit_id=unit_id, role__in=roles.ANSWERING)
        .select_related("user")
    ),
    int,
    date,
)


def _tell_unit(report: Report, kind: NoticeKind, *, title: str, body: str, key: str, at: datetime) -> None:
    on = timezone.localdate(at)
    held = _answering(report.unit_id, on)
    people = list({membership.user_id: membership.user for membership in held}.values())
    if not people:  # a unit without accounts: the standing body entered on its behalf and hears the answer
        people = org_queries.holders(report.commune_pk, {"standing_body"}, on=on)
    # Read on a phone as often as at a desk: the report's page leads on to the form that fits.
    url = reverse("reporting:report_detail", args=[report.pk])
    _tell(people, report.period, kind, title=title, body=body, url=url, key=key, at=at)


def _people_of(period: Period, unit_ids: Iterable[int], *, at: datetime) -> list[User]:
    return org_queries.answering(period.commune_id, unit_ids, on=timezone.localdate(at))


def _tell(
    people: list[User],
    period: Period,
    kind: NoticeKind,
    *,
    title: str,
    body: str,
    url: str,
    key: str,
    at: datetime,
) -> None:
    delivery.notify(
        people, commune_id=period.commune_id, kind=kind, title=title[:200], body=body, url=url, key=key, at=at
    )
