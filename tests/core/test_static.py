"""Every static file is found under its hashed name: sheets and scripts name nothing that is missing."""

from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.storage import FileSystemStorage

STATIC = Path(__file__).resolve().parents[2] / "src/thidua/core/static"


def test_hashed_names_can_be_made(tmp_path: Path) -> None:
    source = FileSystemStorage(location=str(STATIC))
    names = [str(path.relative_to(STATIC)) for path in STATIC.rglob("*") if path.is_file()]
    paths: dict[str, Any] = {name: (source, name) for name in names}
    storage = ManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    for name in names:
        with source.open(name) as content:
            storage.save(name, content)
    failures = [(name, done) for name, _, done in storage.post_process(paths) if isinstance(done, Exception)]
    assert failures == []
    sheet = (tmp_path / storage.stored_name("thidua/theme.css")).read_text(encoding="utf-8")
    assert storage.stored_name("vendor/be-vietnam-pro-latin-400.woff2").removeprefix("vendor/") in sheet
