"""Parse one workbook in a process of its own: bytes in, JSON out.

Run by file (`python -I sheet_child.py`), so it imports nothing of ours and nothing of Django. The reader is quick, but a
crafted sheet can make it abort or ask for hundreds of gigabytes; then only this process dies.

Output: {"sheets": [{"name", "visible", "rows"}]} or {"refusal", "place"}. A cell is null, a string, a whole number,
{"number": "0.5"} or {"date": "2026-06-25"}.
"""

import datetime as dt
import io
import json
import math
import resource
import sys
from typing import Any

import python_calamine

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 5
CELL_CHARACTERS = 32_767  # Excel's own limit
ALL_CHARACTERS = 20_000_000
EXACT = 10**15  # floats above may have lost their last digits
TOO_HEAVY = "Bảng quá nặng để đọc. Xin xóa các hàng, cột và trang tính thừa, hoặc tạo lại tệp từ Excel."
DAMAGED = "Không đọc được nội dung bảng tính. Xin mở lại bằng Excel, lưu và tải lên lần nữa."


class Unfit(Exception):
    """A refusal: sentence and place."""


def limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def cell_of(value: Any, place: str) -> Any:
    """One cell as JSON tells it; formulas give the value that was saved with them."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, place)
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, (dt.datetime, dt.date)):
        return {"date": value.strftime("%Y-%m-%d")}
    text = str(value)
    if len(text) > CELL_CHARACTERS:
        raise Unfit("ô chứa quá nhiều chữ.", place)
    return text


def _number(value: float, place: str) -> Any:
    if not math.isfinite(value):
        raise Unfit("giá trị không phải là số. Xin ghi số hoặc để trống.", place)
    if abs(value) >= EXACT:
        raise Unfit("số có quá nhiều chữ số, có thể đã bị làm tròn. Xin định dạng ô là văn bản.", place)
    # Excel works with 15 digits: 0.30000000000000004 is its 0.3
    return int(value) if value == int(value) else {"number": f"{value:.15g}"}


def read(data: bytes) -> dict[str, Any]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {"sheets": [_sheet(book, about) for about in book.sheets_metadata if _is_table(about)]}
    except Unfit as unfit:
        return {"refusal": unfit.args[0], "place": unfit.args[1]}
    except MemoryError:
        return {"refusal": TOO_HEAVY}
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError):
        return {"refusal": DAMAGED}


def _is_table(about: Any) -> bool:
    return str(about.typ).endswith("WorkSheet")


def _sheet(book: Any, about: Any) -> dict[str, Any]:
    found = book.get_sheet_by_name(about.name).to_python(skip_empty_area=False)
    rows = [
        [cell_of(value, f"Ô {_letters(j)}{i}") for j, value in enumerate(row)]
        for i, row in enumerate(found, start=1)
    ]
    if sum(len(cell) for row in rows for cell in row if isinstance(cell, str)) > ALL_CHARACTERS:
        raise Unfit(TOO_HEAVY, "")
    return {"name": about.name, "visible": str(about.visible).endswith("Visible"), "rows": rows}


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def main() -> None:
    limit_process()
    told = read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False, allow_nan=False).encode())


if __name__ == "__main__":
    main()
