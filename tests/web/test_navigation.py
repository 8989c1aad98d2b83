"""The frame of every page: places in their order, those that a role may open, the account menu."""

import re

import pytest
from django.urls import reverse

from tests.factories import reporting as make
from tests.web import stage
from thidua.web import navigation

pytestmark = pytest.mark.django_db
ALL = [
    "Việc của tôi",
    "Phong trào",
    "Kế hoạch đơn vị",
    "Đăng ký thi đua",
    "Nhiệm vụ",
    "Báo cáo",
    "Kỳ báo cáo",
    "Đôn đốc",
    "Kết quả",
    "Báo cáo định kỳ",
    "Báo cáo gửi đi",
    "Đơn vị",
    "Người dùng",
    "Chỉ tiêu",
    "Sổ dữ liệu",
]


def test_places_stand_in_their_order() -> None:
    assert [label for label, _, _ in navigation.PLACES] == ALL


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("standing_body", set()),
        ("administrator", {"Đôn đốc", "Báo cáo gửi đi", "Kỳ báo cáo", "Báo cáo định kỳ"}),
        ("leader", {"Người dùng"}),
        ("overseer", {"Đôn đốc", "Người dùng"}),
        ("council_member", {"Đôn đốc", "Báo cáo gửi đi", "Người dùng"}),
        ("reporter", {"Đôn đốc", "Báo cáo gửi đi", "Kỳ báo cáo", "Báo cáo định kỳ", "Người dùng"}),
        ("unit_head", {"Đôn đốc", "Báo cáo gửi đi", "Kỳ báo cáo", "Báo cáo định kỳ", "Người dùng"}),
    ],
)
def test_a_role_sees_what_it_may_open(role: str, hidden: set[str]) -> None:
    inside = stage.signed_in(make.ward().person(role))
    context = inside.get(reverse("web:my_work")).context
    places = [*context["navigation"], *context["more_places"]]
    assert [place.label for place in places] == [label for label in ALL if label not in hidden]
    assert [inside.get(place.url).status_code for place in places] == [200] * len(places)
    assert [place.label for place in places if place.is_current] == ["Việc của tôi"]


@pytest.mark.parametrize(
    ("count", "row", "more"), [(0, 0, 0), (9, 9, 0), (10, 10, 0), (11, 9, 2), (15, 9, 6)]
)
def test_what_does_not_fit_the_row_is_folded_away(count: int, row: int, more: int) -> None:
    places = tuple(navigation.Place(str(number), "/", is_current=False) for number in range(count))
    shown, hidden = navigation.folded(places)
    assert (len(shown), len(hidden), shown + hidden) == (row, more, places)


@pytest.mark.parametrize(
    ("address", "said"), [("composing:report_list", "Thêm: Báo cáo định kỳ"), ("tasks:task_list", "Thêm")]
)
def test_the_fold_names_the_place_where_one_is(address: str, said: str) -> None:
    inside = stage.signed_in(make.ward().person("standing_body"))
    content = inside.get(reverse(address)).content.decode()
    summary = content.split('class="more-places"')[1].split("</summary>")[0].split("<summary>")[1]
    assert " ".join(re.sub("<[^>]+>", "", summary).split()) == said


def test_the_account_menu_leads_to_search_profile_and_the_public_page() -> None:
    here = make.ward()
    inside = stage.signed_in(here.person("leader"))
    context = inside.get(reverse("web:my_work")).context
    assert [link.label for link in context["account_links"]] == [
        "Tìm kiếm",
        "Tài khoản và vai trò",
        "Nhật ký về tôi",
        "Trang công khai của phường",
    ]
    assert [inside.get(link.url).status_code for link in context["account_links"]] == [200] * 4
    assert (context["notices_url"], context["sign_out_url"]) == ("/thong-bao/", "/dang-xuat/")


def test_sent_mail_is_shown_in_the_demonstration_alone(settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]
    inside = stage.signed_in(make.ward().person("standing_body"))
    links = inside.get(reverse("web:my_work")).context["account_links"]
    assert "Thư đã gửi" in [link.label for link in links]
