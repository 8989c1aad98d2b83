"""The letter on paper."""

from dataclasses import replace
from datetime import date

import pytest

from tests.documents.rendering import reading
from thidua.documents import rendering
from thidua.urging.letter import Head, Letter, Named, document_of, first_closing, first_opening

HEAD = Head(
    "", "Ủy ban nhân dân\nphường Nam Đồng", "Nam Đồng", "TM. Ủy ban nhân dân", "Chủ tịch", "Lê Văn An"
)
LATE = Named("Lập danh mục dữ liệu dùng chung", "Mục III.2", date(2026, 10, 15), 18, (date(2026, 10, 20),))
LETTER = Letter(
    unit="Trạm Y tế",
    turn=2,
    head=HEAD,
    symbol="UBND-VHXH",
    number="",
    issued_on=None,
    listed_on=date(2026, 11, 2),
    opening=first_opening("Trạm Y tế", date(2026, 11, 2), "Kế hoạch số 12/KH-UBND"),
    closing=first_closing("Trạm Y tế", "Ủy ban nhân dân phường Nam Đồng", date(2026, 11, 9)),
    things=(LATE, Named("Báo cáo tháng 10/2026", "", date(2026, 10, 30), 3)),
)


def printed(letter: Letter) -> str:
    return " ".join(reading.page_texts(rendering.render_pdf(document_of(letter))))


def test_it_says_what_is_owed_since_when_and_when_it_was_urged() -> None:
    text = printed(LETTER)
    assert "V/v đôn đốc thực hiện nhiệm vụ, báo cáo quá hạn (lần thứ 2)" in text
    assert "Kính gửi: Trạm Y tế." in text
    assert "Thực hiện Kế hoạch số 12/KH-UBND, qua theo dõi đến ngày 02/11/2026, Trạm Y tế còn" in text
    assert "1 Lập danh mục dữ liệu dùng chung Mục III.2 15/10/2026 18 20/10/2026" in text
    assert "2 Báo cáo tháng 10/2026 – 30/10/2026 3 chưa" in text
    assert "trước ngày 09/11/2026" in text


def test_number_and_day_are_left_to_van_thu_until_they_are_known() -> None:
    assert "Số: /UBND-VHXH" in printed(LETTER)
    known = printed(replace(LETTER, number="7", issued_on=date(2026, 11, 3)))
    assert "Số: 07/UBND-VHXH" in known
    assert "Nam Đồng, ngày 03 tháng 11 năm 2026" in known


def test_the_first_letter_counts_no_turn() -> None:
    assert "lần thứ" not in printed(replace(LETTER, turn=1))


@pytest.mark.parametrize("typed", ["Xin hoàn thành sớm", "Xin hoàn thành sớm.", "Xin hoàn thành sớm./."])
def test_the_end_mark_stands_once(typed: str) -> None:
    assert "Xin hoàn thành sớm./. " in printed(replace(LETTER, closing=typed))


def test_without_a_plan_the_opening_begins_at_once() -> None:
    assert first_opening("Tổ 1", date(2026, 11, 2), "").startswith("Qua theo dõi")
