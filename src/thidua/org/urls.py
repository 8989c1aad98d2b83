"""Pages of this app."""

from django.urls import URLPattern, path

from thidua.org.views import access, founding, imports, links, people, profile, units

app_name = "org"
urlpatterns: list[URLPattern] = [
    path("dang-nhap/", access.person_sign_in, name="person_sign_in"),
    path("dang-nhap/vai-minh-hoa/", access.person_try_role, name="person_try_role"),
    path("dang-xuat/", access.person_sign_out, name="person_sign_out"),
    path("vai-tro/chon/", access.role_choose, name="role_choose"),
    path("quen-mat-khau/", links.password_forgot, name="password_forgot"),
    path("mat-khau/<str:secret>/", links.password_choose, name="password_choose"),
    path("kich-hoat/", links.activation_enter, name="activation_enter"),
    path("kich-hoat/<str:secret>/", links.account_activate, name="account_activate"),
    path("tai-khoan/", profile.profile_show, name="profile_show"),
    path("tai-khoan/mat-khau/", profile.profile_password, name="profile_password"),
    path("thiet-lap/", founding.commune_found, name="commune_found"),
    path("thiet-lap/buoc-tiep/", founding.commune_guide, name="commune_guide"),
    path("dia-phuong/sua/", founding.commune_change, name="commune_change"),
    path("don-vi/", units.unit_list, name="unit_list"),
    path("don-vi/tep/", units.unit_export, name="unit_export"),
    path("don-vi/nhap/", imports.unit_import, name="unit_import"),
    path("don-vi/nhap/mau/", imports.unit_template, name="unit_template"),
    path("don-vi/<int:pk>/", units.unit_show, name="unit_show"),
    path("don-vi/<int:pk>/them/", units.unit_create, name="unit_create"),
    path("don-vi/<int:pk>/sua/", units.unit_change, name="unit_change"),
    path("don-vi/<int:pk>/ket-thuc/", units.unit_close, name="unit_close"),
    path("nguoi-dung/", people.person_list, name="person_list"),
    path("nguoi-dung/them/", people.person_create, name="person_create"),
    path("nguoi-dung/nhap/", imports.person_import, name="person_import"),
    path("nguoi-dung/nhap/mau/", imports.person_template, name="person_template"),
    path("nguoi-dung/kich-hoat/", links.activation_issue, name="activation_issue"),
    path("nguoi-dung/<int:pk>/", people.person_show, name="person_show"),
    path("nguoi-dung/<int:pk>/sua/", people.person_change, name="person_change"),
    path("nguoi-dung/<int:pk>/khoa/", people.person_disable, name="person_disable"),
    path("nguoi-dung/<int:pk>/mo-khoa/", people.person_enable, name="person_enable"),
    path("nguoi-dung/<int:pk>/duong-dan/", links.link_issue, name="link_issue"),
    path("nguoi-dung/<int:pk>/duong-dan/thu-hoi/", links.link_revoke, name="link_revoke"),
    path("nguoi-dung/<int:pk>/vai-tro/them/", people.membership_grant, name="membership_grant"),
    path("vai-tro/<int:pk>/ket-thuc/", people.membership_end, name="membership_end"),
    path("tep-nhap/<int:pk>/", imports.import_check, name="import_check"),
]
