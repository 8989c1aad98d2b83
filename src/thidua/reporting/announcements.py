"""What people are told about periods and reports: to whom, in which words. Called by actions, in their transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from thidua.notifications import delivery
from thidua.notifications.enums import NoticeKind
from thidua.org import queries as org_queries
from thidua.org.models import Membership, User
from thidua.reporting.models import Figure, Period, Publication, Report

ANSWERABLE = ("reporter", "unit_head")


def opened(period: Period, *, at: datetime) -> None:
    _tell(
        _people_of(period, period.reports.values_list("unit_id", flat=True), at=at),
        period,
        NoticeKind.OPENED,
        title=f"Mở kỳ báo cáo {period.label}",
        body=f"Hạn gửi của đơn vị: {period.unit_due_on:%d/%m/%Y}.",
        url=reverse("web:my_work"),
        key=f"period:{period.pk}:opened",
        at=at,
    )


def reminded(period: Period, late: Iterable[Report], *, text: str, at: datetime) -> None:
    reports = list(late)
    _tell(
        _people_of(period, [report.unit_id for report in reports], at=at),
        period,
        NoticeKind.REMINDED,
        title=f"Đôn đốc gửi báo cáo {period.label}",
        body=text,
        url=reverse("web:my_work"),
        key=f"period:{period.pk}:reminded:{at:%Y%m%d%H%M}",
        at=at,
    )


def late(period: Period, report: Report, *, at: datetime) -> None:
    days = (timezone.localtime(at).date() - period.unit_due_on).days
    _tell(
        _people_of(period, [report.unit_id], at=at),
        period,
        NoticeKind.LATE,
        title=f"Báo cáo {period.label} đã trễ {days} ngày",
        body=f"Hạn gửi của đơn vị là {period.unit_due_on:%d/%m/%Y}. Xin gửi sớm để phường kịp tổng hợp.",
        url=reverse("reporting:report_edit", args=[report.pk]),
        key=f"report:{report.pk}:late:{days}",
        at=at,
    )


def handed_back(report: Report, *, reason: str, at: datetime) -> None:
    _tell_unit(
        report,
        NoticeKind.RETURNED,
        title=f"Thủ trưởng trả lại báo cáo {report.period.label}",
        body=reason,
        key=f"report:{report.pk}:handed_back:{report.version}",
        at=at,
    )


def returned(figure: Figure, *, reason: str, at: datetime) -> None:
    report = figure.report
    _tell_unit(
        report,
        NoticeKind.RETURNED,
        title=f"Trả lại số liệu “{figure.indicator.name}”, {report.period.label}",
        body=reason,
        key=f"figure:{figure.pk}:returned:{report.version}",
        at=at,
    )


def verified(report: Report, *, at: datetime) -> None:
    _tell_unit(
        report,
        NoticeKind.VERIFIED,
        title=f"Báo cáo {report.period.label} đạt yêu cầu",
        body="Cơ quan thường trực đã kiểm tra xong báo cáo của đơn vị.",
        key=f"report:{report.pk}:verified:{report.version}",
        at=at,
    )


def published(publication: Publication, *, at: datetime) -> None:
    period = publication.period
    _tell(
        _people_of(period, period.reports.values_list("unit_id", flat=True), at=at),
        period,
        NoticeKind.PUBLISHED,
        title=f"Đã công bố kết quả {period.label}",
        body=publication.reason,
        url=reverse("web:my_work"),
        key=f"publication:{publication.pk}",
        at=at,
    )


def _tell_unit(report: Report, kind: NoticeKind, *, title: str, body: str, key: str, at: datetime) -> None:
    people = _people_of(report.period, [report.unit_id], at=at)
    if not people:  # a unit without accounts: the standing body entered on its behalf and hears the answer
        people = org_queries.holders(report.commune_pk, {"standing_body"}, on=timezone.localdate(at))
    url = reverse("reporting:report_edit", args=[report.pk])
    _tell(people, report.period, kind, title=title, body=body, url=url, key=key, at=at)


def _people_of(period: Period, unit_ids: Iterable[int], *, at: datetime) -> list[User]:
    """Heads and reporters of the units, each once."""
    held = (
        Membership.objects.valid_on(timezone.localdate(at))
        .filter(unit_id__in=list(unit_ids), role__in=ANSWERABLE, unit__commune_id=period.commune_id)
        .select_related("user")
    )
    return list({membership.user_id: membership.user for membership in held}.values())


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
