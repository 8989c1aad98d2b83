"""What whoever makes a new version of a definition has seen: the newest one there is (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.indicator.models import Definition


def _rows(newest: Definition) -> Rows:
    return (
        ("Bản mới nhất", f"bản {newest.version}, áp dụng từ {formatting.day(newest.valid_from)}"),
        ("Người lập", newest.added_by.full_name if newest.added_by else "thư viện kèm phần mềm"),
        ("Lý do", newest.reason),
        ("Tên đầy đủ", newest.full_name),
        ("Tử số", newest.numerator_label),
        ("Mẫu số", newest.denominator_label),
        ("Cách tính", newest.text),
        ("Gợi ý nhập", newest.hint),
        ("Minh chứng", newest.evidence_rule),
        ("Căn cứ", newest.citation),
    )


DEFINITION: Look[Definition] = Look(mark=lambda newest: mark_of(newest.pk), rows=_rows, about=lambda _: {})
