"""Plans from outside: pasted text is read here, files in a process of their own that a hostile one may kill."""

import json
import subprocess
import sys

from thidua.core import text as vietnamese
from thidua.movement import errors, reading_child
from thidua.movement.planreader import PlanDraft, SourceText, read_plan

WALL_SECONDS = 40
MOST_CHARACTERS = 2_000_000
TOO_HEAVY = "Tệp quá nặng hoặc bị hỏng, không đọc được. Xin mở tệp, chép nội dung và dán vào ô bên dưới."
NOTHING_READ = "Không nhận ra nội dung kế hoạch nào. Xin kiểm tra lại, hoặc lập phong trào bằng tay."


def read_text(pasted: str) -> PlanDraft:
    """The draft of a pasted text; PlanRefused when nothing in it looks like a plan."""
    return _understood(SourceText(text=pasted, kind="text", name=""))


def read_upload(content: bytes, name: str) -> PlanDraft:
    """The draft of a file. Its text is taken out by `reading_child` under limits of memory and time; PlanRefused else."""
    command = [sys.executable, "-I", "-m", reading_child.__name__, vietnamese.nfc(name)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise errors.PlanRefused(TOO_HEAVY, field="file") from None
    if done.returncode != 0:
        raise errors.PlanRefused(TOO_HEAVY, field="file")
    told = json.loads(done.stdout)
    if "refusal" in told:
        raise errors.PlanRefused(told["refusal"], field="file")
    return _understood(SourceText(text=told["text"], kind=told["kind"], name=name))


def _understood(source: SourceText) -> PlanDraft:
    if len(source.text) > MOST_CHARACTERS:
        raise errors.PlanRefused(TOO_HEAVY)
    draft = read_plan(source)
    if not (draft.sections or draft.title or draft.legal_bases):
        raise errors.PlanRefused(NOTHING_READ)
    return draft
