"""The shipped library holds together, and plan sentences find their indicators."""

import copy
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from thidua.core.text import fold
from thidua.indicator import errors, library
from thidua.indicator.figures import Comparator, Kind, OverTime, OverUnits, Value, standing
from thidua.indicator.library.suggestions import suggest

SHIPPED = library.load()
FOLDER = resources.files(library)
INDICATORS = json.loads((FOLDER / "indicators.json").read_text(encoding="utf-8"))
TARGETS = json.loads((FOLDER / "targets.json").read_text(encoding="utf-8"))
DAY = date(2026, 11, 22)

SEED_LINES = [
    ("80% trở lên thủ tục hành chính sử dụng dịch vụ công trực tuyến của người dân và doanh nghiệp", "CT1"),
    (
        "90% cung cấp dịch vụ công trực tuyến toàn trình trên tổng số thủ tục hành chính có đủ điều kiện",
        "CT2",
    ),
    (
        "100% thủ tục hành chính liên quan đến doanh nghiệp được thực hiện trực tuyến, thông suốt, hiệu quả",
        "CT3a",
    ),
    ("100% thủ tục hành chính không bị giới hạn bởi địa giới hành cấp xã", "CT3b"),
    (
        (
            "100% thủ tục hành chính đủ điều kiện theo quy định của pháp luật được cung cấp dưới hình thức dịch vụ công "
            "trực tuyến toàn trình"
        ),
        "CT2",
    ),
    (
        (
            "100% công dân không phải xuất trình giấy tờ, bản sao y, công chứng trước khi thực hiện thủ tục hành chính "
            "theo Luật Giao dịch điện tử"
        ),
        "CT5",
    ),
    ("100% xử lý văn bản, hồ sơ công việc toàn trình trên môi trường điện tử", "CT6"),
    (
        "100% hoạt động chỉ đạo, điều hành, quản trị nội bộ được thực hiện trên nền tảng quản trị tổng thể, thống nhất",
        "CT7",
    ),
    (
        (
            "100% văn bản trao đổi giữa các cơ quan nhà nước được thực hiện dưới dạng điện tử, được ký số bởi chữ ký số "
            "chuyên dùng, trừ văn bản mật theo quy định của pháp luật"
        ),
        "CT8",
    ),
    (
        "100% báo cáo định kỳ về chỉ tiêu phát triển kinh tế - xã hội được thực hiện trên hệ thống phần mềm báo cáo",
        "CT9",
    ),
    (
        (
            "Tối thiểu 70% có hệ thống cơ sở dữ liệu dùng chung trên phạm vi toàn phường, kết nối liên thông qua nền tảng "
            "tích hợp và chia sẻ dữ liệu dùng chung (LGSP), hình thành các cơ sở dữ liệu dùng chung cấp xã"
        ),
        "CT10",
    ),
]

OTHER_LINES = [
    ("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn đạt từ 98% trở lên", "HS1"),
    ("Tối thiểu 80% hồ sơ thủ tục hành chính được người dân nộp trực tuyến", "CT1"),
    ("60% dịch vụ công có phát sinh phí, lệ phí được thanh toán trực tuyến", "HS2"),
    ("100% cấp kết quả giải quyết thủ tục hành chính điện tử", "HS3"),
    ("100% hồ sơ, kết quả giải quyết thủ tục hành chính được số hóa", "HS4"),
    ("80% thông tin, dữ liệu số hóa được tái sử dụng khi giải quyết thủ tục hành chính", "HS5"),
    ("Mức độ hài lòng của người dân, doanh nghiệp đạt tối thiểu 95%", "HL1"),
    ("100% cán bộ, công chức, viên chức có kỹ năng số", "BD1"),
    ("100% học sinh từ bậc tiểu học được trang bị kiến thức, kỹ năng số", "BD2"),
    ("80% người trưởng thành có kiến thức cơ bản về chuyển đổi số, kỹ năng số", "BD3"),
    ("50% người trưởng thành được xác nhận đạt phổ cập kỹ năng số trên VNeID", "BD4"),
    ("80% người lao động trong doanh nghiệp, hợp tác xã có kỹ năng số", "BD5"),
    ("100% cán bộ, công chức được bồi dưỡng kỹ năng số cơ bản", "DT1"),
    ("100% học sinh, sinh viên tham gia khóa học an toàn trên không gian mạng", "AT1"),
    ("Mỗi phường có ít nhất 02 cán bộ nòng cốt Bình dân học vụ số", "NC1"),
    ("Mỗi hộ gia đình có ít nhất một người thành thạo 05 kỹ năng số", "HG1"),
]

UNRELATED = [
    "",
    "100%",
    "Có ≥ 30% DNNVV, HTX, HKD trên địa bàn Tỉnh ứng dụng công nghệ số",
    "Tỷ lệ hộ nghèo giảm 0,5%",
    "Thu ngân sách đạt 120% dự toán",
    "95% đường tổ dân phố được thắp sáng",
    "Hoàn thành có chất lượng, đúng thời hạn các nhiệm vụ được giao và thực hiện tốt chế độ thông tin, báo cáo",
    "100% trẻ em dưới 6 tuổi được tiêm chủng",
    "Trồng mới 5.000 cây xanh",
    "Tối thiểu 70% cán bộ tham gia hiến máu",
    "Tổ chức các đoàn kiểm tra tình hình triển khai thực hiện phong trào thi đua ở một số cơ quan, doanh nghiệp",
]


@pytest.mark.parametrize(("sentence", "code"), [*SEED_LINES, *OTHER_LINES])
def test_a_target_sentence_finds_its_indicator(sentence: str, code: str) -> None:
    assert suggest(sentence, SHIPPED)[0][0] == code


@pytest.mark.parametrize(("sentence", "code"), SEED_LINES)
def test_the_seed_is_found_without_marks_and_in_capitals(sentence: str, code: str) -> None:
    assert suggest(fold(sentence).upper(), SHIPPED) == suggest(sentence, SHIPPED)
    assert len(suggest(sentence, SHIPPED)) == 1


@pytest.mark.parametrize("sentence", UNRELATED)
def test_an_unrelated_sentence_finds_nothing(sentence: str) -> None:
    assert suggest(sentence, SHIPPED) == []


def test_the_library_holds_the_ten_and_the_five() -> None:
    codes = [indicator.code for indicator in SHIPPED.indicators]
    assert codes[:10] == ["CT1", "CT2", "CT3a", "CT3b", "CT5", "CT6", "CT7", "CT8", "CT9", "CT10"]
    assert codes[10:15] == ["BD1", "BD2", "BD3", "BD4", "BD5"]
    assert codes[15:] == ["HS1", "HS2", "HS3", "HS4", "HS5", "HL1", "DT1", "AT1", "NC1", "HG1"]


def test_variants_of_the_ambiguous_indicators() -> None:
    variants = {each.code: sorted({d.variant for d in each.definitions}) for each in SHIPPED.indicators}
    assert (variants["CT1"], variants["CT7"], variants["CT2"]) == (["A", "A766", "B"], ["A", "B"], ["A"])
    procedures = SHIPPED.measurement("CT1").definition_on(DAY, "B")
    assert procedures is not None
    assert (procedures.over_units, procedures.over_time) == (OverUnits.ONE, OverTime.STOCK)
    assert SHIPPED.measurement("CT1").over_time is OverTime.FLOW


def test_ct4_is_the_second_line_of_ct2() -> None:
    assert SHIPPED.measurement("CT4") is SHIPPED.measurement("CT2")
    lines = [target.as_line() for target in SHIPPED.targets_of("CT2", 2026)]
    assert [(line.name, line.target) for line in lines] == [
        ("muc_dat", Decimal(90)),
        ("muc_phan_dau", Decimal(100)),
    ]
    assert standing(Value(21, 23), lines).phrase == "Đạt 90, chưa 100"


def test_a_new_definition_is_a_new_version_and_old_periods_keep_theirs() -> None:
    papers = SHIPPED.measurement("CT5")
    versions = [
        papers.definition_on(day) for day in (date(2025, 12, 31), date(2026, 1, 1), date(2025, 6, 30))
    ]
    assert [definition and definition.version for definition in versions] == [1, 2, None]


def test_only_connected_databases_count() -> None:
    assert [(s.code, s.counts) for s in SHIPPED.measurement("CT10").statuses] == [
        ("da_ket_noi", True),
        ("san_sang", False),
        ("chua", False),
    ]


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        ("BD3", 2025, [">=80"]),
        ("BD3", 2026, [">=100"]),
        ("BD3", 2027, []),
        ("BD4", 2026, [">=60"]),
        ("HL1", 2029, [">=99"]),
        ("CT1", 2028, [">=80"]),
        ("CT10", 2025, [">=70"]),
        ("NC1", 2025, [">=2"]),
        ("CT3a", 2025, ["==100"]),
    ],
)
def test_targets_are_dated_rows(code: str, year: int, expected: list[str]) -> None:
    assert [f"{row.comparator}{row.value}" for row in SHIPPED.targets_of(code, year)] == expected


def test_a_range_of_other_places_keeps_both_ends() -> None:
    row = SHIPPED.targets_of("BD4", 2026)[0]
    assert (row.value, row.value_max, row.comparator) == (Decimal(60), Decimal(85), Comparator.AT_LEAST)


def test_every_indicator_has_a_definition_today_with_words_for_the_typist() -> None:
    for indicator in SHIPPED.indicators:
        definition = indicator.definition_on(DAY)
        assert definition is not None, indicator.code
        assert definition.hint, indicator.code
        assert definition.evidence_rule, indicator.code
        assert len(indicator.short_name) <= 45, indicator.code
        assert indicator.reported_by, indicator.code


def test_what_is_not_confirmed_says_so_in_its_citation() -> None:
    for indicator in SHIPPED.indicators:
        for definition in indicator.definitions:
            if definition.trust in (library.Trust.UNOFFICIAL, library.Trust.INFERRED, library.Trust.UNKNOWN):
                assert any(
                    words in definition.citation
                    for words in ("không chính thức", "đề xuất", "Chưa có công thức")
                ), indicator.code


def test_no_exclamation_marks() -> None:
    assert "!" not in json.dumps([INDICATORS, TARGETS], ensure_ascii=False)


def test_counts_have_no_denominator_label() -> None:
    count = SHIPPED.measurement("NC1")
    assert count.kind is Kind.COUNT
    assert count.definitions[0].denominator_label == ""


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        SHIPPED.measurement("CT11")


def _edit(
    change: Callable[[dict[str, Any], dict[str, Any]], object],
) -> tuple[dict[str, Any], dict[str, Any]]:
    indicators, targets = copy.deepcopy(INDICATORS), copy.deepcopy(TARGETS)
    change(indicators, targets)
    return indicators, targets


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda i, t: i["indicators"].append(i["indicators"][0]), "Thư viện chỉ tiêu: mã CT1 có hai lần."),
        (
            lambda i, t: i["second_lines"][0].update(measurement="CT99"),
            "Thư viện chỉ tiêu: không có chỉ tiêu CT99.",
        ),
        (
            lambda i, t: t["targets"][0].update(indicator="CT2"),
            "Thư viện chỉ tiêu: dòng mức CT1 không khớp chỉ tiêu CT2.",
        ),
        (
            lambda i, t: t["targets"][0].update(key="XX"),
            "Thư viện chỉ tiêu: dòng mức XX không khớp chỉ tiêu CT1.",
        ),
        (
            lambda i, t: i["indicators"][0]["definitions"][0].update(is_default=False),
            "Thư viện chỉ tiêu, CT1: chưa có cách tính mặc định.",
        ),
        (
            lambda i, t: i["indicators"][0]["definitions"][1].update(is_default=True),
            "Thư viện chỉ tiêu, CT1: hai cách tính A cùng hiệu lực một ngày.",
        ),
        (
            lambda i, t: i["indicators"][4]["definitions"][0].update(valid_to=None),
            "Thư viện chỉ tiêu, CT5: hai cách tính A cùng hiệu lực một ngày.",
        ),
        (
            lambda i, t: i["indicators"][0]["definitions"][0].update(denominator_label=""),
            "Thư viện chỉ tiêu, CT1: chỉ tỷ lệ mới có nhãn tổng số, và tỷ lệ nào cũng phải có.",
        ),
        (
            lambda i, t: i["indicators"][0]["definitions"][0].update(citation=""),
            "Thư viện chỉ tiêu, CT1: mỗi cách tính phải có định nghĩa và căn cứ.",
        ),
        (
            lambda i, t: i["indicators"][0].update(kind="percent"),
            "Thư viện chỉ tiêu, dòng CT1: không đọc được ('percent' is not a valid Kind).",
        ),
        (
            lambda i, t: i["indicators"][0].update(short_name="Thu\u0309 tục"),
            "Thư viện chỉ tiêu, dòng CT1: chữ chưa ở dạng NFC.",
        ),
    ],
)
def test_a_broken_library_names_the_place(
    change: Callable[[dict[str, Any], dict[str, Any]], object], sentence: str
) -> None:
    with pytest.raises(errors.LibraryBroken) as caught:
        library.build(*_edit(change))
    assert str(caught.value) == sentence
