"""Re-vendors the front end by package name and checks every hash; users never need it, maintainers rarely.

    python tools/vendor.py            check the vendored files against the hashes written in VENDOR.md
    python tools/vendor.py --fetch    fetch the pinned packages with npm; refuse any other hash than the written
    python tools/vendor.py --accept   fetch, and write the new hashes (after reading what changed)

Exit status: 0 done, 1 a hash differs, 2 wrong use. Needs `npm` on the PATH for the last two.
"""

import argparse
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "src/thidua/core/static/vendor"
TESTS = ROOT / "tests/vendor"

# fmt: off
ICONS = (
    "archive", "arrow-counterclockwise", "arrow-down-up", "arrow-left", "arrow-right",
    "award", "bar-chart", "bell", "box-arrow-right", "building",
    "calendar3", "camera", "check-circle", "check-lg", "chevron-down",
    "chevron-left", "chevron-right", "chevron-up", "clipboard", "clipboard-check",
    "clock", "clock-history", "download", "envelope", "exclamation-triangle",
    "eye", "file-earmark-excel", "file-earmark-image", "file-earmark-pdf", "file-earmark-text",
    "file-earmark-word", "flag", "funnel", "gear", "graph-up",
    "hourglass-split", "house-door", "info-circle", "link-45deg", "list",
    "list-check", "lock", "megaphone", "paperclip", "pencil",
    "people", "person", "plus-lg", "printer", "question-circle",
    "search", "send", "shield-check", "star-fill", "table",
    "telephone", "trash3", "unlock", "upload", "x-circle",
    "x-lg",
)
# fmt: on


@dataclass(frozen=True)
class Package:
    """An npm package at one version and the files taken from it unchanged: path inside → name here."""

    name: str
    version: str
    licence: str
    folder: Path
    files: dict[str, str]


FONT_FILES = {
    f"files/be-vietnam-pro-{subset}-{weight}-normal.woff2": f"be-vietnam-pro-{subset}-{weight}.woff2"
    for subset in ("latin", "vietnamese")
    for weight in (400, 600, 700)
}
PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "MIT",
        STATIC,
        {
            "dist/css/bootstrap.min.css": "bootstrap.min.css",
            # Hashed static storage follows the sheet's last comment and refuses a map that is not there.
            "dist/css/bootstrap.min.css.map": "bootstrap.min.css.map",
            "LICENSE": "bootstrap.LICENSE.txt",
        },
    ),
    Package(
        "htmx.org",
        "4.0.1",
        "0BSD",
        STATIC,
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    ),
    Package(
        "@fontsource/be-vietnam-pro",
        "5.3.0",
        "OFL-1.1",
        STATIC,
        FONT_FILES | {"LICENSE": "be-vietnam-pro.LICENSE.txt"},
    ),
    Package("bootstrap-icons", "1.13.2", "MIT", STATIC, {"LICENSE": "bootstrap-icons.LICENSE.txt"}),
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        TESTS,
        {"axe.min.js": "axe.min.js", "LICENSE": "axe.LICENSE.txt"},
    ),
)
SPRITE = "icons.svg"


def written_hashes(folder: Path) -> dict[str, str]:
    """File name → SHA-256 as written in the folder's VENDOR.md; empty when there is none."""
    path = folder / "VENDOR.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return dict(re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", text, re.MULTILINE))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def differences(folder: Path) -> list[str]:
    """One sentence for every file that is missing, unlisted or not what VENDOR.md says."""
    written = written_hashes(folder)
    present = {path.name: path for path in folder.iterdir() if path.name != "VENDOR.md"}
    found = [f"{name}: listed, not there" for name in sorted(written.keys() - present.keys())]
    found += [f"{name}: there, not listed" for name in sorted(present.keys() - written.keys())]
    found += [
        f"{name}: hash differs"
        for name in sorted(written.keys() & present.keys())
        if sha256(present[name].read_bytes()) != written[name]
    ]
    return found


def unpack(package: Package, into: Path) -> Path:
    """The package's files, fetched by the ordinary npm client (which checks the registry's own hash)."""
    target = into / package.name.replace("/", "_")
    target.mkdir()
    spec = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", "--silent", spec], cwd=target, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(target.glob("*.tgz"))) as archive:
        archive.extractall(target, filter="data")
    return target / "package"


def sprite(icons: Path) -> bytes:
    """One SVG with a symbol for each name in ICONS; the drawings are unchanged."""
    symbols = []
    for name in ICONS:
        source = (icons / f"{name}.svg").read_text(encoding="utf-8")
        body = re.sub(r"\s*\n\s*", "", re.sub(r"^<svg[^>]*>|</svg>\s*$", "", source))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n").encode()


def fetch() -> dict[Path, tuple[Package, bytes]]:
    """Every vendored file: path here → (package, content)."""
    result: dict[Path, tuple[Package, bytes]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for package in PACKAGES:
            source = unpack(package, Path(temporary))
            for inside, name in package.files.items():
                result[package.folder / name] = (package, (source / inside).read_bytes())
            if package.name == "bootstrap-icons":
                result[package.folder / SPRITE] = (package, sprite(source / "icons"))
    return result


def listing(folder: Path, files: dict[Path, tuple[Package, bytes]]) -> str:
    lines = [
        "# Vendored files",
        "",
        "Unchanged files of these packages, so that everything works offline (`icons.svg` gathers drawings of",
        "bootstrap-icons in one sprite). `tools/vendor.py` fetches them, `tests/house/test_vendor.py` checks them.",
        "",
        "| file | package | version | licence | SHA-256 |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| `{path.name}` | {package.name} | {package.version} | {package.licence} | `{sha256(content)}` |"
        for path, (package, content) in sorted(files.items())
        if path.parent == folder
    ]
    return "\n".join(lines) + "\n"


def write(files: dict[Path, tuple[Package, bytes]]) -> None:
    for path, (_, content) in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for folder in (STATIC, TESTS):
        (folder / "VENDOR.md").write_text(listing(folder, files), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--fetch", action="store_true", help="fetch; refuse hashes that differ")
    choice.add_argument("--accept", action="store_true", help="fetch and write the new hashes")
    arguments = parser.parse_args()
    if arguments.fetch or arguments.accept:
        files = fetch()
        changed = [
            path.name
            for path, (_, content) in files.items()
            if written_hashes(path.parent).get(path.name) != sha256(content)
        ]
        if changed and not arguments.accept:
            sys.stderr.write("Not written, hashes differ: " + ", ".join(changed) + "\n")
            return 1
        write(files)
    wrong = differences(STATIC) + differences(TESTS)
    sys.stdout.write("\n".join(wrong or ["Every vendored file has the hash that is written."]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
