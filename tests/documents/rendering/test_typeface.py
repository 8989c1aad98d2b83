import hashlib
import re

from thidua.documents.rendering import typeface

ROW = re.compile(r"^\| `([^`]+)` \| (\S+) \| (\S+) \| (\S+) \| `([0-9a-f]{64})` \|$", re.MULTILINE)
VIETNAMESE = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
    "AÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬBCDĐEÈẺẼÉẸÊỀỂỄẾỆGHIÌỈĨÍỊKLMNOÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢPQRSTUÙỦŨÚỤƯỪỬỮỨỰVXYỲỶỸÝỴ"
)


def test_fonts_and_licence_are_the_written_ones() -> None:
    text = (typeface.FOLDER / "VENDOR.md").read_text(encoding="utf-8")
    present = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in typeface.FOLDER.iterdir()
        if path.name != "VENDOR.md"
    }
    assert present == {name: digest for name, _, _, _, digest in ROW.findall(text)}
    assert {(version, licence) for _, _, version, licence, _ in ROW.findall(text)} == {("2.1.5", "OFL-1.1")}


def test_every_cut_is_version_2_1_5() -> None:
    stated = "Version 2.1.5".encode("utf-16-be")
    assert [stated in path.read_bytes() for path in typeface.font_files()] == [True] * 4


def test_every_cut_has_every_vietnamese_letter() -> None:
    covered = typeface.covered_code_points()
    assert [letter for letter in VIETNAMESE + "₫…–“”‘’≥≤×□\xa0\u200b\n\t" if ord(letter) not in covered] == []
    assert ord("😀") not in covered
    assert ord("中") not in covered


def test_letters_that_the_typeface_lacks_become_boxes() -> None:
    assert typeface.printable("Đạt 😀 中\n✓") == "Đạt □ □\n□"
