"""A copy shows every damage: there is no byte whose change goes unseen."""

import io
import random
import tarfile
from pathlib import Path

import pytest

from tests.clock import local
from thidua.web import errors
from thidua.web.backups import archive
from thidua.web.backups.archive import Facts, Manifest, Part, Writer

AT = local(2026, 11, 22, 1)
FACTS = Facts(
    counts={"org_unit": 3}, heads={"1": "2:ab"}, migrations=[["org", "0001_initial"]], numbers={"a.id": 4}
)


def write(folder: Path, *, names: tuple[str, ...] = ("files/1/ab/abc", "database/x")) -> Path:
    """A small archive with two parts."""
    place = folder / "small.tar"
    with place.open("wb") as file:
        writer = Writer(file, at=AT)
        for number, name in enumerate(names):
            (folder / "part").write_bytes(bytes([number]) * (700 * number + 1))
            writer.add(name, folder / "part")
        writer.finish(Manifest(AT.isoformat(), "0.1.0", "sqlite", FACTS, writer.parts))
    return place


def is_whole(place: Path) -> bool:
    try:
        with archive.checked(place):
            return True
    except errors.CopyDamaged:
        return False


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    with archive.checked(write(tmp_path)) as reader:
        assert reader.manifest.facts == FACTS
        assert {name: part.size for name, part in reader.manifest.parts.items()} == {
            "files/1/ab/abc": 1,
            "database/x": 701,
        }
        reader.extract("database/x", tmp_path / "out" / "x")
    assert (tmp_path / "out" / "x").read_bytes() == b"\1" * 701
    assert (tmp_path / "out" / "x").stat().st_mode & 0o777 == 0o600


def test_any_tar_reads_it(tmp_path: Path) -> None:
    with tarfile.open(write(tmp_path)) as tar:
        assert tar.getnames() == ["files/1/ab/abc", "database/x", "manifest.json", "SHA256"]
        assert {entry.mode for entry in tar} == {0o600}


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    place = write(tmp_path)
    whole, chance = place.read_bytes(), random.Random(9)
    unseen = []
    for position in range(len(whole)):
        flipped = bytearray(whole)
        flipped[position] ^= chance.randint(1, 255)
        place.write_bytes(flipped)
        if is_whole(place):
            unseen.append(position)
    assert (len(whole) > 5000, unseen) == (True, [])


@pytest.mark.parametrize("cut", [1, 511, 512, 1024, 2048, 2049, 4096])
def test_a_cut_or_lengthened_copy_is_found(tmp_path: Path, cut: int) -> None:
    place = write(tmp_path)
    whole = place.read_bytes()
    seen = []
    for damaged in (whole[:-cut], whole[cut:], whole + bytes(cut), b"", whole[:cut]):
        place.write_bytes(damaged)
        seen.append(is_whole(place))
    assert seen == [False] * 5


def sealed(place: Path, parts: dict[str, Part], entries: list[tuple[str, bytes, bytes]]) -> Path:
    """An archive made by hand with a right digest: what only a forger or a mistake of ours would write."""
    with place.open("wb") as file:
        writer = Writer(file, at=AT)
        for name, kind, content in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(content), "/etc/passwd"
            writer._tar.addfile(entry, io.BytesIO(content))
        writer.finish(Manifest(AT.isoformat(), "0.1.0", "sqlite", FACTS, parts))
    return place


@pytest.mark.parametrize(
    "entries",
    [
        [],  # the part is missing
        [("a", tarfile.REGTYPE, b"y")],  # other content
        [("a", tarfile.REGTYPE, b"x"), ("b", tarfile.REGTYPE, b"x")],  # one more
        [("a", tarfile.SYMTYPE, b"")],
        [("../a", tarfile.REGTYPE, b"x")],
        [("/a", tarfile.REGTYPE, b"x")],
        [("x/../../a", tarfile.REGTYPE, b"x")],
    ],
)
def test_parts_that_are_not_the_manifests_are_refused(
    tmp_path: Path, entries: list[tuple[str, bytes, bytes]]
) -> None:
    x = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
    right = sealed(tmp_path / "right.tar", {"a": Part(x, 1)}, [("a", tarfile.REGTYPE, b"x")])
    wrong = sealed(tmp_path / "wrong.tar", {entries[0][0] if entries else "a": Part(x, 1)}, entries)
    assert (is_whole(right), is_whole(wrong)) == (True, False)


def test_a_copy_of_another_format_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write(tmp_path)
    monkeypatch.setattr(archive, "FORMAT", 2)
    with pytest.raises(errors.CopyFromElsewhere, match="phiên bản khác"), archive.checked(place):
        pass


def test_a_missing_copy_is_named(tmp_path: Path) -> None:
    with (
        pytest.raises(errors.CopyUnreadable, match=r"khong-co\.tar"),
        archive.checked(tmp_path / "khong-co.tar"),
    ):
        pass
