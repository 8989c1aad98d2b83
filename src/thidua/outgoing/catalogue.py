"""The names that a form may use, with what each means; and what is wrong with a name that does not exist. Pure."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from thidua.core import text
from thidua.outgoing.filling.markup import EACH
from thidua.outgoing.forms_apart import Use

COMMUNE = (
    ("ten", "Tên địa phương, đứng đầu câu"),
    ("ten_trong_cau", "Tên địa phương, ở giữa câu"),
    ("loai", "Loại: phường, xã hoặc đặc khu"),
    ("dia_danh", "Địa danh ở dòng ngày tháng"),
    ("co_quan", "Cơ quan ban hành, một dòng"),
    ("co_quan_dong_1", "Cơ quan ban hành, dòng thứ nhất"),
    ("co_quan_dong_2", "Cơ quan ban hành, dòng thứ hai"),
    ("cap_tren", "Cơ quan cấp trên trực tiếp"),
    ("tinh_thanh", "Tỉnh, thành phố"),
)
SPAN = (
    ("ten", "Tên kỳ, giai đoạn hoặc năm, đứng đầu câu"),
    ("trong_cau", "Tên kỳ, giai đoạn hoặc năm, ở giữa câu"),
    ("tu_ngay", "Ngày đầu"),
    ("den_ngay", "Ngày cuối"),
    ("nam", "Năm của ngày cuối"),
    ("so_don_vi", "Số đơn vị phải báo cáo"),
    ("so_bao_cao", "Số báo cáo các đơn vị phải gửi"),
    ("da_gui", "Số báo cáo đã nhận"),
    ("dung_han", "Số báo cáo nhận đúng hạn"),
    ("tre_han", "Số báo cáo nhận trễ hạn"),
    ("chua_gui", "Số báo cáo chưa gửi"),
    ("chi_tieu_dat", "Số chỉ tiêu đạt mọi mức đặt ra"),
    ("chi_tieu_chua_dat", "Số chỉ tiêu chưa đạt"),
    ("chi_tieu_chua_co", "Số chỉ tiêu chưa có số liệu được kiểm tra"),
)
MOVEMENT = (
    ("ten", "Tên đầy đủ của phong trào"),
    ("ten_ngan", "Tên ngắn"),
    ("ke_hoach", "Kế hoạch: số, ngày, trích yếu"),
    ("tu_ngay", "Ngày bắt đầu"),
    ("so_noi_dung", "Số nội dung thi đua"),
    ("so_chi_tieu", "Số chỉ tiêu được đo"),
)
RECEIVER = (("ten", "Tên nơi nhận"),)
PAPER = (("thang", "Tháng lập văn bản"), ("nam", "Năm lập văn bản"))
SIGNER = (
    ("quyen_han", "Dòng quyền hạn, như TM. ỦY BAN NHÂN DÂN"),
    ("chuc_vu", "Chức vụ người ký"),
    ("ho_ten", "Họ tên người ký"),
)
MEASURE = (
    ("stt", "Số thứ tự trong danh sách"),
    ("ma", "Mã chỉ tiêu"),
    ("ten", "Tên chỉ tiêu"),
    ("ten_day_du", "Tên đầy đủ theo cách tính đang dùng"),
    ("don_vi_tinh", "Đơn vị tính"),
    ("tu_so_la", "Tử số (hoặc con số) đếm gì"),
    ("mau_so_la", "Mẫu số đếm gì"),
    ("tu_so", "Tử số, hoặc con số của chỉ tiêu không có tỷ lệ"),
    ("mau_so", "Mẫu số"),
    ("ty_le", "Tỷ lệ, không kèm dấu %"),
    ("ket_qua", "Kết quả như trên trang kết quả, kèm dấu %"),
    ("muc", "Các mức đặt ra"),
    ("muc_dat", "Mức đạt"),
    ("muc_phan_dau", "Mức phấn đấu"),
    ("danh_gia", "Đạt, chưa đạt"),
    ("ky_truoc", "Kết quả của kỳ liền trước so được"),
    ("so_voi_ky_truoc", "Tăng, giảm so với kỳ trước"),
    ("luy_ke", "Lũy kế từ đầu năm"),
    ("ghi_chu", "Điều người đọc cần biết: số ước, đơn vị chưa có số liệu"),
    ("so_don_vi_thieu", "Số đơn vị chưa có số liệu được kiểm tra"),
    ("cach_tinh", "Cách tính"),
)
UNIT = (
    ("stt", "Số thứ tự"),
    ("ten", "Tên đơn vị"),
    ("so_bao_cao", "Số báo cáo phải gửi"),
    ("dung_han", "Gửi đúng hạn"),
    ("tre_han", "Gửi trễ hạn"),
    ("chua_gui", "Chưa gửi"),
    ("tinh_hinh", "Tình hình gửi báo cáo, bằng lời"),
)
UNIT_MEASURE = (
    ("tu_so", "tử số của đơn vị"),
    ("mau_so", "mẫu số của đơn vị"),
    ("ty_le", "tỷ lệ của đơn vị, không kèm dấu %"),
    ("ket_qua", "kết quả của đơn vị, kèm dấu %"),
)
CONTENT = (("stt", "Số thứ tự"), ("ten", "Nội dung thi đua"))
ASKED = (
    ("stt", "Số thứ tự"),
    ("diem", "Điểm, khoản của kế hoạch"),
    ("noi_dung", "Kế hoạch đặt ra"),
    ("ket_qua", "Kết quả đạt được"),
    ("danh_gia", "Đạt, chưa đạt"),
)
CRITERION = (("stt", "Số thứ tự"), ("noi_dung", "Tiêu chí"), ("doi_tuong", "Đối tượng thi đua"))
DIFFICULTY = (("stt", "Số thứ tự"), ("don_vi", "Đơn vị nêu"), ("noi_dung", "Khó khăn, vướng mắc"))
# The same thing by whatever the commune is; the pages show the one that fits.
COMMUNE_NAMES = ("dia_phuong", "phuong", "xa", "dac_khu")
# What stands in every paper of its day and is no figure: not compared with later.
OF_THE_DAY = frozenset({"van_ban"})


class Entry(NamedTuple):
    """A field: as one writes it, and what it means."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together; `list_name` where they are of one element of a list."""

    title: str
    entries: tuple[Entry, ...]
    list_name: str = ""


@dataclass(frozen=True, slots=True)
class Catalogue:
    groups: tuple[Group, ...]
    fields: frozenset[str]  # "ct1.ty_le", "don_vi[].ten"
    lists: frozenset[str]

    def faults(self, uses: Iterable[Use]) -> list[tuple[str, str]]:
        """(place, sentence) of every name that cannot be filled."""
        return [(use.place, fault) for use in uses if (fault := self._fault(use))]

    def _fault(self, use: Use) -> str:
        if use.kind == "list":
            if use.name in self.lists:
                return ""
            return (
                f"Không có danh sách “{use.written}” để lặp. Các danh sách: {', '.join(sorted(self.lists))}."
            )
        if use.name in self.fields:
            return ""
        if use.name in self.lists:
            return (
                f"“{use.written}” là một danh sách; xin dùng {{% for x in {use.written} %}} … {{% endfor %}}."
            )
        near = self._nearest(use)
        hint = f" Có phải là “{near}”?" if near else " Xin xem danh sách trường."
        return f"Không có trường “{use.written}”.{hint}"

    def _nearest(self, use: Use) -> str:
        """The right name that is most like it, written as it would stand there."""
        each = use.name.rpartition(EACH)[0]
        among = {_bare(name): name for name in self.fields if name.rpartition(EACH)[0] == each}
        found = difflib.get_close_matches(_bare(use.name), list(among), n=1, cutoff=0.6)
        if not found:
            return ""
        name = among[found[0]].rpartition(EACH)[2]
        return f"{use.written.partition('.')[0]}{name}" if each else name

    def meaning_of(self, name: str) -> str:
        """What a field means, for a line of a comparison; "" of one that is no longer there."""
        wanted = name.casefold()
        root, _, rest = wanted.partition(".")
        if root in COMMUNE_NAMES:
            return dict(COMMUNE).get(rest, "")
        for group in self.groups:
            for entry in group.entries:
                if (
                    f"{group.list_name}{EACH}.{entry.name}".casefold() == wanted
                    or entry.name.casefold() == wanted
                ):
                    return entry.meaning
        return ""


class MeasureName(NamedTuple):
    code: str
    name: str


def catalogue_of(
    measures: Sequence[MeasureName], *, has_unit_figures: bool, commune: str = COMMUNE_NAMES[0]
) -> Catalogue:
    """All names that a form may use; `has_unit_figures` where a paper is of one period, `commune` the name that is shown."""
    groups = [
        _group("Địa phương", commune, COMMUNE),
        _group("Kỳ, giai đoạn, năm báo cáo", "ky", SPAN),
        _group("Phong trào", "phong_trao", MOVEMENT),
        _group("Nơi nhận, văn bản", "noi_nhan", RECEIVER, ("van_ban", PAPER)),
        _group("Người ký", "nguoi_ky", SIGNER),
        *(_group(f"{one.code} {one.name}", one.code, MEASURE[1:]) for one in measures),
        *(_list(title, name, MEASURE) for name, title in lists_of_measures(measures)),
    ]
    of_unit = tuple(
        (f"{one.code}.{name}", f"{one.code}: {meaning}") for one in measures for name, meaning in UNIT_MEASURE
    )
    unit = UNIT + (of_unit if has_unit_figures else ())
    groups += [
        _list("Từng đơn vị", "don_vi", unit),
        _list("Từng tổ dân phố, thôn", "to_dan_pho", unit),
        _list("Từng nội dung thi đua", "noi_dung", CONTENT),
        _list("Kế hoạch đặt ra và kết quả", "doi_chieu", ASKED),
        _list("Từng tiêu chí", "tieu_chi", CRITERION),
        _list("Khó khăn, vướng mắc các đơn vị nêu", "kho_khan", DIFFICULTY),
    ]
    return _with_names(groups, commune)


def shown(name: str) -> str:
    """A name for people: "don_vi[].ten" as "don_vi → ten"."""
    return name.replace(f"{EACH}.", " → ").replace(EACH, "")


def lists_of_measures(measures: Sequence[MeasureName]) -> list[tuple[str, str]]:
    """(name, title): all indicators, and those whose codes begin with the same letters: chi_tieu_BD."""
    letters = dict.fromkeys(letters_of(one.code) for one in measures)
    some = [(f"chi_tieu_{one}", f"Từng chỉ tiêu nhóm {one}") for one in letters if one]
    return [("chi_tieu", "Từng chỉ tiêu"), *some]


def letters_of(code: str) -> str:
    return code.rstrip("0123456789abcdefghijklmnopqrstuvwxyz.-")


def _group(
    title: str, name: str, entries: Sequence[tuple[str, str]], *more: tuple[str, Sequence[tuple[str, str]]]
) -> Group:
    listed = [Entry(f"{name}.{one}", meaning) for one, meaning in entries]
    listed += [Entry(f"{other}.{one}", meaning) for other, some in more for one, meaning in some]
    return Group(title, tuple(listed))


def _list(title: str, name: str, entries: Sequence[tuple[str, str]]) -> Group:
    return Group(title, tuple(Entry(one, meaning) for one, meaning in entries), name)


def _with_names(groups: Sequence[Group], commune: str) -> Catalogue:
    fields = {
        (f"{group.list_name}{EACH}.{entry.name}" if group.list_name else entry.name).casefold()
        for group in groups
        for entry in group.entries
    }
    fields |= {f"{name}.{one}" for name in COMMUNE_NAMES for one, _ in COMMUNE}
    lists = {group.list_name.casefold() for group in groups if group.list_name}
    return Catalogue(tuple(groups), frozenset(fields), frozenset(lists))


def _bare(name: str) -> str:
    return text.fold(name)
