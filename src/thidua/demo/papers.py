"""Evidence of the demonstration: real PDFs and pictures, drawn here, each saying what it proves and that it is invented."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date

from thidua.core import text
from thidua.documents import content as contents
from thidua.documents import rendering
from thidua.documents.enums import FilePurpose, Removed
from thidua.documents.examining import Examined
from thidua.documents.rendering import document as papers

NOTE = "Dữ liệu minh họa của phần mềm Thi Đua Số, không phải số liệu thật."
PICTURE_PPI = 80


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a unit keeps, and the indicators whose figures come out of it; no codes: all others."""

    slug: str
    codes: tuple[str, ...]
    kind: str
    title: str
    shows: str


LEDGERS = (
    Ledger(
        "thu-tuc-hanh-chinh",
        ("CT1", "CT2", "CT3a", "CT3b", "CT5"),
        "Bảng tổng hợp",
        "Giải quyết thủ tục hành chính trên môi trường điện tử",
        "Số liệu trích từ sổ theo dõi hồ sơ và danh mục thủ tục hành chính tại bộ phận một cửa.",
    ),
    Ledger(
        "cong-viec-dien-tu",
        ("CT6", "CT7", "CT8", "CT9"),
        "Bảng thống kê",
        "Xử lý công việc, văn bản và báo cáo điện tử",
        "Thống kê từ hệ thống quản lý văn bản và điều hành, không tính văn bản mật.",
    ),
    Ledger(
        "co-so-du-lieu",
        ("CT10",),
        "Bảng kê",
        "Cơ sở dữ liệu đã dùng chung và đã kết nối",
        "Đối chiếu với danh mục cơ sở dữ liệu dùng chung đã được duyệt.",
    ),
    Ledger(
        "ky-nang-so-can-bo",
        ("BD1",),
        "Bảng tổng hợp",
        "Kết quả đánh giá kỹ năng số của cán bộ, công chức, viên chức",
        "Cộng từ danh sách người của đơn vị tại ngày cuối kỳ và kết quả đánh giá của từng người.",
    ),
    Ledger(
        "ky-nang-so-hoc-sinh",
        ("BD2",),
        "Bảng tổng hợp",
        "Kết quả trang bị kỹ năng số cho học sinh",
        "Cộng từ danh sách lớp và sổ theo dõi các bài học kỹ năng số.",
    ),
    Ledger(
        "ky-nang-so-nguoi-dan",
        ("BD3",),
        "Bảng tổng hợp",
        "Rà soát kỹ năng số của người trưởng thành",
        "Tổ công nghệ số cộng đồng đến từng hộ, ghi kết quả và cộng theo danh sách của địa bàn.",
    ),
    Ledger(
        "xac-nhan-vneid",
        ("BD4",),
        "Bảng kê",
        "Xác nhận phổ cập kỹ năng số trên VNeID",
        "Đối chiếu số người đã được xác nhận trên VNeID với số người trưởng thành của địa bàn.",
    ),
    Ledger(
        "ky-nang-so-lao-dong",
        ("BD5",),
        "Bảng tổng hợp",
        "Kết quả học kỹ năng số của người lao động",
        "Cộng từ danh sách lao động của cơ sở và kết quả đánh giá sau khi học.",
    ),
)
OTHERS = Ledger(
    "so-theo-doi",
    (),
    "Bảng tổng hợp",
    "Trích sổ theo dõi số liệu thi đua",
    "Số liệu trích từ sổ theo dõi của đơn vị.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure as the paper shows it; without a `whole_label` it is a count."""

    code: str
    name: str
    shown: str
    part_label: str
    part: int
    whole_label: str
    whole: int


@dataclass(frozen=True, slots=True)
class Proof:
    """Whose paper it is, of which days, and the figures that it proves."""

    unit: str
    unit_code: str
    period: str
    starts_on: date
    ends_on: date
    number: int
    signed_on: date
    rows: tuple[Row, ...]


def ledger_of(code: str) -> Ledger:
    return next((one for one in LEDGERS if code in one.codes), OTHERS)


def paper(ledger: Ledger, proof: Proof, *, is_picture: bool) -> Examined:
    """A PDF, or a picture of the page; the same bytes for the same proof.

    It was made here a moment ago, so it need not be looked at as what people hand in; a test does for one of each.
    """
    page = _page(ledger, proof)
    content = rendering.render_page_png(page, ppi=PICTURE_PPI) if is_picture else rendering.render_pdf(page)
    period = re.sub(r"[^a-z0-9]+", "-", text.fold(proof.period)).strip("-")
    return Examined(
        content=content,
        name=f"anh-{ledger.slug}-{period}.png" if is_picture else f"{ledger.slug}-{period}.pdf",
        content_type=(contents.PNG if is_picture else contents.PDF).content_type,
        original_sha256=hashlib.sha256(content).hexdigest(),
        removed=Removed.NOTHING,
        purpose=FilePurpose.EVIDENCE,
    )


def _page(ledger: Ledger, proof: Proof) -> papers.OfficialDocument:
    days = f"từ ngày {proof.starts_on:%d/%m/%Y} đến ngày {proof.ends_on:%d/%m/%Y}"
    return papers.OfficialDocument(
        parent="",
        issuer=proof.unit,
        number=str(proof.number),
        symbol=f"BC-{proof.unit_code}",
        kind=ledger.kind,
        title=ledger.title,
        place="Nam Đồng",
        on=proof.signed_on,
        blocks=(
            papers.Paragraph((papers.italic(NOTE),)),
            papers.Paragraph((papers.bold(f"Kỳ số liệu: {proof.period}"), f" ({days}). {ledger.shows}")),
            _table(proof),
            papers.Paragraph("Trên đây là số liệu của đơn vị, khớp với số đã ghi vào báo cáo của kỳ./."),
        ),
        recipients=("Cơ quan thường trực phong trào", "Lưu: hồ sơ của đơn vị"),
        signer_position="Người lập",
    )


def _table(proof: Proof) -> papers.Table:
    rows: list[tuple[papers.Cell, ...]] = []
    for one in proof.rows:
        rows.append((one.code, one.name, one.shown))
        rows.append(("", f"- {one.part_label}", one.part))
        if one.whole_label:
            rows.append(("", f"- {one.whole_label}", one.whole))
    return papers.Table(
        columns=(
            papers.Column("Mã", width=1, align=papers.Align.CENTER),
            papers.Column("Nội dung", width=6),
            papers.Column("Số lượng", width=1.6, kind=papers.ColumnKind.NUMBER),
        ),
        rows=tuple(rows),
    )
