"""The register of evidence."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import timezone

from thidua.core import formatting, sheets
from thidua.core.http import Request, download, page, requires
from thidua.documents.enums import EvidenceKind
from thidua.reporting.queries import evidence as queries
from thidua.reporting.queries.evidence import Sought

PER_PAGE = 30
MOST_EXPORTED = 10_000
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
    """The list with its filters, as .xlsx."""
    found = list(queries.listed_evidence(request.actor, _sought(request))[:MOST_EXPORTED])
    uses = queries.uses_of(found)
    names = ("Minh chứng", "Loại", "Đơn vị", "Thêm lúc", "Người thêm", "Chứng minh cho", "Mã SHA-256 của tệp")
    table = sheets.Table(
        name="Kho minh chứng",
        intro=[f"Kho minh chứng, {request.actor.commune_name}, ngày {timezone.localdate():%d/%m/%Y}"],
        columns=[
            sheets.Column(name, width)
            for name, width in zip(names, (40, 14, 30, 18, 24, 60, 66), strict=True)
        ],
        rows=[
            [
                one.label,
                one.get_kind_display(),
                one.unit.name,
                formatting.moment(one.added_at),
                one.added_by.full_name if one.added_by else "",
                "; ".join(f"{use.indicator}, {use.period}" for use in uses.get(one.pk, [])),
                one.file.sha256 if one.file else "",
            ]
            for one in found
        ],
    )
    return download(sheets.write_xlsx([table]), "kho-minh-chung.xlsx")


def _sought(request: Request) -> Sought:
    given = request.GET
    return Sought(given.get("tim", ""), given.get("loai", ""), given.get("don-vi", ""), given.get("dung", ""))
