"""Pages of this app."""

from django.urls import path

from thidua.composing.views import earlier, issuing, linking, parts, reports

app_name = "composing"
BASE = "bao-cao-dinh-ky/"
urlpatterns = [
    path(BASE, reports.report_list, name="report_list"),
    path(f"{BASE}lap/", reports.report_draft, name="report_draft"),
    path(f"{BASE}<int:pk>/", reports.report_show, name="report_show"),
    path(f"{BASE}<int:pk>/doi-chieu/", reports.report_compare, name="report_compare"),
    path(f"{BASE}<int:pk>/ban-in/", reports.report_preview, name="report_preview"),
    path(f"{BASE}<int:pk>/trang/<int:number>/", reports.report_page, name="report_page"),
    path(f"{BASE}<int:pk>/bao-cao.docx", reports.report_docx, name="report_docx"),
    path(f"{BASE}<int:pk>/bao-cao.pdf", reports.report_pdf, name="report_pdf"),
    path(f"{BASE}<int:pk>/so-lieu-moi/", reports.report_refresh, name="report_refresh"),
    path(f"{BASE}<int:pk>/bieu-do/", reports.report_charts, name="report_charts"),
    path(f"{BASE}<int:pk>/ban-hanh/", issuing.report_issue, name="report_issue"),
    path(f"{BASE}<int:pk>/gui/", issuing.report_send, name="report_send"),
    path(f"{BASE}<int:pk>/thu-hoi/", issuing.report_recall, name="report_recall"),
    path(f"{BASE}<int:pk>/bo/", issuing.report_discard, name="report_discard"),
    path(f"{BASE}<int:pk>/ban-thay-the/", issuing.report_replace, name="report_replace"),
    path(f"{BASE}phan/<int:pk>/sua/", parts.part_write, name="part_write"),
    path(f"{BASE}phan/<int:pk>/lay-ky-truoc/", parts.part_carry, name="part_carry"),
    path(f"{BASE}phan/<int:pk>/goi-y/", parts.part_reset, name="part_reset"),
    path(f"{BASE}phan/<int:pk>/giu-nguyen/", parts.part_keep, name="part_keep"),
    path(f"{BASE}phan/<int:pk>/lich-su/", parts.part_history, name="part_history"),
    path("phong-trao/<int:pk>/chi-tieu-theo-noi-dung/", linking.contents_link, name="contents_link"),
    path(f"{BASE}mau-gon/<int:pk>/", earlier.year_show, name="year_show"),
    path(f"{BASE}mau-gon/<int:pk>/trang/<int:number>/", earlier.year_page, name="year_page"),
    path(f"{BASE}mau-gon/<int:pk>/tai-ve.pdf", earlier.year_pdf, name="year_pdf"),
    path(f"{BASE}mau-gon/<int:pk>/tai-ve.docx", earlier.year_docx, name="year_docx"),
    path("bao-cao-nam/", earlier.old_list, name="old_list"),
    path("phong-trao/<int:pk>/bao-cao-nam/<int:year>/", earlier.old_compose, name="old_compose"),
    path("bao-cao-nam/<int:pk>/<path:rest>", earlier.old_file, name="old_file"),
    path("bao-cao-nam/<int:pk>/", earlier.old_show, name="old_show"),
]
