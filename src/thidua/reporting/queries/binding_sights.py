"""What those who change a binding have seen of it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.reporting.models import RegisterBinding


def _rows(binding: RegisterBinding) -> Rows:
    schema = binding.schema
    ends = formatting.day(binding.valid_to) if binding.valid_to else "chưa kết thúc"
    return (
        ("Bản", f"bản {binding.version}, từ {formatting.day(binding.valid_from)}, {ends}"),
        ("Tổng số", binding.of_whole.words(schema)),
        ("Số đạt", binding.of_part.words(schema)),
        ("Căn cứ", binding.citation),
    )


BINDING: Look[RegisterBinding] = Look(mark=lambda binding: mark_of(binding.pk, binding.valid_to), rows=_rows)
