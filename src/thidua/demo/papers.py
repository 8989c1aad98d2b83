"""Evidence of the demonstration: real PDFs and pictures, drawn here, each saying that it is invented."""

from datetime import date
from functools import cache

from thidua.documents import examining, rendering
from thidua.documents.rendering import document as papers

NOTE = "Dữ liệu minh họa của phần mềm Thi Đua Số, không phải số liệu thật."
KINDS = (
    (
        "so-theo-doi-ho-so",
        "Trích sổ theo dõi hồ sơ",
        ("Hồ sơ tiếp nhận", "Hồ sơ nộp trực tuyến", "Đã giải quyết"),
    ),
    ("bao-cao-van-ban", "Thống kê văn bản đi", ("Văn bản đi", "Gửi điện tử", "Ký số chuyên dùng")),
    ("danh-sach-hoc-ky-nang-so", "Kết quả học kỹ năng số", ("Số người học", "Đạt đánh giá", "Cần học thêm")),
    ("bien-ban-kiem-tra", "Biên bản tự kiểm tra", ("Hạng mục", "Đạt", "Chưa đạt")),
)


@cache
def papers_of_the_ward() -> tuple[examining.Examined, ...]:
    """Four PDFs and two pictures, the same bytes at every build, looked at as all that people hand in."""
    pages = [(slug, _page(number, title, rows)) for number, (slug, title, rows) in enumerate(KINDS, start=1)]
    made = [(f"{slug}.pdf", rendering.render_pdf(page)) for slug, page in pages]
    made += [(f"anh-{slug}.png", rendering.render_page_png(page, ppi=60)) for slug, page in pages[2:]]
    return tuple(examining.examine(content, name=name) for name, content in made)


def _page(number: int, title: str, rows: tuple[str, ...]) -> papers.OfficialDocument:
    table = papers.Table(
        columns=(
            papers.Column("Nội dung", width=3),
            papers.Column("Số lượng", kind=papers.ColumnKind.NUMBER),
        ),
        rows=tuple((row, 100 - 17 * place * number // 2) for place, row in enumerate(rows)),
    )
    return papers.OfficialDocument(
        parent="Ủy ban nhân dân\nphường Nam Đồng",
        issuer="Đơn vị minh họa",
        number=None,
        symbol="BC-MH",
        kind="Báo cáo",
        title=title,
        place="Nam Đồng",
        on=date(2026, number, 5),
        blocks=(papers.Paragraph(NOTE), table, papers.Paragraph("Trên đây là số liệu của đơn vị./.")),
        recipients=("Phòng Văn hóa - Xã hội", "Lưu: VT"),
        signer_position="Thủ trưởng đơn vị",
    )
