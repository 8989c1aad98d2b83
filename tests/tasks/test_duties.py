"""Duties of a plan become proposals that say no more than the plan does."""

from datetime import date

import pytest

from thidua.org.enums import UnitKind
from thidua.tasks.duties import GROUPS, Duty, KnownPhase, KnownUnit, Stated, due_words, duties_of, kinds_named

OFFICE = KnownUnit(1, "Văn phòng HĐND và UBND phường", "Văn phòng")
CULTURE = KnownUnit(2, "Phòng Văn hóa - Xã hội")
CENTRE = KnownUnit(3, "Trung tâm Văn hóa, Thể thao và Truyền thông phường")
FRONT = KnownUnit(4, "Ủy ban Mặt trận Tổ quốc Việt Nam phường Nam Đồng")
UNITS = (OFFICE, CULTURE, CENTRE, FRONT, KnownUnit(5, "Tổ dân phố 1"))


def one(text: str, body: str = "Phòng Văn hóa - Xã hội", phases: tuple[KnownPhase, ...] = ()) -> Duty:
    [found] = duties_of([Stated(7, "VI.5", text, body)], UNITS, phases)
    return found


def test_a_duty_names_its_unit_and_those_it_works_with() -> None:
    duty = one("- Phối hợp với Trung tâm Văn hóa, Thể thao và Truyền thông phường đẩy mạnh tuyên truyền.")
    assert (duty.lead_id, duty.supporting_ids, duty.lead_words) == (2, (3,), "")
    assert (
        duty.quote == "Phối hợp với Trung tâm Văn hóa, Thể thao và Truyền thông phường đẩy mạnh tuyên truyền."
    )


@pytest.mark.parametrize(
    ("body", "lead", "words"),
    [
        ("Phòng Văn hóa – Xã hội", None, "Phòng Văn hóa – Xã hội"),
        ("phòng văn hóa - xã hội", 2, ""),
        ("Văn phòng", 1, ""),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam phường", 4, ""),
        ("Tổ dân phố", None, "Tổ dân phố"),
        ("Các phòng, ban, ngành", None, "Các phòng, ban, ngành"),
        ("", None, ""),
    ],
)
def test_a_body_is_a_unit_only_by_its_very_name(body: str, lead: int | None, words: str) -> None:
    duty = one("Lập danh mục.", body)
    assert (duty.lead_id, duty.lead_words) == (lead, words)


def test_of_several_bodies_the_first_leads() -> None:
    duty = one("Lập danh mục.", "Văn phòng; Phòng Văn hóa - Xã hội; Các đoàn thể")
    assert (duty.lead_id, duty.supporting_ids, duty.lead_words) == (1, (2,), "Các đoàn thể")


def test_two_units_of_one_name_are_none() -> None:
    twins = (KnownUnit(1, "Tổ 1"), KnownUnit(2, "tổ 1"))
    assert duties_of([Stated(7, "", "Làm.", "Tổ 1")], twins)[0].lead_id is None


def test_each_paragraph_is_a_duty_and_none_is_told_twice() -> None:
    stated = [
        Stated(7, "VI.5", "- Tổng hợp báo cáo hằng năm. Tham mưu khen thưởng.\n- Rà soát.", "Văn phòng"),
        Stated(8, "VI.5", "Tổng hợp báo cáo hằng năm."),
    ]
    assert [duty.title for duty in duties_of(stated, UNITS)] == [
        "Tổng hợp báo cáo hằng năm. Tham mưu khen thưởng",
        "Rà soát",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Báo cáo trước ngày 15/12/2026 về UBND.", "trước ngày 15/12/2026"),
        ("Gửi báo cáo trước ngày 15/12 hằng năm.", "trước ngày 15/12 hằng năm"),
        ("Hoàn thành trong quý III/2026.", "trong quý III/2026"),
        ("Tổng hợp hằng năm, sơ kết, tổng kết.", "hằng năm, sơ kết, tổng kết"),
        ("Thường xuyên theo dõi.", "Thường xuyên"),
        ("Lập danh mục.", ""),
    ],
)
def test_the_words_of_the_due_date_are_the_plans(line: str, words: str) -> None:
    assert due_words(line) == words


def test_the_phase_is_that_of_the_day() -> None:
    phases = (
        KnownPhase(1, date(2025, 1, 1), date(2027, 12, 31)),
        KnownPhase(2, date(2027, 1, 1), date(2030, 12, 31)),
    )
    assert one("Báo cáo đến hết ngày 31/12/2029.", phases=phases).phase_id == 2
    assert one("Báo cáo hằng năm.", phases=phases).phase_id is None


def test_a_long_paragraph_is_cut_at_a_word_and_quoted_whole() -> None:
    line = "dựng " * 40
    duty = one(line)
    assert (len(duty.title) <= 140, duty.quote) == (True, line.strip())
    assert (duty.title.startswith("Dựng dựng"), duty.title.endswith(" dựng…")) == (True, True)


def test_the_key_stays_with_the_words() -> None:
    first, again = one("Lập danh mục."), one("lập  danh mục.")
    other = one("Lập danh mục.", "Văn phòng")
    assert (first.key == again.key, first.key == other.key) == (True, False)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Các phòng, ban, ngành", {"department"}),
        ("Các phòng, ban, đoàn thể phường", {"department", "union"}),
        ("Tổ dân phố", {"neighbourhood"}),
        ("Các thôn", {"neighbourhood"}),
        ("Các trường học; Trạm Y tế", {"school", "service"}),
        ("Các doanh nghiệp, hợp tác xã", {"enterprise"}),
        ("Công an, Ban Chỉ huy Quân sự", {"forces", "department"}),
        ("Ủy ban Mặt trận Tổ quốc", {"union"}),
        ("Hội đồng thi đua", set()),
        ("Các xã hội hóa", set()),
        ("Lực lượng quốc phòng", set()),
        ("", set()),
    ],
)
def test_words_for_a_group_mean_kinds_of_units(words: str, kinds: set[str]) -> None:
    assert kinds_named(words) == kinds


def test_kinds_are_called_as_units_are() -> None:
    assert {kind for _, kinds in GROUPS for kind in kinds} <= set(UnitKind.values)
