"""Pages of this app."""

from django.urls import URLPattern, path

from thidua.reporting.views import (
    approvals,
    bindings,
    boards,
    checks,
    counts,
    evidence,
    figures,
    kept,
    levels,
    paths,
    periods,
    publications,
    reasons,
    reports,
    rules,
    slips,
    workbooks,
)

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
following: list[URLPattern] = [
    path("ky-bao-cao/", periods.period_list, name="period_list"),
    path("ky-bao-cao/mo/", periods.period_open, name="period_open"),
    path("ky-bao-cao/mo/nhap-bu/", periods.period_open_past, name="period_open_past"),
    path("ky-bao-cao/mo/dot-xuat/", periods.period_open_ad_hoc, name="period_open_ad_hoc"),
    path("ky-bao-cao/mo/<str:key>/", periods.period_open_next, name="period_open_next"),
    path("ky-bao-cao/<int:pk>/", boards.period_board, name="period_board"),
    path("ky-bao-cao/<int:pk>/bang-theo-doi.xlsx", boards.board_export, name="board_export"),
    path("ky-bao-cao/<int:pk>/so-lieu/", boards.board_matrix, name="board_matrix"),
    path("ky-bao-cao/<int:pk>/don-doc/", boards.board_remind, name="board_remind"),
    path("ky-bao-cao/<int:pk>/doi-han/", periods.period_change, name="period_change"),
    path("ky-bao-cao/<int:pk>/khoa/", periods.period_lock, name="period_lock"),
    path("ky-bao-cao/<int:pk>/cong-bo/", publications.publication_create, name="publication_create"),
    path("ky-bao-cao/cong-bo/<int:pk>/", publications.publication_show, name="publication_show"),
    path("ky-bao-cao/<int:pk>/luy-ke/", paths.period_progress, name="period_progress"),
    path("so-lieu/<int:pk>/cac-phan/<int:breakdown>/", paths.figure_parts, name="figure_parts"),
    path("phong-trao/<int:pk>/lo-trinh/", paths.path_list, name="path_list"),
    path("phong-trao/<int:pk>/lo-trinh/<str:code>/xuat-phat/", paths.baseline_set, name="baseline_set"),
    path("phong-trao/<int:pk>/lo-trinh/<str:code>/nam/", paths.year_step_set, name="year_step_set"),
    path("phong-trao/<int:pk>/lo-trinh/<str:code>/phan/", paths.breakdown_ask, name="breakdown_ask"),
    path("cach-chia/<int:pk>/thoi/", paths.breakdown_end, name="breakdown_end"),
    path("tieu-chi-theo-muc/", levels.level_list, name="level_list"),
    path("tieu-chi-theo-muc/<int:pk>/dat/", levels.level_set, name="level_set"),
    path("tieu-chi-theo-muc/<int:pk>/chon/", levels.level_choose, name="level_choose"),
    path("bao-cao/<int:pk>/lanh-dao-duyet/", approvals.report_endorse, name="report_endorse"),
    path("bao-cao/<int:pk>/lanh-dao-tra/", approvals.report_send_back, name="report_send_back"),
    path("bao-cao/<int:pk>/rut-ve/", approvals.report_withdraw, name="report_withdraw"),
    path("bao-cao/<int:pk>/gui-muon/", approvals.report_extend, name="report_extend"),
    path("phong-trao/<int:pk>/cap-duyet/", approvals.approval_set, name="approval_set"),
    path("minh-chung/", evidence.evidence_list, name="evidence_list"),
    path("minh-chung/kho.xlsx", evidence.evidence_export, name="evidence_export"),
    path("quy-tac-kiem-tra/", rules.rule_list, name="rule_list"),
    path("quy-tac-kiem-tra/<str:name>/", rules.threshold_set, name="threshold_set"),
    path("bao-cao/<int:pk>/kiem-tra/", checks.check_show, name="check_show"),
    path("bao-cao/<int:pk>/nhac/", boards.board_nudge, name="board_nudge"),
    path("so-lieu/<int:pk>/dinh-chinh/", checks.check_revise, name="check_revise"),
    path("vi-sao/so-lieu/<int:pk>/", reasons.reason_history, name="reason_history"),
    path("vi-sao/<int:pk>/<str:code>/", reasons.reason_show, name="reason_show"),
]
without_a_line: list[URLPattern] = [
    # The folder of its address is what a service worker may open.
    path("bao-cao/giu-may.js", kept.worker_show, name="worker_show"),
    path("bao-cao/<int:pk>/nhan/", kept.report_receive, name="report_receive"),
]
on_paper: list[URLPattern] = [
    path("phieu-giay/", slips.slip_find, name="slip_find"),
    path("bao-cao/<int:pk>/phieu-giay/", slips.slip_type, name="slip_type"),
    path("bao-cao/<int:pk>/phieu-giay/da-nhap/", slips.slip_taken, name="slip_taken"),
    path("bao-cao/<int:pk>/phieu-giay.pdf", slips.slip_print, name="slip_print"),
    path("ky-bao-cao/<int:pk>/phieu-giay.pdf", slips.slips_print, name="slips_print"),
]
registers: list[URLPattern] = [
    path("so-lieu-tu-so/", bindings.binding_list, name="binding_list"),
    path("so-lieu-tu-so/da-doi/", counts.count_list, name="count_list"),
    path("so-lieu-tu-so/mau/<slug:slug>/", bindings.binding_adopt, name="binding_adopt"),
    path("so-lieu-tu-so/<int:pk>/", bindings.binding_show, name="binding_show"),
    path("so-lieu-tu-so/<int:pk>/doi/", bindings.binding_change, name="binding_change"),
    path("so-lieu-tu-so/<int:pk>/thoi/", bindings.binding_end, name="binding_end"),
    path("so-lieu-tu-so/dem/<int:pk>/", counts.count_show, name="count_show"),
    path("so-lieu-tu-so/dem/<int:pk>/cac-hang.xlsx", counts.count_export, name="count_export"),
    path("so-lieu/<int:pk>/dinh-chinh-theo-so/", counts.count_revise, name="count_revise"),
]
papers: list[URLPattern] = []
urlpatterns: list[URLPattern] = [*entry, *following, *without_a_line, *on_paper, *registers, *papers]
