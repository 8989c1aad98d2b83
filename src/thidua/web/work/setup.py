"""Work of the administrator: the steps from an empty ward, and people who cannot sign in yet."""

from datetime import date

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.org import standing
from thidua.web.work.tasks import Group, Task


def steps_to_set_up(who: Actor, on: date) -> list[Task]:
    if not who.may("org.create_person"):
        return []
    stands = standing.set_up_of(who, on=on)
    guide = reverse("org:commune_guide")
    steps = [
        (not stands.units, "Nhập danh sách đơn vị", guide, "Từ tệp Excel, hoặc lập từng đơn vị"),
        (stands.people < 2, "Nhập danh sách người dùng", guide, "Mỗi người một vai trò ở đơn vị của mình"),
        (
            not stands.has_standing_body,
            "Giao vai trò Cơ quan thường trực",
            guide,
            "Người đưa kế hoạch vào và mở kỳ báo cáo",
        ),
        (
            stands.without_password > 0,
            f"Mời {stands.without_password} người kích hoạt tài khoản",
            reverse("org:activation_issue"),
            "Họ chưa đăng nhập được",
        ),
    ]
    return [
        Task(Group.SET_UP, "waiting", "Cần làm", title, url, note)
        for is_open, title, url, note in steps
        if is_open
    ]
