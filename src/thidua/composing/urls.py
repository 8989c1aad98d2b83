"""Pages of this app."""

from django.urls import path

from thidua.composing.views import issuing, parts, reports

app_name = "composing"
BASE = "bao-cao-dinh-ky/"
urlpatterns = [
    path(BASE, reports.report_list, name="report_list"),
    path(f"{BASE}lap/", reports.report_draft, name="report_draft"),
    path(f"{BASE}<int:pk>/", reports.report_show, name="report_show"),
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
]
