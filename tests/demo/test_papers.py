"""Evidence of the demonstration: it says what it proves, and is what people could have handed in."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest

from thidua.demo import papers
from thidua.documents import examining

PROOF = papers.Proof(
    unit="Tổ dân phố số 11 (minh họa)",
    unit_code="TDP11",
    period="Tháng 11/2026",
    starts_on=date(2026, 10, 15),
    ends_on=date(2026, 11, 14),
    number=28,
    signed_on=date(2026, 11, 8),
    rows=(
        papers.Row(
            "BD3", "Người trưởng thành có kỹ năng số", "66,61 %", "Số người đã đạt", 409, "Tổng số", 1614
        ),
    ),
)


def words_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(content))
    try:
        page = document[0]
        text = page.get_textpage()
        found = str(text.get_text_range())
        text.close()
        page.close()
    finally:
        document.close()
    return " ".join(found.split())


def test_a_paper_says_whose_it_is_what_it_shows_and_the_numbers() -> None:
    paper = papers.paper(papers.ledger_of("BD3"), PROOF, is_picture=False)
    words = words_of(paper.content)
    told = (
        papers.NOTE,
        "TỔ DÂN PHỐ SỐ 11 (MINH HỌA)",
        "Rà soát kỹ năng số của người trưởng thành",
        "Kỳ số liệu: Tháng 11/2026 (từ ngày 15/10/2026 đến ngày 14/11/2026)",
        "BD3 Người trưởng thành có kỹ năng số 66,61 %",
        "Số người đã đạt 409",
        "Tổng số 1.614",
    )
    assert [sentence for sentence in told if sentence not in words] == []
    assert paper.name == "ky-nang-so-nguoi-dan-thang-11-2026.pdf"


def test_an_indicator_of_no_ledger_comes_out_of_the_units_own() -> None:
    assert papers.ledger_of("NC1") == papers.OTHERS


def test_no_indicator_comes_out_of_two_ledgers() -> None:
    codes = [code for ledger in papers.LEDGERS for code in ledger.codes]
    assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize("is_picture", [False, True])
def test_a_paper_is_the_same_each_time_and_as_if_it_had_been_examined(is_picture: bool) -> None:
    paper = papers.paper(papers.OTHERS, PROOF, is_picture=is_picture)
    assert papers.paper(papers.OTHERS, PROOF, is_picture=is_picture) == paper
    assert examining.examine(paper.content, name=paper.name) == paper
