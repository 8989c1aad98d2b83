"""Period reports for tests: as rows, or composed and issued by the deeds themselves over a ward's figures."""

from datetime import date, datetime
from itertools import count
from typing import Any

import factory
from factory.django import DjangoModelFactory

from tests.clock import local
from tests.factories import reporting as make
from thidua.composing import actions, earlier
from thidua.composing.enums import PartKey, ReportKind, ReportState, TextOrigin
from thidua.composing.facts import Conduct, Facts
from thidua.composing.models import (
    ContentLinks,
    Part,
    PartVersion,
    PeriodReport,
    Sending,
    YearlyReport,
    index_report,
)

AT = local(2026, 11, 2, 9)
ISSUED_AT = local(2026, 11, 3, 15)
KEY = "month-2026-10"
_numbers = count(1)

BARE = Facts(
    kind="month",
    label="Tháng 10/2026",
    title="Kết quả thực hiện phong trào thi đua “Chuyển đổi số” tháng 10/2026",
    since="2026-09-15",
    until="2026-10-14",
    on="2026-11-02",
    before_label="Tháng 9/2026",
    so_far_label="Lũy kế từ đầu năm 2026",
    movement="“Chuyển đổi số”",
    plan="Kế hoạch số 12/KH-UBND",
    head={
        "parent": "",
        "issuer": "Ủy ban nhân dân phường Thử",
        "place": "Thử",
        "authority": "KT. CHỦ TỊCH",
        "position": "PHÓ CHỦ TỊCH",
        "name": "Nguyễn Thử",
    },
    recipients=("Sở Khoa học và Công nghệ",),
    launched_on="2025-08-01",
    indicator_count=0,
    contents=(),
    periods=(),
    stage_names=(),
    measures=(),
    conduct=Conduct(),
    times=(),
    reach=(),
    difficulties=(),
    coming=(),
)


BARE_YEAR = earlier.YearFacts(
    year=2026,
    until="2026-11-22",
    movement="“Chuyển đổi số”",
    plan="Kế hoạch số 12/KH-UBND",
    head=BARE.head,
    recipients=("Sở Khoa học và Công nghệ", "Lưu: VT"),
    contents=(earlier.Content("1", "Nâng cao nhận thức", ("CT1",)),),
    measures=(),
    asked=(),
    units=(),
)


class PeriodReportFactory(DjangoModelFactory[PeriodReport]):
    """A draft of month 10/2026 that says nothing yet, in a new movement."""

    class Meta:
        model = PeriodReport

    movement: Any = factory.LazyFunction(lambda: make.new_movement(make.new_commune()))
    kind = ReportKind.MONTH
    key = KEY
    number = 1
    label = "Tháng 10/2026"
    folded = "thang 10/2026"
    starts_on = date(2026, 9, 15)
    ends_on = date(2026, 10, 14)
    facts = factory.LazyFunction(BARE.to_json)
    composed_at = AT
    gathered_at = AT


class PartFactory(DjangoModelFactory[Part]):
    class Meta:
        model = Part

    report: Any = factory.SubFactory(PeriodReportFactory)
    key = PartKey.NEXT
    position = 6
    text = "- Tiếp tục thực hiện."
    origin = TextOrigin.WRITTEN
    version = 1
    changed_at = AT


class PartVersionFactory(DjangoModelFactory[PartVersion]):
    class Meta:
        model = PartVersion

    part: Any = factory.SubFactory(PartFactory)
    number = 1
    text = "- Tiếp tục thực hiện."
    origin = TextOrigin.WRITTEN
    at = AT


class SendingFactory(DjangoModelFactory[Sending]):
    class Meta:
        model = Sending

    report: Any = factory.SubFactory(PeriodReportFactory)
    to = "Sở Khoa học và Công nghệ"
    way = "exchange"
    sent_on = date(2026, 11, 3)
    at = ISSUED_AT


class ContentLinksFactory(DjangoModelFactory[ContentLinks]):
    """Nothing is linked to any content."""

    class Meta:
        model = ContentLinks

    movement: Any = factory.LazyFunction(lambda: make.new_movement(make.new_commune()))
    number = 1
    said_at = AT


class YearlyReportFactory(DjangoModelFactory[YearlyReport]):
    """One of 2026 in the short form, kept from before."""

    class Meta:
        model = YearlyReport

    movement: Any = factory.LazyFunction(lambda: make.new_movement(make.new_commune()))
    year = 2026
    number = 1
    facts = factory.LazyFunction(BARE_YEAR.to_json)
    texts = factory.LazyFunction(lambda: {"proposals": "- Tiếp tục thực hiện."})
    composed_at = AT


def drafted(here: make.Ward, *, key: str = KEY, at: datetime = AT) -> PeriodReport:
    return actions.draft_report(here.movement, key=key, by=here.actor("standing_body"), at=at)


def issued(here: make.Ward, *, key: str = KEY, at: datetime = AT) -> PeriodReport:
    """Composed and issued on the same day."""
    report, by = drafted(here, key=key, at=at), here.actor("standing_body")
    return actions.issue_report(
        report, number=str(next(_numbers)), symbol="BC-UBND", issued_on=at.date(), by=by, at=at
    )


def closed(here: make.Ward, state: ReportState) -> PeriodReport:
    """A row of another time in that state; nothing of it was ever composed."""
    report: PeriodReport = PeriodReportFactory(movement=here.movement, key=f"month-2026-{next(_numbers)}")
    index_report(report)
    report.state, report.closed_at, report.close_reason = state, AT, "Lập nhầm."
    report.save()
    return report
