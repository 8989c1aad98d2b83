"""What the shipped forms say: one description each, drawn by `tools/forms.py`. All words are suggestions."""

from dataclasses import dataclass

from thidua.documents.rendering import document as papers

P, H, B, Row = papers.Paragraph, papers.Heading, papers.Bullet, tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A paper: `heading` is its trích yếu, `address` the line "Kính gửi"."""

    name: str
    title: str
    receiver: str
    way: str
    subject: str
    about: str
    heading: str
    address: str
    blocks: tuple[papers.Block, ...]
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: `columns` are (title, width, field of the repeated row, look)."""

    name: str
    title: str
    receiver: str
    way: str
    subject: str
    about: str
    sheet: str
    beside: tuple[tuple[str, str], ...]
    titles: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, float, str, str], ...]
    notes: tuple[str, ...]
    closing: tuple[str, ...]
    head: tuple[tuple[int, int, str, str], ...] = ()


def table(caption: str, *columns: tuple[str, float, str]) -> papers.Table:
    """A head and one row of fields that is repeated; (title, share of the width, field)."""
    narrow = {"TT", "Mã"}
    return papers.Table(
        columns=tuple(
            papers.Column(
                title,
                width=width,
                align=papers.Align.CENTER
                if title in narrow
                else papers.Align.RIGHT
                if title in RIGHT
                else papers.Align.LEFT,
            )
            for title, width, _ in columns
        ),
        rows=(tuple(field for _, _, field in columns),),
        caption=caption,
    )


RIGHT = {
    "Người có kỹ năng số (BD3)",
    "Người trưởng thành",
    "Kết quả",
    "Số đạt",
    "Tổng số",
    "Tỷ lệ (%)",
    "Kỳ trước",
    "Lũy kế",
    "Đạt được",
}
END = "{% endfor %}"
PUNCTUAL = P(
    "{{ ky.so_don_vi }} đơn vị phải gửi {{ ky.so_bao_cao }} báo cáo số liệu; đã nhận {{ ky.da_gui }} báo cáo, trong đó "
    "{{ ky.dung_han }} đúng hạn, {{ ky.tre_han }} trễ hạn; {{ ky.chua_gui }} báo cáo chưa gửi. Số liệu trong báo cáo này là "
    "số đã được cơ quan thường trực kiểm tra."
)
REACHED = P(
    "Đến hết ngày {{ ky.den_ngay }}, {{ ky.chi_tieu_dat }} chỉ tiêu đạt mọi mức đặt ra, {{ ky.chi_tieu_chua_dat }} chỉ tiêu "
    "chưa đạt, {{ ky.chi_tieu_chua_co }} chỉ tiêu chưa có số liệu được kiểm tra."
)
DIFFICULTIES = B('{% for k in kho_khan %}{{ k.don_vi | mac_dinh: "Các đơn vị" }}: {{ k.noi_dung }}.' + END)
TO_BE_WRITTEN = P(
    (papers.italic("(Cán bộ soạn thảo ghi phần này trước khi trình ký, rồi xóa dòng trong ngoặc.)"),)
)
GROUNDS = "Thực hiện {{ phong_trao.ke_hoach }}, {{ dia_phuong.co_quan }} báo cáo "

SCIENCE = Word(
    name="bao-cao-thang-khcn",
    title="Báo cáo tháng, quý gửi Sở Khoa học và Công nghệ",
    receiver="Sở Khoa học và Công nghệ",
    way="exchange",
    subject="period",
    about="Kết quả từng chỉ tiêu của kỳ, so với kỳ trước và lũy kế; khó khăn các đơn vị nêu.",
    heading="Kết quả đổi mới sáng tạo, chuyển đổi số và “Bình dân học vụ số” {{ ky.trong_cau }}",
    address="Kính gửi: {{ noi_nhan.ten }}",
    blocks=(
        P(
            GROUNDS
            + "kết quả {{ ky.trong_cau }} (từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }}) như sau:"
        ),
        H(1, "I. TÌNH HÌNH TRIỂN KHAI"),
        PUNCTUAL,
        TO_BE_WRITTEN,
        H(1, "II. KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU"),
        REACHED,
        H(2, "1. Chính quyền số, dịch vụ công trực tuyến"),
        table(
            "Bảng 1. Kết quả chuyển đổi số {{ ky.trong_cau }}",
            ("TT", 0.6, "{% for c in chi_tieu_CT %}{{ c.stt }}"),
            ("Chỉ tiêu", 3.6, "{{ c.ten }}"),
            ("Mức đặt ra", 1.5, "{{ c.muc }}"),
            ("Kết quả", 1.3, "{{ c.ket_qua }}"),
            ("Kỳ trước", 1.3, "{{ c.ky_truoc }}"),
            ("Lũy kế", 1.3, "{{ c.luy_ke }}"),
            ("Đánh giá", 1.4, "{{ c.danh_gia }}" + END),
        ),
        H(2, "2. “Bình dân học vụ số”"),
        table(
            "Bảng 2. Kết quả phổ cập kỹ năng số {{ ky.trong_cau }}",
            ("TT", 0.6, "{% for c in chi_tieu_BD %}{{ c.stt }}"),
            ("Chỉ tiêu", 3.6, "{{ c.ten }}"),
            ("Số đạt", 1.2, "{{ c.tu_so }}"),
            ("Tổng số", 1.2, "{{ c.mau_so }}"),
            ("Kết quả", 1.3, "{{ c.ket_qua }}"),
            ("So với kỳ trước", 1.7, "{{ c.so_voi_ky_truoc }}"),
            ("Đánh giá", 1.4, "{{ c.danh_gia }}" + END),
        ),
        H(1, "III. KHÓ KHĂN, VƯỚNG MẮC"),
        DIFFICULTIES,
        H(1, "IV. NHIỆM VỤ KỲ TỚI, KIẾN NGHỊ"),
        TO_BE_WRITTEN,
        P("Trên đây là báo cáo kết quả {{ ky.trong_cau }} của {{ dia_phuong.co_quan }}./."),
    ),
    recipients=(
        "Như trên",
        "Thường trực Đảng ủy, Thường trực HĐND (để báo cáo)",
        "Lãnh đạo UBND",
        "Lưu: VT, VHXH",
    ),
)

HOME_AFFAIRS = Word(
    name="bao-cao-phong-trao-noi-vu",
    title="Báo cáo phong trào thi đua gửi Sở Nội vụ",
    receiver="Sở Nội vụ",
    way="exchange",
    subject="year",
    about="Kết quả phong trào trong năm theo nội dung, theo chỉ tiêu và so với kế hoạch; chế độ báo cáo của các đơn vị.",
    heading="Kết quả phong trào thi đua “{{ phong_trao.ten_ngan }}” {{ ky.trong_cau }}",
    address="Kính gửi: {{ noi_nhan.ten }}",
    blocks=(
        P(
            GROUNDS
            + "kết quả phong trào thi đua {{ ky.trong_cau }} (số liệu đến ngày {{ ky.den_ngay }}) như sau:"
        ),
        H(1, "I. CÔNG TÁC CHỈ ĐẠO, TỔ CHỨC PHONG TRÀO"),
        P(
            "Phong trào bắt đầu từ ngày {{ phong_trao.tu_ngay }}, gồm {{ phong_trao.so_noi_dung }} nội dung thi đua, được đo "
            "bằng {{ phong_trao.so_chi_tieu }} chỉ tiêu."
        ),
        P("Các nội dung thi đua:"),
        P("{% for n in noi_dung %}{{ n.stt }}. {{ n.ten }}." + END),
        TO_BE_WRITTEN,
        H(1, "II. KẾT QUẢ THỰC HIỆN"),
        REACHED,
        table(
            "Bảng 1. Kết quả các chỉ tiêu {{ ky.trong_cau }}",
            ("TT", 0.6, "{% for c in chi_tieu %}{{ c.stt }}"),
            ("Mã", 1.0, "{{ c.ma }}"),
            ("Chỉ tiêu", 3.4, "{{ c.ten }}"),
            ("Mức đặt ra", 1.6, "{{ c.muc }}"),
            ("Kết quả", 1.5, "{{ c.ket_qua }}"),
            ("So với năm trước", 1.7, "{{ c.so_voi_ky_truoc }}"),
            ("Đánh giá", 1.5, "{{ c.danh_gia }}" + END),
        ),
        table(
            "Bảng 2. Kế hoạch đặt ra và kết quả đạt được",
            ("Điểm", 1.1, "{% for d in doi_chieu %}{{ d.diem }}"),
            ("Kế hoạch đặt ra", 5, "{{ d.noi_dung }}"),
            ("Đạt được", 1.4, "{{ d.ket_qua }}"),
            ("Đánh giá", 1.6, "{{ d.danh_gia }}" + END),
        ),
        H(1, "III. CHẾ ĐỘ BÁO CÁO CỦA CÁC ĐƠN VỊ"),
        PUNCTUAL,
        H(1, "IV. KHÓ KHĂN, VƯỚNG MẮC"),
        DIFFICULTIES,
        H(1, "V. PHƯƠNG HƯỚNG, ĐỀ XUẤT KHEN THƯỞNG"),
        TO_BE_WRITTEN,
        P(
            "Trên đây là báo cáo kết quả phong trào thi đua {{ ky.trong_cau }} của {{ dia_phuong.co_quan }}./."
        ),
    ),
    recipients=(
        "Như trên",
        "Thường trực Đảng ủy, Thường trực HĐND (để báo cáo)",
        "Ủy ban MTTQ và các tổ chức chính trị - xã hội",
        "Lãnh đạo UBND",
        "Lưu: VT, VHXH",
    ),
)

PARTY = Word(
    name="bao-cao-dang-uy",
    title="Báo cáo gửi Đảng ủy",
    receiver="Đảng ủy",
    way="exchange",
    subject="period",
    about="Bản ngắn: chỉ tiêu đạt, chưa đạt, lũy kế, đơn vị chậm báo cáo, điều cần cấp ủy cho ý kiến.",
    heading="Tình hình thực hiện phong trào “{{ phong_trao.ten_ngan }}” {{ ky.trong_cau }}",
    address="Kính gửi: {{ noi_nhan.ten }} {{ dia_phuong.ten_trong_cau }}",
    blocks=(
        P(GROUNDS + "{{ noi_nhan.ten }} tình hình {{ ky.trong_cau }} như sau:"),
        H(1, "1. Kết quả chung"),
        REACHED,
        table(
            "Kết quả các chỉ tiêu {{ ky.trong_cau }}",
            ("TT", 0.6, "{% for c in chi_tieu %}{{ c.stt }}"),
            ("Chỉ tiêu", 4.2, "{{ c.ten }}"),
            ("Mức đặt ra", 1.6, "{{ c.muc }}"),
            ("Kết quả", 1.3, "{{ c.ket_qua }}"),
            ("So với kỳ trước", 1.7, "{{ c.so_voi_ky_truoc }}"),
            ("Đánh giá", 1.5, "{{ c.danh_gia }}" + END),
        ),
        H(1, "2. Việc gửi báo cáo của các đơn vị"),
        PUNCTUAL,
        H(1, "3. Khó khăn, vướng mắc"),
        DIFFICULTIES,
        H(1, "4. Nội dung xin ý kiến chỉ đạo"),
        TO_BE_WRITTEN,
        P("{{ dia_phuong.co_quan }} kính báo cáo {{ noi_nhan.ten }}./."),
    ),
    recipients=("Như trên", "Lãnh đạo UBND", "Lưu: VT, VHXH"),
)

FRONT = Word(
    name="bao-cao-mttq",
    title="Báo cáo gửi Ủy ban Mặt trận Tổ quốc",
    receiver="Ủy ban Mặt trận Tổ quốc Việt Nam",
    way="exchange",
    subject="period",
    about="Kết quả “Bình dân học vụ số” và việc của từng tổ dân phố, thôn; dùng để Mặt trận vận động, giám sát.",
    heading="Kết quả vận động nhân dân tham gia “Bình dân học vụ số” {{ ky.trong_cau }}",
    address="Kính gửi: {{ noi_nhan.ten }} {{ dia_phuong.ten_trong_cau }}",
    blocks=(
        P(
            GROUNDS
            + "kết quả {{ ky.trong_cau }} để {{ noi_nhan.ten }} và các tổ chức chính trị - xã hội phối hợp vận động, giám sát:"
        ),
        H(1, "I. KẾT QUẢ PHỔ CẬP KỸ NĂNG SỐ"),
        B(
            "{% for c in chi_tieu_BD %}{{ c.ten }}: {{ c.ket_qua }}. Mức đặt ra: {{ c.muc }}. {{ c.ghi_chu }}"
            + END
        ),
        H(1, "II. VIỆC CỦA TỔ DÂN PHỐ, THÔN"),
        table(
            "Kết quả theo tổ dân phố, thôn {{ ky.trong_cau }}",
            ("TT", 0.6, "{% for t in to_dan_pho %}{{ t.stt }}"),
            ("Tổ dân phố, thôn", 3.2, "{{ t.ten }}"),
            ("Gửi báo cáo", 1.6, "{{ t.tinh_hinh }}"),
            ("Người có kỹ năng số (BD3)", 1.7, "{{ t.BD3.tu_so }}"),
            ("Người trưởng thành", 1.5, "{{ t.BD3.mau_so }}"),
            ("Tỷ lệ (%)", 1.2, "{{ t.BD3.ty_le }}" + END),
        ),
        H(1, "III. KHÓ KHĂN, VƯỚNG MẮC"),
        DIFFICULTIES,
        H(1, "IV. ĐỀ NGHỊ PHỐI HỢP"),
        TO_BE_WRITTEN,
        P("{{ dia_phuong.co_quan }} trân trọng báo cáo và đề nghị phối hợp./."),
    ),
    recipients=("Như trên", "Thường trực Đảng ủy (để báo cáo)", "Các tổ dân phố, thôn", "Lưu: VT, VHXH"),
)

SKILLS = Sheet(
    name="bieu-thang-bd",
    title="Biểu tháng năm chỉ tiêu “Bình dân học vụ số” gửi thành phố",
    receiver="Ủy ban nhân dân tỉnh, thành phố",
    way="system",
    subject="period",
    about="Một trang ngang: BD1 đến BD5 với tử số, mẫu số, tỷ lệ, kỳ trước.",
    sheet="BD1-BD5",
    beside=(
        ("{{ dia_phuong.co_quan_dong_1 | hoa }}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("{{ dia_phuong.co_quan_dong_2 | hoa }}", "Độc lập - Tự do - Hạnh phúc"),
    ),
    titles=(
        ("BIỂU TỔNG HỢP KẾT QUẢ “BÌNH DÂN HỌC VỤ SỐ”", "title"),
        ("{{ ky.ten }} (từ ngày {{ ky.tu_ngay }} đến ngày {{ ky.den_ngay }})", "italic"),
        ("Nơi nhận biểu: {{ noi_nhan.ten }}", "italic"),
    ),
    columns=(
        ("TT", 5, "{% for c in chi_tieu_BD %}{{ c.stt }}", "middle"),
        ("Mã", 7, "{{ c.ma }}", "middle"),
        ("Chỉ tiêu", 42, "{{ c.ten }}", "text"),
        ("Số người đạt", 13, "{{ c.tu_so }}", "number"),
        ("Tổng số người", 13, "{{ c.mau_so }}", "number"),
        ("Tỷ lệ (%)", 11, "{{ c.ty_le }}", "share"),
        ("Mức đặt ra", 14, "{{ c.muc }}", "middle"),
        ("Kỳ trước", 12, "{{ c.ky_truoc }}", "middle"),
        ("Đánh giá", 15, "{{ c.danh_gia }}", "middle"),
        ("Ghi chú", 30, "{{ c.ghi_chu }}{% endfor %}", "text"),
    ),
    notes=(
        "Số liệu đã được cơ quan thường trực kiểm tra; ô ghi bằng chữ là chỉ tiêu chưa có số liệu, không phải bằng 0.",
    ),
    closing=(
        "{{ dia_phuong.dia_danh }}, ngày      tháng {{ van_ban.thang }} năm {{ van_ban.nam }}",
        "{{ nguoi_ky.quyen_han | hoa }}",
        "{{ nguoi_ky.chuc_vu | hoa }}",
        "",
        "",
        "",
        '{{ nguoi_ky.ho_ten | mac_dinh: " " }}',
    ),
)

FORMS: tuple[Word | Sheet, ...] = (SCIENCE, HOME_AFFAIRS, PARTY, FRONT, SKILLS)
