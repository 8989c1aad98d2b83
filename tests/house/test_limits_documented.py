"""docs/reference/uploads.md says the limits that hold."""

import re
from dataclasses import fields

from tests.house import source
from thidua.core import limits

PAGE = (source.ROOT / "docs" / "reference" / "uploads.md").read_text(encoding="utf-8")
PURPOSES = (limits.REPORT, limits.ROSTER, limits.EVIDENCE, limits.PLAN, limits.LIST, limits.FORM)


def test_every_limit_stands_on_the_page_and_no_other() -> None:
    written = re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE, re.MULTILINE)
    told = {name: [int(cell.replace(" ", "")) for cell in cells.split("|")] for name, cells in written}
    names = [field.name for field in fields(limits.Limits)]
    assert told == {name: [getattr(purpose, name) for purpose in PURPOSES] for name in names}


def test_what_a_reading_process_may_use_stands_on_the_page() -> None:
    said = (
        f"A reading process has {limits.MEMORY_BYTES // limits.MEBIBYTE} MiB of addresses, "
        f"{limits.OWN_MEMORY_BYTES // limits.MEBIBYTE} MiB of memory of its own and {limits.CPU_SECONDS} s of processor time; "
        f"it is waited for {limits.WALL_SECONDS} s; in one server process at most {limits.READERS} read at once"
    )
    of_jobs = (
        f"Lists are read in jobs, row by row, with {limits.JOB_CPU_SECONDS} s of processor time "
        f"within {limits.JOB_WALL_SECONDS} s"
    )
    of_the_nursery = f"ends with its worker however that ends, and after {limits.IDLE_SECONDS} s without work"
    words = " ".join(PAGE.split())
    assert said in words
    assert of_jobs in words
    assert of_the_nursery in words
