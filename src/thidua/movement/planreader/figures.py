"""Figures in a clause: number, unit and comparator, with ranges; dates, durations, points and document numbers are none."""

import re
from dataclasses import dataclass

from thidua.movement.planreader.letters import SMALL, fold


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its span in the clause."""

    comparator: str
    value: float
    unit: str
    start: int
    end: int


_N = r"\d{1,3}(?:\.\d{3})+(?:,\d{1,3})?|\d{1,9}(?:[.,]\d{1,3})?"
_PERCENT = re.compile(rf"(?<![\w/.,])(?P<n>{_N})\s?(?:%|phần trăm\b)(?!\s?/\s?\d)")
_PERCENT_RANGE = re.compile(
    rf"(?<![\w/.,])(?P<low>{_N})\s?%?\s?(?P<joint>-|–|đến dưới|đến|tới|lên trên|lên đến|lên|xuống còn"
    rf"|xuống)\s?(?P<high>{_N})\s?(?:%|phần trăm\b)"
)
# Units that a plan counts, longest first when compiled; time and scoring points are deliberately absent.
_UNITS = (
    "mô hình|doanh nghiệp|hợp tác xã|hộ kinh doanh|hộ gia đình|hộ"
    "|lượt người|lượt truy cập|lượt|người dân"
    "|người|lớp|buổi|cuộc thi|cuộc|tin, bài|tin bài|bài giảng|học liệu|giống"
    "|bài viết|bài|sáng kiến|đề tài|công trình"
    "|phần việc|sản phẩm|nền tảng|tổ|chi hội|chi bộ|chi đoàn|đơn vị|xã"
    "|phường|thôn|tổ dân phố|khu dân cư"
    "|khu phố|bản|ấp|buôn|làng|xóm|đội hình|đội|gian hàng|cửa hàng|gia đình|khóa|khoá|suất quà|phần quà|tủ sách"
    "|chuyên gia|kỹ sư|giáo viên|giảng viên|lao động|việc làm|chợ|trang trại|khách hàng|lượt khách|tác phẩm"
    "|bài báo|bài dự thi|đầu sách|phần mềm|ứng dụng|hệ thống|cơ sở dữ liệu|mã số vùng trồng|nhãn hiệu|điểm du lịch"
    "|chữ ký số|hội nghị|hội thảo|nghìn tỷ đồng|tỷ đồng|tỉ đồng|triệu đồng/người/năm|triệu đồng/người/tháng"
    "|triệu đồng/người|triệu đồng|triệu USD|tỷ USD"
    "|nghìn đồng|ha|tấn|km|m2|cán bộ|công chức|học sinh|sinh viên|trường học|trường|thủ tục hành chính|thủ tục"
    "|dịch vụ công|dịch vụ|camera"
    "|trạm|giường bệnh|giường|bác sĩ|bậc|chuyên đề|chuyên mục|đồng chí|đảng viên|đoàn viên|hội viên|thanh niên"
    "|căn nhà|nhà|tuyến đường|tuyến"
    "|điển hình|tập thể|cá nhân|gương|dự án|đề án|kế hoạch|chương trình|phong trào|giải pháp|ý tưởng|startup"
    "|bằng sáng chế|đơn đăng ký|video|clip"
    "|phóng sự|tài khoản|điểm truy cập|máy tính|thiết bị|cây xanh|cây|đơn vị máu|câu lạc bộ|cơ sở|địa phương"
    "|sự kiện|nội dung|nhiệm vụ|giải"
    "|hạng mục|báo cáo|hồ sơ|văn bản|giao dịch|trang thiết bị|kênh|cụm|khối|tiêu chí|chỉ tiêu|chỉ số"
)
_UNIT_LIST = "|".join(re.escape(unit) for unit in sorted(_UNITS.split("|"), key=len, reverse=True))
_COUNT = re.compile(
    rf"(?<![\w/.,-])(?P<low>{_N})(?:\s?(?:-|–"
    rf"|đến)\s?(?P<high>{_N}))?\s+(?:\([^()]{{1,20}}\)\s+)?(?P<unit>{_UNIT_LIST})(?![\w])",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"(?:≥|>=|>|\btren|\bhon|\bit nhat|\btoi thieu|\bkhong duoi|\bkhong thap hon|\bkhong it hon|\btu|\bthap nhat)"
    r"(?:\s+(?:dat|la|co|duoc|cho|phai|ty le|khoang|tu|tren|muc|xay dung|to chuc|hinh thanh|thanh lap|them))*\s*$"
)
_MOST = re.compile(
    r"(?:≤|<=|<|(?<!khong )\bduoi|\bkhong(?: de)? qua|\bkhong vuot(?: qua)?|\btoi da|\bkhong hon"
    r"|\bkhong cao hon|(?<!khong )\bthap hon|(?<!khong )\bit hon|\bnho hon|\bcao nhat)"
    r"(?:\s+(?:la|o muc|muc|con|co|den|duoc))*\s*$"
)
# The words may stand behind what is counted: "80% giáo viên trở lên".
_UPWARDS = re.compile(r"\s*(?:\([^()]{0,30}\)\s*)?(?:[a-z]+\s+){0,5}?(?:tro len|hoac hon|tro di)\b")
_DOWNWARDS = re.compile(r"\s*(?:tro xuong)\b")
_STRONG = re.compile(r"(?:≥|>=|\bit nhat|\btoi thieu|\bkhong duoi|\bphan dau)[^\d]{0,60}$")
# "Trên" before a count may say where; after a verb of gaining it says how many.
_GAINS_OVER = re.compile(
    r"\b(?:thanh lap|thu hut|ho tro|huong dan|van dong|dao tao|tap huan|boi duong|giup do|huy dong|trong|ket nap|dat"
    r"|phat trien|don)"
    r"(?:\s+(?:moi|duoc|cho|them))*\s+(?:tren|hon)\s*$"
)
_GOAL_VERB = re.compile(
    r"\b(?:co|dat|xay dung|thanh lap|hinh thanh|to chuc|dao tao|tap huan|phat trien|ho tro|thu hut|cong nhan"
    r"|ban hanh|mo|duy tri|boi duong"
    r"|ket nap|trong|xoa|sua|sua chua|lap dat|trien khai|hoan thanh|dang|tang|giam|phan dau|moi|them"
    r"|gioi thieu|dang ky|nhan rong|cap|day|nop"
    r"|viet|ra mat|giup do|tang them|quyen gop|huy dong|tiep nhan|chon|lua chon|dua)\b[^.;:]{0,24}$"
)
# A noun that no list has, counted under a heading of aims right behind "ít nhất": mostly two syllables ("di tích").
_ANY_COUNT = re.compile(
    rf"(?<![\w/.,-])(?P<low>{_N})\s+(?!(?:ngày|tháng|năm|giờ|phút|giây|tuần|quý|điểm|lần|tuổi|phần|khoản|bậc|trang"
    r"|thành viên|người|độ|thế kỷ|nhiệm kỳ|học kỳ|tín chỉ|tiết)\b)"
    rf"(?:(?P<two>[{SMALL}]+ (?!(?:số|mới|được|có|trở|cho|của|và|tại|ở|trên|trong|về|theo|để|là)\b)[{SMALL}]+)"
    rf"|(?P<one>[{SMALL}]+))(?![\w])"
)
_STRONG_HERE = re.compile(r"(?:≥|>=|\bit nhat|\btoi thieu|\bkhong duoi)(?: (?:la|dat|co|them|duoc))*\s*$")
_LOOSE_UNITS = frozenset(
    [
        "chương trình",
        "kế hoạch",
        "nội dung",
        "nhiệm vụ",
        "văn bản",
        "phong trào",
        "cơ sở",
        "tiêu chí",
        "chỉ tiêu",
        "chỉ số",
        "giải pháp",
        "khối",
        "cụm",
        "hồ sơ",
        "phần mềm",
        "ứng dụng",
        "hệ thống",
        "cơ sở dữ liệu",
    ]
)


def number(text: str) -> float:
    """ "1.500" is 1500, "2,5" and "0.5" are decimals."""
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", text) and not text.startswith("0."):
        text = text.replace(".", "")
    return float(text.replace(",", "."))


def _comparator(folded: str, start: int, end: int) -> str:
    before = folded[max(0, start - 60) : start]
    if _UPWARDS.match(folded, end):
        return ">="
    if _DOWNWARDS.match(folded, end) or _MOST.search(before):
        return "<="
    return ">=" if _LEAST.search(before) else "=="


def figures_in(clause: str, goal: bool) -> list[Figure]:
    """Percentages; counts where a comparator or, under a heading of aims (`goal`), their place makes them targets."""
    folded = fold(clause)
    found: list[Figure] = []
    for match in _PERCENT_RANGE.finditer(clause):
        found += _range(match, folded, "%")
    taken = [(figure.start, figure.end) for figure in found] + [
        match.span() for match in _PERCENT_RANGE.finditer(clause)
    ]
    for match in _PERCENT.finditer(clause):
        if not _overlaps(match.span(), taken):
            found.append(Figure(_comparator(folded, *match.span()), number(match["n"]), "%", *match.span()))
    taken += [(figure.start, figure.end) for figure in found]
    for match in _COUNT.finditer(clause):
        if not _overlaps(match.span(), taken) and _is_aim(folded, match, goal):
            found += _counted(match, folded)
    taken += [(figure.start, figure.end) for figure in found]
    for match in _ANY_COUNT.finditer(clause) if goal else ():
        if not _overlaps(match.span(), taken) and _STRONG_HERE.search(folded[: match.start()]):
            comparator = _comparator(folded, match.start(), match.end())
            unit = match["two"] or match["one"]
            found.append(Figure(comparator, number(match["low"]), unit, match.start(), match.end()))
    return sorted(found, key=lambda figure: figure.start)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _range(match: re.Match[str], folded: str, unit: str) -> list[Figure]:
    """ "Từ 70% đến 80%" sets both ends; "từ 60% lên 80%" starts from a baseline and sets the second only."""
    low, high = number(match["low"]), number(match["high"])
    if match["joint"].startswith(("lên", "xuống")):
        comparator = ">=" if "trên" in match["joint"] else "=="
        return [Figure(comparator, high, unit, match.start("high"), match.end())]
    if low >= high or (high - low > 60 and low < 10):
        return [
            Figure(
                _comparator(folded, match.start("high"), match.end()),
                high,
                unit,
                match.start("high"),
                match.end(),
            )
        ]
    return [
        Figure(">=", low, unit, match.start("low"), match.end("low")),
        Figure("<=", high, unit, match.start("high"), match.end()),
    ]


def _is_aim(folded: str, match: re.Match[str], goal: bool) -> bool:
    before = folded[: match.start()]
    if re.search(
        r"(?:so|dieu|khoan|diem|muc|phu luc|giai doan|nam|thang|ngay|quy|nghi quyet|nhom|cap|luat)\s*$",
        before,
    ):
        return False
    strong = bool(_STRONG.search(before[-70:]) or _GAINS_OVER.search(before)) or bool(
        _UPWARDS.match(folded, match.end("low"))
    )
    strong = strong or bool(_UPWARDS.match(folded, match.end()))
    if strong or not goal:
        return strong
    return match["unit"].lower() not in _LOOSE_UNITS and (
        bool(_GOAL_VERB.search(before)) or not before.strip(" -+")
    )


def _counted(match: re.Match[str], folded: str) -> list[Figure]:
    unit = match["unit"]
    rate = re.match(
        r"/\s?(?:năm|tháng|quý|tuần|người|xã|phường|đơn vị|hộ)(?:/(?:năm|tháng))?",
        match.string[match.end() :],
    )
    end = match.end() + (rate.end() if rate else 0)
    unit += rate.group() if rate else ""
    if match["high"]:
        low = Figure(">=", number(match["low"]), unit, match.start("low"), match.end("low"))
        return [low, Figure("<=", number(match["high"]), unit, match.start("high"), end)]
    comparator = _comparator(folded, match.start("low"), match.end("low"))
    if comparator == "==":
        comparator = _comparator(folded, match.start("low"), end)
    return [Figure(comparator, number(match["low"]), unit, match.start("low"), end)]
