import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.movement.planreader.papers import SEED, draft_of
from thidua.movement.planreader import to_json


def run(*arguments: str) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("read_plan", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as ended:
        code = int(ended.code or 0)
    return out.getvalue(), err.getvalue(), code


def test_read_plan_prints_counts_and_open_points() -> None:
    out, err, code = run(str(SEED))
    assert (err, code) == ("", 0)
    assert "   11 mức chỉ tiêu trên 10 chỉ tiêu\n" in out
    assert "Điểm kế hoạch để ngỏ: 8\n" in out
    assert "      “Số: /KH-UBND”\n" in out


def test_read_plan_writes_json_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "draft.json"
    assert run(str(SEED), "--json", str(path))[2] == 0
    assert json.loads(path.read_text(encoding="utf-8")) == json.loads(
        json.dumps(to_json(draft_of(SEED.stem)))
    )


def test_read_plan_writes_json_to_standard_output() -> None:
    out, _, code = run(str(SEED), "--json", "-")
    assert (json.loads(out)["number"], code) == ("/KH-UBND", 0)


def test_read_plan_refuses_with_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "rong.txt"
    path.touch()
    assert run(str(path)) == (
        "",
        "Tệp rỗng, không có nội dung để đọc; hãy kiểm tra lại tệp rồi đọc lần nữa.\n",
        1,
    )


def test_read_plan_speaks_of_no_page(tmp_path: Path) -> None:
    """On a page one pastes into a box; the command line has none."""
    path = tmp_path / "ke-hoach.pdf"
    path.write_bytes(b"not a document")
    sentence = (
        "Tệp bị hỏng, không mở được; hãy lưu lại từ phần mềm soạn thảo rồi đọc, "
        "hoặc chép văn bản vào một tệp .txt rồi đọc tệp ấy.\n"
    )
    assert run(str(path)) == ("", sentence, 1)


def test_read_plan_refuses_an_output_it_cannot_write(tmp_path: Path) -> None:
    target = tmp_path / "none" / "draft.json"
    assert run(str(SEED), "--json", str(target))[1:] == (f"Không ghi được tệp “{target}”.\n", 1)


def test_read_plan_without_a_file_is_a_usage_error() -> None:
    with pytest.raises(CommandError, match="file"):
        call_command("read_plan")
