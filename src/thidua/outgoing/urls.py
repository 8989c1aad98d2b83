"""Pages of this app."""

from django.urls import path

from thidua.outgoing.views import fields, papers, pdfs, receivers

app_name = "outgoing"
urlpatterns = [
    path("bao-cao-gui-di/", papers.paper_list, name="paper_list"),
    path("bao-cao-gui-di/<int:pk>/", papers.paper_show, name="paper_show"),
    path("bao-cao-gui-di/<int:pk>/tai-ve/", papers.paper_download, name="paper_download"),
    path("bao-cao-gui-di/<int:pk>/lap-pdf/", pdfs.pdf_ask, name="pdf_ask"),
    path("bao-cao-gui-di/<int:pk>/ban.pdf", pdfs.pdf_download, name="pdf_download"),
    path("bao-cao-gui-di/<int:pk>/so/", papers.paper_number, name="paper_number"),
    path("bao-cao-gui-di/<int:pk>/gui/", papers.paper_send, name="paper_send"),
    path("bao-cao-gui-di/<int:pk>/bo/", papers.paper_discard, name="paper_discard"),
    path("bao-cao-gui-di/<int:pk>/thay-doi/", papers.paper_compare, name="paper_compare"),
    path("bao-cao-gui-di/mau/", receivers.form_list, name="form_list"),
    path("bao-cao-gui-di/mau/<int:pk>/", receivers.form_show, name="form_show"),
    path("bao-cao-gui-di/mau/<int:pk>/sua/", receivers.form_change, name="form_change"),
    path("bao-cao-gui-di/mau/<int:pk>/ban-moi/", receivers.version_add, name="version_add"),
    path("bao-cao-gui-di/mau/ban/<int:pk>/tai-ve/", receivers.version_download, name="version_download"),
    path("bao-cao-gui-di/mau/ban/<int:pk>/in-thu/", fields.version_try, name="version_try"),
    path("bao-cao-gui-di/mau/ban/<int:pk>/lap/", papers.paper_make, name="paper_make"),
    path("bao-cao-gui-di/mau-goi-y/<slug:name>/", receivers.form_adopt, name="form_adopt"),
    path("bao-cao-gui-di/truong/", fields.field_list, name="field_list"),
    path("bao-cao-gui-di/noi-nhan/them/", receivers.receiver_add, name="receiver_add"),
    path("bao-cao-gui-di/noi-nhan/<int:pk>/sua/", receivers.receiver_change, name="receiver_change"),
    path("bao-cao-gui-di/noi-nhan/<int:pk>/them-mau/", receivers.form_add, name="form_add"),
]
