"""How much an upload may hold, each purpose in one place, and what the process that reads it may use.

docs/reference/uploads.md says the same in words; a house test compares the two.
"""

from dataclasses import dataclass

MEBIBYTE = 1024**2

# A reading process: its address space, what of it may be its own memory, its processor time, and the longest wait for it.
MEMORY_BYTES = 512 * MEBIBYTE
OWN_MEMORY_BYTES = 224 * MEBIBYTE
CPU_SECONDS = 2
WALL_SECONDS = 20
# The same where a job reads a long list and nobody waits at a page.
JOB_CPU_SECONDS = 60
JOB_WALL_SECONDS = 300
# More at once in one server process would only take memory from the pages.
READERS = 2
# The process that forks readers takes some 20 MiB and starts in a tenth of a second: not kept where nobody sends files.
IDLE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """Most of everything in one upload. `ratio` is unpacked to packed size of one part of an office file, `parts` their
    number; `characters` are those of a whole table or text, `pixels` those of one picture.
    """

    file_bytes: int = 10_000_000
    unpacked_bytes: int = 20_000_000
    parts: int = 200
    ratio: int = 100
    rows: int = 2_000
    columns: int = 100
    characters: int = 5_000_000
    pixels: int = 70_000_000
    pages: int = 2_000


# A unit's figures of one period: true ones have some 30 rows.
REPORT = Limits()
# Units and people of a whole commune.
ROSTER = Limits(rows=5_000, unpacked_bytes=30_000_000)
# What proves a figure: photographs, scans, office files with pictures inside.
EVIDENCE = Limits(file_bytes=10 * MEBIBYTE, unpacked_bytes=200 * MEBIBYTE, parts=2_000)
# Lists that other systems export, read row by row in a job: a year's dossiers of a large ward.
LIST = Limits(file_bytes=100 * MEBIBYTE, unpacked_bytes=160 * MEBIBYTE, rows=250_000, characters=100_000_000)
# The one door that takes bodies so large; all others stay narrow.
LISTS_COME_IN_BY = "/so-du-lieu/don-vi/"
# A signed plan as .docx or .pdf; a true one has 5 to 40 pages and some 40,000 characters.
PLAN = Limits(
    file_bytes=20 * MEBIBYTE, unpacked_bytes=200 * MEBIBYTE, parts=3_000, characters=2_000_000, pages=400
)
# A form of those who receive reports, as .docx or .xlsx with named fields: looked at, and filled, in a process of its own.
FORM = Limits(file_bytes=5 * MEBIBYTE, unpacked_bytes=40 * MEBIBYTE, parts=400, characters=2_000_000)
