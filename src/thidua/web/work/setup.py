"""The first days: the administrator's steps from an empty ward, people who cannot sign in yet, the plan that starts it all."""

from datetime import date

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.movement.models import Movement
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
            not stands.has_leader,
            "Giao vai trò Lãnh đạo UBND",
            guide,
            "Người duyệt kế hoạch, phát động và công bố",
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


def first_plan(who: Actor, on: date) -> list[Task]:
    """For the standing body of a ward in which no movement was ever begun; asked only when nothing else waits."""
    if not who.may("movement.create_from_plan") or Movement.objects.in_commune(who.commune_id).exists():
        return []
    note = "Tệp Word hoặc PDF đã ký; phần mềm đọc và đề nghị từng mục"
    create = reverse("movement:movement_create")
    return [Task(Group.PLANS, "waiting", "Cần làm", "Đưa kế hoạch phong trào vào", create, note)]
