"""Pages of this app. Those of a commune come last: its name must not hide a page of ours."""

from django.urls import URLPattern, path

from thidua.web.views import backups, health, own_log, results, retention, search, site, support, work

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("healthz", health.health_show, name="health_show"),
    path("", site.front_show, name="front_show"),
    path("viec-cua-toi/", work.my_work, name="my_work"),
    path("tai-khoan/nhat-ky/", own_log.my_log, name="my_log"),
    path("ket-qua/", results.result_list, name="result_list"),
    path("ket-qua/tep/", results.result_export, name="result_export"),
    path("ket-qua/<str:code>/", results.result_show, name="result_show"),
    path("tim/", search.search_show, name="search_show"),
    path("luu-giu/", retention.retention_show, name="retention_show"),
    path("xem-nhu/", support.support_show, name="support_show"),
    path("sao-luu/", backups.backup_list, name="backup_list"),
    path("sao-luu/tao/", backups.backup_request, name="backup_request"),
    path("<slug:slug>/", site.site_show, name="site_show"),
    path("<slug:slug>/ke-hoach/", site.site_plan, name="site_plan"),
    path("<slug:slug>/ket-qua/", site.site_results, name="site_results"),
    path("<slug:slug>/ket-qua/<str:code>/", site.site_result, name="site_result"),
    path("<slug:slug>/du-lieu-mo/", site.site_data, name="site_data"),
    path("<slug:slug>/du-lieu-ca-nhan/", site.site_privacy, name="site_privacy"),
]
