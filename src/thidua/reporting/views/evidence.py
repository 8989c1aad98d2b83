"""The register of evidence."""

from collections.abc import Iterator
from itertools import islice

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from thidua.core import formatting, sheets
from thidua.core.http import Request, download, page, requires
from thidua.documents.enums import EvidenceKind
from thidua.documents.models import Evidence
from thidua.reporting.queries import evidence as queries
from thidua.reporting.queries.evidence import Sought

PER_PAGE = 30
AT_ONCE = 1_000
USES = [(queries.REUSED, "Dùng ở nhiều nơi"), (queries.UNUSED, "Chưa dùng cho số nào")]


@requires("documents.view_file", methods=("GET",))
def evidence_list(request: Request) -> HttpResponse:
    """All evidence of the units one covers: what it is, what it proves."""
    sought = _sought(request)
    shown = Paginator(queries.listed_evidence(request.actor, sought), PER_PAGE).get_page(
        request.GET.get("trang")
    )
    uses = queries.uses_of(shown.object_list)
    return page(
        request,
        "reporting/evidence_list.html",
        rows=shown,
        lines=[(one, uses.get(one.pk, [])[: queries.MOST_USES]) for one in shown],
        sought=sought,
        kinds=EvidenceKind.choices,
        uses=USES,
        units=queries.units_with_evidence(request.actor),
    )


@requires("documents.view_file", methods=("GET",))
def evidence_export(request: Request) -> HttpResponse:
    """The list with its filters, as .xlsx: all of it, however long."""
    found = queries.listed_evidence(request.actor, _sought(request))
    names = ("Minh chứng", "Loại", "Đơn vị", "Thêm lúc", "Người thêm", "Chứng minh cho", "Mã SHA-256 của tệp")
    table = sheets.Table(
        name="Kho minh chứng",
        intro=[f"Kho minh chứng, {request.actor.commune_name}, ngày {timezone.localdate():%d/%m/%Y}"],
        columns=[
            sheets.Column(name, width)
            for name, width in zip(names, (40, 14, 30, 18, 24, 60, 66), strict=True)
        ],
        rows=_cells(found.iterator(AT_ONCE)),
    )
    return download(sheets.write_xlsx([table], is_long=True), "kho-minh-chung.xlsx")


def _cells(found: Iterator[Evidence]) -> Iterator[list[sheets.Cell]]:
    while some := list(islice(found, AT_ONCE)):
        uses = queries.uses_of(some)
        for one in some:
            proves = "; ".join(f"{use.indicator}, {use.period}" for use in uses.get(one.pk, []))
            yield [
                one.label,
                one.get_kind_display(),
                one.unit.name,
                formatting.moment(one.added_at),
                one.added_by.full_name if one.added_by else "",
                proves,
                one.file.sha256 if one.file else "",
            ]


def _sought(request: Request) -> Sought:
    given = request.GET
    return Sought(given.get("tim", ""), given.get("loai", ""), given.get("don-vi", ""), given.get("dung", ""))
