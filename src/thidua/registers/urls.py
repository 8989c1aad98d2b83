"""Pages of this app."""

from django.urls import path

from thidua.registers.views import batches, regimes, registers, sheets

app_name = "registers"
urlpatterns = [
    path("so-du-lieu/", registers.register_list, name="register_list"),
    path("so-du-lieu/<int:pk>/", registers.register_show, name="register_show"),
    path("so-du-lieu/<int:pk>/tai-ve.xlsx", registers.register_export, name="register_export"),
    path("so-du-lieu/don-vi/<int:pk>/tai-len/<slug:name>/", batches.batch_upload, name="batch_upload"),
    path("so-du-lieu/bao-cao-den-han/", regimes.regime_list, name="regime_list"),
    path("so-du-lieu/che-do-bao-cao/don-vi/<int:pk>/them/", regimes.regime_add, name="regime_add"),
    path("so-du-lieu/che-do-bao-cao/<int:pk>/", regimes.regime_show, name="regime_show"),
    path("so-du-lieu/che-do-bao-cao/<int:pk>/lap/", regimes.regime_lay_out, name="regime_lay_out"),
    path("so-du-lieu/che-do-bao-cao/<int:pk>/ket-thuc/", regimes.regime_end, name="regime_end"),
    path("so-du-lieu/bao-cao-den-han/<int:pk>/da-gui/", regimes.due_send, name="due_send"),
    path("so-du-lieu/phieu-kiem-tra/", sheets.sheet_list, name="sheet_list"),
    path("so-du-lieu/phieu-kiem-tra/don-vi/<int:pk>/mo/", sheets.sheet_open, name="sheet_open"),
    path("so-du-lieu/phieu-kiem-tra/<int:pk>/", sheets.sheet_show, name="sheet_show"),
    path("so-du-lieu/phieu-kiem-tra/<int:pk>/danh-dau/", sheets.sheet_mark, name="sheet_mark"),
    path("so-du-lieu/phieu-kiem-tra/<int:pk>/vao-so/", sheets.sheet_close, name="sheet_close"),
    path("so-du-lieu/phieu-kiem-tra/<int:pk>/bo/", sheets.sheet_drop, name="sheet_drop"),
    path("so-du-lieu/lo/<int:pk>/", batches.batch_show, name="batch_show"),
    path("so-du-lieu/lo/<int:pk>/ghep-cot/", batches.batch_match, name="batch_match"),
    path("so-du-lieu/lo/<int:pk>/nhan/", batches.batch_land, name="batch_land"),
    path("so-du-lieu/lo/<int:pk>/doc-lai/", batches.batch_restart, name="batch_restart"),
    path("so-du-lieu/lo/<int:pk>/bo/", batches.batch_discard, name="batch_discard"),
    path("so-du-lieu/lo/<int:pk>/rut/", batches.batch_revoke, name="batch_revoke"),
    path("so-du-lieu/lo/<int:pk>/ly-do.xlsx", batches.batch_problems, name="batch_problems"),
]
