import pytest

from thidua.movement.planreader import read_plan

PLAN = (
    "KẾ HOẠCH\nThử\n\nCăn cứ Công văn số 1/UBND-VX ngày 01/01/2026;\n\nI. {part}\n\n- {line}\n\n"
    "II. TỔ CHỨC THỰC HIỆN\n\n1. Sở Nội vụ: chủ trì.\n"
)


def found(line: str, part: str = "MỤC TIÊU", head: str = "") -> list[tuple[str, float, str]]:
    draft = read_plan(head + PLAN.format(part=part, line=line))
    return [(target.comparator, target.value, target.unit) for target in draft.quantitative_targets]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("Đạt tỷ lệ 95% trở lên hồ sơ đúng hạn.", [(">=", 95, "%")]),
        ("≥ 95 % hồ sơ; ≤ 5% trễ hạn.", [(">=", 95, "%"), ("<=", 5, "%")]),
        ("Trên 80% hộ dân có tài khoản.", [(">=", 80, "%")]),
        ("Tối thiểu đạt 50% người dân.", [(">=", 50, "%")]),
        ("Không thấp hơn 80% người dân.", [(">=", 80, "%")]),
        ("Không dưới 80% người dân.", [(">=", 80, "%")]),
        ("Không để quá 3% hồ sơ quá hạn.", [("<=", 3, "%")]),
        ("Tỷ lệ hộ nghèo giảm còn dưới 1,5%.", [("<=", 1.5, "%")]),
        ("Tỷ lệ hộ nghèo giảm xuống còn 1%.", [("==", 1, "%")]),
        ("Từ 70% đến 80% hội viên.", [(">=", 70, "%"), ("<=", 80, "%")]),
        ("Có 70 - 80% thanh niên.", [(">=", 70, "%"), ("<=", 80, "%")]),
        ("Tăng từ 60% lên 85%.", [("==", 85, "%")]),
        ("Phấn đấu 100% tổ dân phố.", [("==", 100, "%")]),
        ("Kinh tế số chiếm 30% GRDP.", [("==", 30, "%")]),
        ("Có trên 500 doanh nghiệp mới.", [(">=", 500, "doanh nghiệp")]),
        ("Thu hút 5.000 tỷ đồng.", [("==", 5000, "tỷ đồng")]),
        ("Mỗi xã có ít nhất 02 mô hình.", [(">=", 2, "mô hình")]),
        ("Đạt trên 95 phần trăm.", [(">=", 95, "%")]),
        ("100% đề nghị của người dân được giải quyết.", [("==", 100, "%")]),
    ],
)
def test_target_line_is_read(line: str, wanted: list[tuple[str, float, str]]) -> None:
    assert found(line) == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Hiện nay mới có 45% đảng viên dùng sổ tay điện tử.",
        "Dự báo đến năm 2035 có 90% việc làm cần kỹ năng số.",
        "Giải quyết hồ sơ trong 05 ngày làm việc.",
        "Phấn đấu đạt ít nhất 800 điểm chỉ số.",
        "Tặng Bằng khen cho không quá 10% số tập thể.",
        "Thực hiện 03 chương trình mục tiêu quốc gia.",
        "Theo khoản 2 Điều 5 Nghị định số 98/2023/NĐ-CP ngày 31/12/2023.",
        "Thuộc nhóm 10 tỉnh dẫn đầu.",
    ],
)
def test_what_is_no_target_is_left_out(line: str) -> None:
    assert found(line) == []


@pytest.mark.parametrize("part", ["KHEN THƯỞNG", "THANG ĐIỂM", "THỰC TRẠNG", "KINH PHÍ THỰC HIỆN"])
def test_figures_under_a_shut_heading_are_no_targets(part: str) -> None:
    assert found("100% tập thể.", part) == []


def test_what_an_earlier_year_reached_is_a_baseline() -> None:
    head = "Nam Đồng, ngày 05 tháng 01 năm 2026\n\n"
    assert found("Năm 2024 đạt 45%; năm 2026 đạt 60%.", head=head) == [("==", 60, "%")]


def test_a_count_needs_an_aim_or_a_comparator() -> None:
    assert found("Tổ chức 02 lớp tập huấn.", "NHIỆM VỤ") == []
    assert found("Tổ chức ít nhất 02 lớp tập huấn.", "NHIỆM VỤ") == [(">=", 2, "lớp")]


def test_each_figure_takes_the_year_that_stands_before_it() -> None:
    draft = read_plan(
        PLAN.format(part="MỤC TIÊU", line="Tỷ lệ dùng: năm 2026: 60%, năm 2027: 75%, năm 2028: 90%.")
    )
    assert [(t.value, t.by) for t in draft.quantitative_targets] == [(60, "2026"), (75, "2027"), (90, "2028")]


def test_one_measurement_with_a_level_for_each_year_is_no_contradiction() -> None:
    line = (
        "Đến năm 2026: 60% hộ dân có chữ ký số cá nhân.\n\n- Đến năm 2027: 75% hộ dân có chữ ký số cá nhân."
    )
    draft = read_plan(PLAN.format(part="MỤC TIÊU", line=line))
    assert [t.same_measure_as for t in draft.quantitative_targets] == [None, 0]
    assert "two_thresholds" not in {point.kind for point in draft.open_points}
