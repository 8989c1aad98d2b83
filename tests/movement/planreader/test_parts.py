"""Small parts with tables of their own: labels, dates, header, bases, bodies, closing."""

import pytest

from thidua.movement.planreader import PlanDraft, read_plan
from thidua.movement.planreader.dates import span_in
from thidua.movement.planreader.labels import read_label
from thidua.movement.planreader.letters import fold, mend_numbers, mend_words, squash
from thidua.movement.planreader.numbering import formatted

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
TAIL = (
    "\n\nKẾ HOẠCH\nThực hiện Chương trình hành động số 10-CTr/TU\n\n{basis}\n\n"
    "I. MỤC ĐÍCH\n\n- Một.\n\nII. TỔ CHỨC THỰC HIỆN\n\n{duty}\n\n{closing}"
)


def plan(
    head: str = "",
    basis: str = "Căn cứ Kế hoạch số 02-KH/BCĐTW;",
    duty: str = "1. Sở Nội vụ: chủ trì.",
    closing: str = "",
) -> PlanDraft:
    return read_plan(head + TAIL.format(basis=basis, duty=duty, closing=closing))


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("I. MỤC ĐÍCH", "roman", "I"),
        ("IV/ TỔ CHỨC", "roman", "IV"),
        ("II - NỘI DUNG", "roman", "II"),
        ("IIl. NỘI DUNG", "roman", "III"),
        ("1. Mục đích", "arabic", "1"),
        ("02. Yêu cầu", "arabic", "2"),
        ("3) Nội dung", "arabic", "3"),
        ("1.1. Đối với", "decimal", "1.1"),
        ("6.2 Đối với", "decimal", "6.2"),
        ("a) Phát huy", "alpha", "a"),
        ("đ) Phát huy", "alpha", "đ"),
        ("c. Phát huy", "alpha", "c"),
        ("- Phát huy", "dash", "-"),
        ("– Phát huy", "dash", "–"),
        ("+ 80% trở lên", "plus", "+"),
        ("• Phát huy", "star", "•"),
    ],
)
def test_label_is_read(text: str, kind: str, label: str) -> None:
    found = read_label(text)
    assert found is not None
    assert (found.kind, found.text) == (kind, label)


@pytest.mark.parametrize(
    "text",
    ["15/8/2025 là hạn", "2.500 tỷ đồng", "XIV của Đảng", "80% trở lên", "Ông A", "(b/c);", "1.5 triệu", "-"],
)
def test_what_is_no_label_is_none(text: str) -> None:
    assert read_label(text) is None


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("từ 2025 - 2027", "2025", "2027"),
        ("Từ tháng 10/2025 đến khi tổ chức xong", "2025-10", None),
        ("từ ngày 01/9/2025 đến 31/12/2025", "2025-09-01", "2025-12-31"),
        ("Từ ngày 10/3 đến 30/6/2026", "2026-03-10", "2026-06-30"),
        ("từ ngày 05 tháng 9 năm 2025 đến hết ngày 20 tháng 11 năm 2025", "2025-09-05", "2025-11-20"),
        ("từ tháng 8/2025 đến hết năm 2026", "2025-08", "2026"),
        ("từ năm 2025 đến năm 2030", "2025", "2030"),
        ("tháng 8 - 10/2025", "2025-08", "2025-10"),
        ("Từ quý IV/2025 đến quý II/2026", "2025-10", "2026-06"),
        ("Từ ngày ban hành Kế hoạch đến hết năm 2026", None, "2026"),
        ("đến hết năm 2030", None, "2030"),
    ],
)
def test_period_is_read(text: str, begins: str | None, ends: str | None) -> None:
    span = span_in(text)
    assert span is not None
    assert (span.begins, span.ends) == (begins, ends)


@pytest.mark.parametrize(
    "text", ["khoảng 02 ngày làm việc/01 đơn vị", "", "từ đầu", "ngày 45/13/2025 đến 50/20/2025"]
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert span_in(text) is None


@pytest.mark.parametrize(
    ("head", "issuer", "number", "place", "date"),
    [
        (
            f"BỘ NỘI VỤ\n-------\n{STATE}Số: 1234/KH-BNV\nHà Nội, ngày 01 tháng 02 năm 2026",
            "BỘ NỘI VỤ",
            "1234/KH-BNV",
            "Hà Nội",
            "2026-02-01",
        ),
        (
            f"BỘ CÔNG AN\nCÔNG AN TỈNH SƠN HẠ\n{STATE}Số: 555/KH-CAT-PV01\nSơn Hạ, ngày 5/6/2025",
            "CÔNG AN TỈNH SƠN HẠ",
            "555/KH-CAT-PV01",
            "Sơn Hạ",
            "2025-06-05",
        ),
        (
            "TỈNH ỦY SƠN HẠ\n*\nSố 45 - KH/TU\nĐẢNG CỘNG SẢN VIỆT NAM\nSơn Hạ, ngày 9 tháng 6 năm 2025",
            "TỈNH ỦY SƠN HẠ",
            "45-KH/TU",
            "Sơn Hạ",
            "2025-06-09",
        ),
        (
            (
                "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
                "THÀNH PHỐ A Độc lập - Tự do - Hạnh phúc\nSố: 2/KH-UBND A Lưới, ngày 29 tháng 7 năm 2025"
            ),
            "ỦY BAN NHÂN DÂN THÀNH PHỐ A",
            "2/KH-UBND",
            "A Lưới",
            "2025-07-29",
        ),
        (
            f"UBND XÃ A\n{STATE}Số:      /KH-UBND\nXã A, ngày     tháng     năm 2026",
            "UBND XÃ A",
            "/KH-UBND",
            "Xã A",
            "2026",
        ),
        ("", None, None, None, None),
    ],
)
def test_header_is_read(
    head: str, issuer: str | None, number: str | None, place: str | None, date: str | None
) -> None:
    draft = plan(head)
    assert [value and value.value for value in (draft.issuer, draft.number, draft.place, draft.date)] == [
        issuer,
        number,
        place,
        date,
    ]
    assert draft.title is not None
    assert draft.title.value == "Thực hiện Chương trình hành động số 10-CTr/TU"


@pytest.mark.parametrize(
    ("basis", "wanted"),
    [
        (
            "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
            ["Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022"],
        ),
        ("Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15;", ["06/2022/QH15"]),
        (
            "Thực hiện Nghị quyết số 57-NQ/TW và Nghị quyết số 71/NQ -CP; Nghị quyết số 57-NQ/TW,",
            ["57-NQ/TW", "71/NQ-CP"],
        ),
        ("Căn cứ:\n\n- Quyết định số 1/QĐ-TTg;\n\n- Quyết định số 2/QĐ-TTg;", ["1/QĐ-TTg", "2/QĐ-TTg"]),
        ("Phường ban hành kế hoạch như sau:", []),
    ],
)
def test_bases_are_read(basis: str, wanted: list[str]) -> None:
    assert [base.value for base in plan(basis=basis).legal_bases] == wanted


@pytest.mark.parametrize(
    ("duty", "wanted"),
    [
        ("1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính tham mưu.", ["Sở Nội vụ"]),
        ("1. Sở Xây dựng, Sở Y tế: phối hợp.", ["Sở Xây dựng", "Sở Y tế"]),
        ("1. Sở Văn hóa, Thể thao và Du lịch: chủ trì.", ["Sở Văn hóa, Thể thao và Du lịch"]),
        (
            "1. Đề nghị Ủy ban MTTQ phường và các đoàn thể vận động hội viên.",
            ["Ủy ban MTTQ phường và các đoàn thể"],
        ),
        ("1. Giám đốc Sở Y tế chịu trách nhiệm thực hiện.", ["Sở Y tế"]),
        (
            "1. Trách nhiệm của các cơ quan\n\na) Sở Y tế: chủ trì.\n\nb) Công an tỉnh: phối hợp.",
            ["Sở Y tế", "Công an tỉnh"],
        ),
        ("1. Chế độ báo cáo: gửi trước ngày 15.", []),
        ("1. Tổ chức tuyên truyền sâu rộng.", []),
        ("1. Ban hành văn bản chỉ đạo.", []),
    ],
)
def test_bodies_are_read(duty: str, wanted: list[str]) -> None:
    assert [body.name for body in plan(duty=duty).responsible] == wanted


CLOSING = "Nơi nhận:\n- Như trên;\n- Lưu: VT."


@pytest.mark.parametrize(
    ("closing", "signer"),
    [
        (
            f"{CLOSING}\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nĐỗ Văn An",
            ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Đỗ Văn An"),
        ),
        (
            f"TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nNGUYỄN VĂN AN\n\n{CLOSING}",
            ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG", "NGUYỄN VĂN AN"),
        ),
        (f"{CLOSING}\nGIÁM ĐỐC\nĐại tá Lê Văn Bình", (None, "GIÁM ĐỐC", "Lê Văn Bình")),
        (f"{CLOSING}", (None, None, None)),
    ],
)
def test_closing_is_read(closing: str, signer: tuple[str | None, ...]) -> None:
    draft = plan(closing=closing)
    assert [recipient.value for recipient in draft.recipients] == ["Như trên", "Lưu: VT"]
    found = draft.signer
    assert tuple(value and value.value for value in (found.authority, found.position, found.name)) == signer


def test_torn_words_and_numbers_are_mended() -> None:
    assert (
        mend_words("Tri ển khai th ực hiện di đ ộng, ho ạt đ ộng ngư ời")
        == "Triển khai thực hiện di động, hoạt động người"
    )
    assert mend_words("cho ăn, do anh, điểm đ ở khoản 2") == "cho ăn, do anh, điểm đ ở khoản 2"
    assert mend_numbers("71/NQ -CP, 217/2025/NĐ- CP, 10 -CTr/TU") == "71/NQ-CP, 217/2025/NĐ-CP, 10-CTr/TU"


def test_folding_keeps_every_offset() -> None:
    text = "ỦY BAN NHÂN DÂN phường Nam Đồng"
    assert (fold(text), len(fold(text))) == ("uy ban nhan dan phuong nam dong", len(text))
    assert squash("TỔ CH ỨC") == squash("Tổ chức") == "tochuc"


@pytest.mark.parametrize(
    ("number", "style", "wanted"),
    [
        (4, "upperRoman", "IV"),
        (9, "lowerRoman", "ix"),
        (2, "lowerLetter", "b"),
        (28, "upperLetter", "BB"),
        (7, "decimalZero", "07"),
        (3, "decimal", "3"),
    ],
)
def test_word_number_is_formatted(number: int, style: str, wanted: str) -> None:
    assert formatted(number, style) == wanted


def test_label_alone_on_its_line_opens_the_next() -> None:
    draft = read_plan(
        "KẾ HOẠCH\nThử\n\nI.\n\nMỤC ĐÍCH\n\n1.\nMục tiêu chung\n\nII.\nTỔ CHỨC THỰC HIỆN\n\n1.\n\nSở Y tế: chủ trì.\n"
    )
    assert [(section.label, section.title) for section in draft.sections] == [
        ("I", "MỤC ĐÍCH"),
        ("1", "Mục tiêu chung"),
        ("II", "TỔ CHỨC THỰC HIỆN"),
        ("1", "Sở Y tế"),
    ]


def test_numbered_rows_of_a_table_are_no_sections() -> None:
    table = "| I. NHÓM MỘT | |\n|---|---|\n| 1. Tập huấn | Sở Y tế |\n| 2. Kiểm tra | Sở Nội vụ |\n"
    draft = read_plan(f"KẾ HOẠCH\nThử\n\nI. MỤC ĐÍCH\n\n{table}\nII. NỘI DUNG\n\n1. Tuyên truyền\n\n- Một.\n")
    assert [section.label for section in draft.sections] == ["I", "II", "1"]
