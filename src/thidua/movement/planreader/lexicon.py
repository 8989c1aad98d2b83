"""Words by which the reader knows bodies of the state, their duties, and the paragraphs that open a plan."""

import re

# A body as it opens a name. Case matters: "Sở Xây dựng" is a body, "cơ sở" is not.
_BODY_NAMES = (
    "Ủy ban|Uỷ ban|UBND|UB MTTQ|UBMTTQ|UBMT|HĐND|Hội đồng|Sở|Bộ|Ban(?! hành)|Phòng(?!,? chống| ngừa)|Trung tâm"
    "|Văn phòng|VP\\.? |Công an|Quân sự"
    "|Bộ Chỉ huy|Đảng ủy|Đảng uỷ|Đảng bộ|Chi bộ|Chi ủy|Tỉnh ủy|Thành ủy|Huyện ủy|Tỉnh đoàn|Thành đoàn"
    "|Đoàn(?! kết)|Hội(?! nghị| thảo| thi| diễn)|Liên đoàn"
    "|Liên minh|Chi hội|Chi đoàn|Cựu chiến binh|Liên hiệp|Hiệp hội|Công đoàn|Mặt trận|MTTQ|Trường(?! hợp)|Trạm"
    "|Viện|Học viện|Đại học|Cục"
    "|Chi cục|Tổng cục|Vụ(?! việc)"
    "|Thanh tra(?!,)|Kho bạc|Ngân hàng|Bảo hiểm|Thuế|Tòa án|Toà án|Viện kiểm sát|Thi hành án|Đài|Báo(?! cáo)"
    "|Cổng Thông tin|Tạp chí"
    "|Tổ dân phố|Tổ công nghệ|Tổ giúp việc|Tổ công tác|Tổ chuyển đổi|Tổ |Thôn|Khu dân cư|Khối|Cụm|Doanh nghiệp"
    "|Hợp tác xã"
    "|Tổng công ty|Công ty|Tập đoàn|Thường trực|Cơ quan|Đơn vị|Bệnh viện|Hải quan|Đồn Biên phòng|Bưu điện"
    "|Điện lực|VNPT"
    "|Viettel|Quỹ|Thông tấn xã|Chính phủ|Kiểm toán|Nhà xuất bản|Bảo tàng|Thư viện|Ban Chỉ huy|Tiểu ban"
    "|Lãnh đạo(?!,| chỉ)|Nhà máy"
)
_GROUP_NAMES = (
    "(?:[Cc]ác|[Nn]hững|[Mm]ọi|[Tt]oàn thể|[Tt]ất cả(?: các)?|[Tt]hủ trưởng(?: các)?) (?:sở|ban|phòng|ngành"
    "|cơ quan|đơn vị|địa phương"
    "|doanh nghiệp|tổ|đoàn thể|hội|trường|xã|phường|thôn|bộ|cấp|chi|đồng chí|thành viên|khối|cụm|cộng đồng"
    "|lực lượng|huyện|tỉnh"
    "|thành phố|quận|đảng|tập đoàn|hợp tác xã|khu|nhà trường|viện|đại biểu|ủy|uỷ|chủ|trung tâm|công ty"
    "|công đoàn|báo|hiệp hội"
    "|liên|ngân hàng|bệnh viện|cá nhân|hộ|cán bộ|công chức|cơ sở|Sở|Ban|Bộ|Phòng|Đoàn|Hội|Tổ|Trường|Cơ quan"
    "|Đơn vị|Doanh nghiệp|UBND)"
    "|[Cc]ấp ủy|[Cc]ấp uỷ|[Cc]ơ quan|[Đđ]ơn vị|[Đđ]ịa phương|[Nn]gười đứng đầu|[Tt]hủ trưởng|[Bb]ộ trưởng"
    "|[Cc]hủ tịch|[Gg]iám đốc"
    "|[Tt]rưởng|[Cc]hánh|[Bb]í thư|[Hh]iệu trưởng|[Tt]ổ trưởng|[Cc]ộng đồng|[Dd]oanh nghiệp|[Tt]ổ dân phố"
    "|[Tt]hành viên|[Đđ]oàn(?! kết)"
    "|[Tt]ổ chức (?:chính trị|đoàn thể|Đoàn|Đảng|đảng|hội|Hội|công đoàn|Công đoàn|xã hội|thành viên|cơ sở)"
    "|[Mm]ặt trận|[Hh]ợp tác xã"
    "|[Cc]án bộ, |[Cc]ông chức|[Pp]hòng, |[Bb]an, |[Ss]ở, |[Xx]ã, |[Pp]hường, "
    "|[Cc]ấp (?:tỉnh|thành phố|huyện|xã|phường|cơ sở|[Tt]rung ương)"
    "|(?:[Cc]ác|[Nn]hững|[Tt]oàn thể) (?:bản|ấp|buôn|khóm|làng|xóm|tiểu khu|phum|sóc|lớp|khoa|gia đình|giáo viên"
    "|học sinh|phụ huynh|nhà giáo|nhân viên|đảng viên|đoàn viên|hội viên|chức sắc|già làng|ngành|vụ|cục|nhóm)"
)
BODY_START = re.compile(rf"(?:{_BODY_NAMES})(?=[\s.,:;]|$)|(?:UBND|HĐND|MTTQ)\b")
BODY_OR_GROUP_START = re.compile(rf"(?:{_BODY_NAMES}|{_GROUP_NAMES})(?=[\s.,:;]|$)")
# In capitals, for the header of a document.
HEADER_BODY = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|SỞ|BỘ|BAN(?! HÀNH)|PHÒNG|TRUNG TÂM|VĂN PHÒNG|CÔNG AN|ĐẢNG ỦY|ĐẢNG UỶ"
    r"|ĐẢNG BỘ"
    r"|CHI BỘ|TỈNH ỦY"
    r"|THÀNH ỦY|HUYỆN ỦY|QUẬN ỦY|TỈNH ĐOÀN|THÀNH ĐOÀN|ĐOÀN|HỘI(?! NGHỊ| THẢO| THI)|LIÊN ĐOÀN|LIÊN MINH"
    r"|LIÊN HIỆP|HIỆP HỘI"
    r"|CÔNG ĐOÀN|MẶT TRẬN"
    r"|TRƯỜNG|TRẠM|VIỆN|HỌC VIỆN|ĐẠI HỌC|CỤC|CHI CỤC|TỔNG CỤC|VỤ|THANH TRA|KHO BẠC|NGÂN HÀNG|BẢO HIỂM|TÒA ÁN"
    r"|THỦ TƯỚNG"
    r"|CHỦ TỊCH NƯỚC|QUỐC HỘI|TỔNG CÔNG TY|CÔNG TY|TẬP ĐOÀN|TỔNG LIÊN ĐOÀN|BỆNH VIỆN|ĐÀI|TỔ(?! CHỨC)|CHÍNH PHỦ"
    r"|KIỂM TOÁN|THUẾ"
    r"|TỈNH UỶ|THÀNH UỶ|HUYỆN UỶ|BCH|BTV|BCĐ|HỢP TÁC XÃ|CỤM|KHỐI|TIỂU BAN|THƯỜNG TRỰC)(?=\s|$)"
)
# The verbs that end the name of a body and begin its duty; in lower case only, so that "Sở Xây dựng" stays whole.
DUTY_VERB = re.compile(
    r"(?<=[\s)])(?:căn cứ|chủ trì|phối hợp|có trách nhiệm|chịu trách nhiệm|xây dựng|tổ chức(?! chính trị"
    r"| đoàn thể| đảng| xã hội| cơ sở"
    r"| kinh tế| thành viên| hội|,| và| có| liên quan| khác)"
    r"|triển khai|thực hiện|tham mưu|hướng dẫn|tuyên truyền|vận động|tăng cường|đẩy mạnh|chỉ đạo|theo dõi"
    r"|tổng hợp|bố trí|báo cáo"
    r"|định kỳ|thường xuyên|tiếp tục|phát động|quán triệt|rà soát|cân đối|thẩm định|là cơ quan|là đơn vị"
    r"|làm đầu mối|giúp|phát huy"
    r"|chủ động|kịp thời|nghiên cứu|đề xuất|ban hành|hỗ trợ|bảo đảm|đảm bảo|tập trung|nghiêm túc|khẩn trương"
    r"|lựa chọn|tích cực"
    r"|gửi|sử dụng|trên cơ sở|theo chức năng|theo nhiệm vụ|theo dõi|đôn đốc|tiến hành|lồng ghép|gắn|cụ thể hóa"
    r"|cụ thể hoá|phổ biến"
    r"|quan tâm|giao|tham gia|đăng ký|hưởng ứng|nâng cao|lập|phân công|xác định|cử|mở|bám sát|hằng năm"
    r"|hàng năm|giám sát"
    r"|niêm yết|cam kết|duy trì|khảo sát|công khai|công bố|biên soạn|cập nhật|phân bổ|thành lập|kiện toàn|ký kết"
    r"|tự giác|chấm điểm|tiếp nhận|kết nối|đồng hành|phát hiện|trình|chuẩn bị"
    r"|kiểm tra, |theo thẩm quyền|dành|đăng tải|huy động|nêu cao|đề ra|đưa|phản ánh|quản lý|cung cấp"
    r"|thông tin, tuyên truyền)(?=[\s,;:.]|$)"
)
ADDRESSING = re.compile(
    r"(?:Trân trọng đề nghị|Trân trọng|Kính đề nghị|Đề nghị|ĐỀ NGHỊ|đề nghị|Yêu cầu|yêu cầu|Giao cho|Giao|giao"
    r"|Trách nhiệm của|Nhiệm vụ của"
    r"|Phân công|Chỉ đạo|Đối với|đối với)\s?:?\s+"
)
PREAMBLE_OPENING = re.compile(
    r"(?:Căn cứ|Thực hiện|Triển khai|Theo|Trên cơ sở|Xét|Nhằm|Để|Tiếp tục|Hưởng ứng|Chấp hành|Kính gửi|Trong"
    r"|Năm \d|Thời gian qua"
    r"|Phát huy|Chào mừng|Kỷ niệm|Quán triệt|Qua|Sau|Từ|Ngày|Hiện nay|Nhân dịp|Tiếp theo|Vừa qua|Luật|Bình dân|Với)\s"
)
