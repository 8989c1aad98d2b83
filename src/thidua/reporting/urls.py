"""Pages of this app."""

from django.urls import URLPattern, path

from thidua.reporting.views import figures, reports, workbooks

app_name = "reporting"
entry: list[URLPattern] = [
    path("bao-cao/", reports.report_list, name="report_list"),
    path("bao-cao/<int:pk>/", reports.report_detail, name="report_detail"),
    path("bao-cao/<int:pk>/nhap/", reports.report_edit, name="report_edit"),
    path("bao-cao/<int:pk>/gui/", reports.report_submit, name="report_submit"),
    path("bao-cao/<int:pk>/thu-hoi/", reports.report_recall, name="report_recall"),
    path("bao-cao/<int:pk>/duyet/", reports.report_approve, name="report_approve"),
    path("bao-cao/<int:pk>/tra-lai/", reports.report_hand_back, name="report_hand_back"),
    path("bao-cao/<int:pk>/so-lieu/<int:number>/", figures.figure_edit, name="figure_edit"),
    path("bao-cao/<int:pk>/bang-tinh/", workbooks.workbook_download, name="workbook_download"),
    path("bao-cao/<int:pk>/bang-tinh/tai-len/", workbooks.workbook_upload, name="workbook_upload"),
    path("bang-tinh/<int:pk>/", workbooks.workbook_review, name="workbook_review"),
    path("so-lieu/<int:pk>/luu/", figures.figure_save, name="figure_save"),
    path("so-lieu/<int:pk>/minh-chung/", figures.figure_evidence, name="figure_evidence"),
    path(
        "so-lieu/<int:pk>/minh-chung/<int:evidence>/dung/",
        figures.figure_link_evidence,
        name="figure_link_evidence",
    ),
    path(
        "so-lieu/<int:pk>/minh-chung/<int:evidence>/go/",
        figures.figure_detach_evidence,
        name="figure_detach_evidence",
    ),
]
urlpatterns: list[URLPattern] = [*entry]
