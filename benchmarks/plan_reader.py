"""How long the plan reader takes: the seed, and a plan of fifty pages. Prints; asserts nothing.

usage: python benchmarks/plan_reader.py
"""

import time
from pathlib import Path

from thidua.movement.planreader import read_plan

SEED = Path(__file__).parents[1] / "src/thidua/demo/data/ke-hoach-phuong-nam-dong.md"
# A page of A4 at 13 pt holds about 2 500 characters of Vietnamese.
CHARACTERS_A_PAGE = 2500


def fifty_pages(seed: str) -> str:
    """The seed with its contents repeated, renumbered, until it fills fifty pages."""
    head, rest = seed.split("## II. NỘI DUNG", 1)
    contents, tail = rest.split("### III.", 1)
    pages: list[str] = []
    number = 0
    while len(head) + sum(map(len, pages)) + len(tail) < 50 * CHARACTERS_A_PAGE:
        text = contents
        for label in range(1, 8):
            number += 1
            text = text.replace(f"\n{label}. ", f"\n@{number}. ", 1)
        pages.append(text.replace("@", ""))
    return head + "## II. NỘI DUNG" + "".join(pages) + "### III." + tail


def best_of(text: str, runs: int = 5) -> float:
    """Seconds of the fastest run."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        read_plan(text)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    seed = SEED.read_text(encoding="utf-8")
    for name, text in (("seed", seed), ("fifty pages", fifty_pages(seed))):
        pages = len(text) / CHARACTERS_A_PAGE
        print(f"{name:12} {pages:5.1f} pages {len(text):8} characters {1000 * best_of(text):8.0f} ms")


if __name__ == "__main__":
    main()
