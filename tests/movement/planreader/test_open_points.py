from thidua.movement.planreader import read_plan
from thidua.movement.planreader.draft import OpenPoint

CRITERIA = "I. TIÊU CHÍ THI ĐUA\n\n1. Đối với {first}\n\n- Một việc tốt.\n\n2. Đối với {second}\n\n- Một việc khác.\n\n"
TIME = "II. THỜI GIAN THỰC HIỆN\n\n1. Đợt 1: {first}\n\n2. Đợt 2: {second}\n"


def points(text: str, kind: str) -> list[OpenPoint]:
    return [point for point in read_plan("KẾ HOẠCH\nThử\n\n" + text).open_points if point.kind == kind]


def test_same_group_named_twice_is_an_open_point_with_both_headings() -> None:
    found = points(CRITERIA.format(first="các trường học và trạm y tế", second="trường học"), "group_twice")
    assert [quote.quote for quote in found[0].quotes] == [
        "1. Đối với các trường học và trạm y tế",
        "2. Đối với trường học",
    ]
    assert found[0].sentence.startswith("“Trường học” thuộc cả hai nhóm đối tượng I.1 và I.2")


def test_groups_that_differ_are_no_open_point() -> None:
    assert points(CRITERIA.format(first="tập thể", second="cá nhân"), "group_twice") == []


def test_phases_that_share_a_month_are_an_open_point() -> None:
    text = CRITERIA + TIME.format(
        first="từ tháng 8/2025 đến tháng 12/2025.", second="từ tháng 12/2025 đến tháng 6/2026."
    )
    assert [point.sentence for point in points(text, "phases_overlap")] == [
        "Tháng 12/2025 nằm trong cả “Đợt 1” và “Đợt 2”; cần rõ thuộc giai đoạn nào."
    ]


def test_phases_that_follow_each_other_are_no_open_point() -> None:
    text = CRITERIA + TIME.format(first="từ 01/9/2025 đến 31/12/2025.", second="từ 01/01/2026 đến 30/6/2026.")
    assert points(text, "phases_overlap") == []


def test_two_levels_on_one_measurement_are_an_open_point() -> None:
    line = "- {} hồ sơ thủ tục hành chính được giải quyết đúng hạn trên môi trường điện tử.\n\n"
    text = "I. CHỈ TIÊU\n\n" + line.format("95%") + line.format("Tối thiểu 98%")
    assert [point.sentence for point in points(text, "two_thresholds")] == [
        "Hai mức khác nhau cho cùng một tỷ lệ: 95 % và ≥ 98 %; cần chọn mức nào là mức phải đạt."
    ]


def test_reports_with_a_day_leave_nothing_open() -> None:
    duty = "I. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ: Tổng hợp báo cáo UBND tỉnh{}.\n\n2. Sở Y tế: phối hợp.\n"
    assert points(duty.format(" trước ngày 15/12 hằng năm"), "report_without_date") == []
    assert len(points(duty.format(""), "report_without_date")) == 1


def test_full_header_leaves_nothing_blank() -> None:
    head = "UBND XÃ A\nSố: {}/KH-UBND\nXã A, ngày {} tháng 8 năm 2025\n\n"
    text = "KẾ HOẠCH\nThử\n\nI. MỤC ĐÍCH\n\n- Một.\n"
    full, blank = read_plan(head.format("12", "05") + text), read_plan(head.format("", "") + text)
    assert [point.kind for point in full.open_points] == []
    assert [(point.kind, point.quotes[0].quote) for point in blank.open_points] == [
        ("number_blank", "Số: /KH-UBND"),
        ("day_blank", "ngày tháng 8 năm 2025"),
    ]
