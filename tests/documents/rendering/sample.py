"""A yearly report of a ward that does not exist, with invented figures: every kind of block, several pages."""

import datetime as dt
from decimal import Decimal

from thidua.documents.rendering.document import (
    Align,
    Annex,
    Block,
    Bullet,
    Cell,
    Chart,
    Column,
    ColumnKind,
    Empty,
    Heading,
    Note,
    OfficialDocument,
    Paragraph,
    Quote,
    Table,
    bold,
)

NUMBER = ColumnKind.NUMBER

FIGURES: tuple[tuple[Cell, ...], ...] = (
    ("1", "Thủ tục hành chính sử dụng dịch vụ công trực tuyến", "≥ 80%", 4812, 5630, Decimal("85.4"), "Đạt"),
    ("2", "Cung cấp dịch vụ công trực tuyến toàn trình", "≥ 90%", 231, 254, Decimal("90.9"), "Đạt"),
    (
        "3",
        "Xử lý văn bản, hồ sơ công việc toàn trình trên môi trường điện tử",
        "100%",
        12034,
        12101,
        Decimal("99.4"),
        "Chưa đạt",
    ),
    (
        "4",
        "Văn bản trao đổi giữa các cơ quan được ký số chuyên dùng",
        "100%",
        3120,
        3120,
        Decimal(100),
        "Đạt",
    ),
    (
        "5",
        "Người dân trong độ tuổi lao động có kỹ năng số cơ bản",
        "≥ 70%",
        6904,
        9215,
        Decimal("74.9"),
        "Đạt",
    ),
    (
        "6",
        "Hộ gia đình có ít nhất một người biết thanh toán không dùng tiền mặt",
        "≥ 60%",
        None,
        3380,
        None,
        "Chưa có số liệu",
    ),
)


def chart() -> Chart:
    """Reports on time by quarter, as the site draws its charts: plain shapes and text."""
    values = ((1, 78), (2, 84), (3, 91), (4, 95))
    bars = "".join(
        f'<rect x="{90 + 150 * i}" y="{220 - 2 * v}" width="80" height="{2 * v}" fill="#0b4a8f"/>'
        f'<text x="{130 + 150 * i}" y="{210 - 2 * v}" text-anchor="middle">{v}%</text>'
        f'<text x="{130 + 150 * i}" y="242" text-anchor="middle">Quý {quarter}</text>'
        for i, (quarter, v) in enumerate(values)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 700 255" font-family="Be Vietnam Pro, sans-serif" '
        f'font-size="16"><line x1="50" y1="220" x2="680" y2="220" stroke="#1a1a1a"/>{bars}</svg>'
    )
    return Chart(
        svg=svg.encode(),
        caption="Biểu đồ 1. Tỷ lệ báo cáo nộp đúng hạn theo quý",
        alt="Biểu đồ cột: quý 1 78%, quý 2 84%, quý 3 91%, quý 4 95% báo cáo nộp đúng hạn.",
        width=0.85,
    )


def figures_table() -> Table:
    return Table(
        caption="Bảng 1. Kết quả thực hiện các chỉ tiêu của Kế hoạch",
        columns=(
            Column("TT", 0.6, align=Align.CENTER),
            Column("Chỉ tiêu", 3.6),
            Column("Kế hoạch giao", 1.1, align=Align.CENTER),
            Column("Tử số", 1.1, NUMBER),
            Column("Mẫu số", 1.1, NUMBER),
            Column("Kết quả (%)", 1.1, NUMBER),
            Column("Đánh giá", 1.3, align=Align.CENTER),
        ),
        rows=FIGURES,
    )


def units_table(count: int) -> Table:
    names = (
        "Văn phòng HĐND và UBND",
        "Phòng Văn hóa - Xã hội",
        "Trung tâm Phục vụ hành chính công",
        "Công an phường",
    )
    units = [*names, *(f"Tổ dân phố số {n}" for n in range(1, count - len(names) + 1))][:count]
    rows = tuple(
        (i, unit, 12, 12 - i % 4, i % 3, i % 4 - i % 4 // 3) for i, unit in enumerate(units, start=1)
    )
    return Table(
        caption="Bảng 2. Tình hình nộp báo cáo của các đơn vị",
        columns=(
            Column("TT", 0.6, align=Align.CENTER),
            Column("Đơn vị", 3.4),
            Column("Số kỳ phải báo cáo", 1.2, NUMBER),
            Column("Đúng hạn", 1, NUMBER),
            Column("Chậm", 1, NUMBER),
            Column("Trả lại", 1, NUMBER),
        ),
        rows=rows,
        total=(
            "",
            "Tổng cộng",
            12 * count,
            sum(r[3] for r in rows),
            sum(r[4] for r in rows),
            sum(r[5] for r in rows),
        ),
    )


def blocks() -> tuple[Block, ...]:
    return (
        Paragraph(
            "Thực hiện Kế hoạch số 47A/KH-UBND ngày 11/7/2025 về việc phát động, triển khai phong trào thi đua “Đổi mới "
            "sáng tạo, chuyển đổi số” và “Bình dân học vụ số”, Ủy ban nhân dân phường Bình Minh báo cáo kết quả năm 2026 "
            "như sau:"
        ),
        Heading(1, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"),
        Paragraph(
            "Ủy ban nhân dân phường đã ban hành Kế hoạch, phân công 45 đơn vị đăng ký thi đua; tổ chức 04 đợt kiểm tra và "
            "18 buổi hướng dẫn tại tổ dân phố. Các đơn vị gửi báo cáo trên phần mềm theo từng kỳ, kèm minh chứng."
        ),
        Bullet("Hoàn thành đăng ký thi đua của 45/45 đơn vị trong quý I."),
        Bullet(
            (bold("Tuyên truyền:"), " 62 tin, bài trên trang thông tin và hệ thống truyền thanh; trong đó:")
        ),
        Bullet("41 bài hướng dẫn kỹ năng số cho người cao tuổi;", level=2),
        Bullet("21 bài giới thiệu mô hình hay, cách làm tốt.", level=2),
        Heading(1, "II. KẾT QUẢ THỰC HIỆN"),
        Heading(2, "1. Kết quả theo chỉ tiêu"),
        Paragraph(
            "Trong 06 chỉ tiêu có mục tiêu định lượng, 04 chỉ tiêu đạt, 01 chưa đạt, 01 chưa có số liệu."
        ),
        figures_table(),
        Note("Ghi chú: dấu “…” là chưa có số liệu. Kết quả là tử số chia mẫu số của toàn phường."),
        Heading(2, "2. Tình hình báo cáo của các đơn vị"),
        Paragraph("Tỷ lệ báo cáo nộp đúng hạn tăng đều qua các quý, từ 78% ở quý I lên 95% ở quý IV."),
        chart(),
        units_table(24),
        Heading(2, "3. Sáng kiến, mô hình mới"),
        Empty("Chưa có dữ liệu về sáng kiến, mô hình mới trong năm 2026."),
        Heading(1, "III. KHÓ KHĂN, VƯỚNG MẮC"),
        Paragraph("Ý kiến các đơn vị nêu trong giải trình, ghi nguyên văn:"),
        Quote(
            "Nhiều cụ trên 70 tuổi chưa có điện thoại thông minh, tổ công nghệ số cộng đồng phải đến từng nhà nên số người "
            "được hướng dẫn trong quý II thấp hơn đăng ký.",
            source="Tổ dân phố số 7, quý II",
        ),
        Quote("Đường truyền tại nhà văn hóa yếu, phải dời 02 buổi học.", source="Tổ dân phố số 12, quý III"),
        Heading(1, "IV. PHƯƠNG HƯỚNG NĂM 2027"),
        Heading(3, "a) Về hạ tầng số"),
        Paragraph("Lắp đặt mạng không dây tại 100% nhà văn hóa tổ dân phố trước ngày 30/6/2027."),
        Heading(3, "b) Về kỹ năng số"),
        Paragraph("Duy trì lớp “Bình dân học vụ số” vào tối thứ Năm hằng tuần."),
        Paragraph(
            "Trên đây là báo cáo kết quả thực hiện phong trào thi đua năm 2026 của Ủy ban nhân dân phường Bình Minh./."
        ),
    )


def report(**changes: object) -> OfficialDocument:
    fields: dict[str, object] = {
        "parent": "",
        "issuer": "Ủy ban nhân dân\nphường Bình Minh",
        "number": None,
        "symbol": "BC-UBND",
        "kind": "Báo cáo",
        "title": "Kết quả thực hiện phong trào thi đua “Đổi mới sáng tạo, chuyển đổi số” và “Bình dân học vụ số” năm 2026",
        "place": "Bình Minh",
        "on": dt.date(2026, 12, 5),
        "blocks": blocks(),
        "recipients": (
            "UBND thành phố (để b/c)",
            "Thường trực Đảng ủy, HĐND phường",
            "Các phòng, đơn vị, tổ dân phố",
            "Lưu: VT, VHXH",
        ),
        "signer_authority": "TM. Ủy ban nhân dân",
        "signer_position": "Chủ tịch",
        "signer_name": "Nguyễn Văn Bình",
    }
    return OfficialDocument(**{**fields, **changes})  # type: ignore[arg-type]


def letter(**changes: object) -> OfficialDocument:
    """A letter (công văn): no kind, its subject below the number, to one unit."""
    return report(
        **{
            "kind": "",
            "symbol": "UBND-VHXH",
            "title": "đôn đốc nộp kết quả nhiệm vụ (lần 2)",
            "addressees": ("Tổ dân phố số 7",),
            "blocks": (Paragraph("Đến nay đơn vị chưa nộp kết quả."),),
            **changes,
        }
    )


def annexes(count: int = 1) -> tuple[Annex, ...]:
    return tuple(
        Annex(f"Nguồn của số liệu, phần {place}", (Paragraph("Ghi theo mã chỉ tiêu."), units_table(60)))
        for place in range(1, count + 1)
    )
