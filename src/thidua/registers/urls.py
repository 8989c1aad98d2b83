"""Pages of this app."""

from django.urls import path

from thidua.registers.views import batches, registers

app_name = "registers"
urlpatterns = [
    path("so-du-lieu/", registers.register_list, name="register_list"),
    path("so-du-lieu/<int:pk>/", registers.register_show, name="register_show"),
    path("so-du-lieu/<int:pk>/tai-ve.xlsx", registers.register_export, name="register_export"),
    path("so-du-lieu/don-vi/<int:pk>/tai-len/<slug:name>/", batches.batch_upload, name="batch_upload"),
    path("so-du-lieu/lo/<int:pk>/", batches.batch_show, name="batch_show"),
    path("so-du-lieu/lo/<int:pk>/ghep-cot/", batches.batch_match, name="batch_match"),
    path("so-du-lieu/lo/<int:pk>/nhan/", batches.batch_land, name="batch_land"),
    path("so-du-lieu/lo/<int:pk>/bo/", batches.batch_discard, name="batch_discard"),
    path("so-du-lieu/lo/<int:pk>/rut/", batches.batch_revoke, name="batch_revoke"),
    path("so-du-lieu/lo/<int:pk>/ly-do.xlsx", batches.batch_problems, name="batch_problems"),
]
