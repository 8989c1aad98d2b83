"""Pages of this app."""

from django.urls import path

from thidua.pledging.views import blocs, following, links, pacts, plans, registrations

app_name = "pledging"
urlpatterns = [
    path("cum-khoi/", blocs.bloc_list, name="bloc_list"),
    path("cum-khoi/lap/", blocs.bloc_create, name="bloc_create"),
    path("cum-khoi/<int:pk>/", blocs.bloc_show, name="bloc_show"),
    path("cum-khoi/<int:pk>/sua/", blocs.bloc_change, name="bloc_change"),
    path("cum-khoi/<int:pk>/them-don-vi/", blocs.bloc_join, name="bloc_join"),
    path("cum-khoi/<int:pk>/truong/", blocs.bloc_lead, name="bloc_lead"),
    path("cum-khoi/thanh-vien/<int:pk>/roi/", blocs.bloc_leave, name="bloc_leave"),
    path("ke-hoach-don-vi/", plans.unit_plan_list, name="unit_plan_list"),
    path(
        "phong-trao/<int:movement>/ke-hoach-don-vi/lap/<int:pk>/",
        plans.unit_plan_begin,
        name="unit_plan_begin",
    ),
    path("phong-trao/<int:pk>/ke-hoach-don-vi/", following.unit_plan_board, name="unit_plan_board"),
    path("phong-trao/<int:pk>/ke-hoach-don-vi/nhac/", following.unit_plan_remind, name="unit_plan_remind"),
    path("ke-hoach-don-vi/<int:pk>/", plans.unit_plan_show, name="unit_plan_show"),
    path("ke-hoach-don-vi/<int:pk>/soan/", plans.unit_plan_write, name="unit_plan_write"),
    path("ke-hoach-don-vi/<int:pk>/gui/", plans.unit_plan_submit, name="unit_plan_submit"),
    path("ke-hoach-don-vi/<int:pk>/thu-hoi/", plans.unit_plan_recall, name="unit_plan_recall"),
    path("ke-hoach-don-vi/<int:pk>/dieu-chinh/", plans.unit_plan_revise, name="unit_plan_revise"),
    path("ke-hoach-don-vi/<int:pk>/xem-xet/", following.unit_plan_check, name="unit_plan_check"),
    path("ke-hoach-don-vi/<int:pk>/lan-gui/<int:number>/", plans.unit_plan_version, name="unit_plan_version"),
    path("ke-hoach-don-vi/<int:pk>/nhiem-vu/them/", plans.promise_add, name="promise_add"),
    path("ke-hoach-don-vi/nhiem-vu/<int:pk>/sua/", plans.promise_change, name="promise_change"),
    path("ke-hoach-don-vi/nhiem-vu/<int:pk>/bo/", plans.promise_drop, name="promise_drop"),
    path("don-vi/<int:pk>/duong-dan/", links.link_make, name="link_make"),
    path("don-vi/duong-dan/<int:pk>/thu-hoi/", links.link_revoke, name="link_revoke"),
    path("phieu/", links.link_enter, name="link_enter"),
    path("phieu/<slug:secret>/", links.link_open, name="link_open"),
    path("dang-ky-thi-dua/", registrations.registration_list, name="registration_list"),
    path(
        "dang-ky-thi-dua/nam/<int:year>/don-vi/<int:pk>/lap/",
        registrations.registration_begin,
        name="registration_begin",
    ),
    path("dang-ky-thi-dua/<int:pk>/", registrations.registration_show, name="registration_show"),
    path("dang-ky-thi-dua/<int:pk>/soan/", registrations.registration_write, name="registration_write"),
    path("dang-ky-thi-dua/<int:pk>/ky/", registrations.registration_sign, name="registration_sign"),
    path("dang-ky-thi-dua/<int:pk>/thu-hoi/", registrations.registration_recall, name="registration_recall"),
    path(
        "dang-ky-thi-dua/<int:pk>/ghi-nhan/", registrations.registration_receive, name="registration_receive"
    ),
    path("dang-ky-thi-dua/<int:pk>/tra-lai/", registrations.registration_return, name="registration_return"),
    path(
        "dang-ky-thi-dua/<int:pk>/tai-ve/<slug:form>/",
        registrations.registration_file,
        name="registration_file",
    ),
    path("cum-khoi/<int:pk>/giao-uoc/soan/", pacts.pact_draw, name="pact_draw"),
    path("giao-uoc/<int:pk>/", pacts.pact_show, name="pact_show"),
    path("giao-uoc/<int:pk>/sua/", pacts.pact_change, name="pact_change"),
    path("giao-uoc/<int:pk>/ky/", pacts.pact_sign, name="pact_sign"),
    path("giao-uoc/<int:pk>/rut/", pacts.pact_withdraw, name="pact_withdraw"),
    path("giao-uoc/<int:pk>/tai-ve/<slug:form>/", pacts.pact_file, name="pact_file"),
]
