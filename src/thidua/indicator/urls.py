"""Pages of this app."""

from django.urls import path

from thidua.indicator import views

app_name = "indicator"
urlpatterns = [
    path("chi-tieu/", views.indicator_list, name="indicator_list"),
    path("chi-tieu/<int:pk>/", views.indicator_detail, name="indicator_detail"),
    path(
        "chi-tieu/<int:pk>/cach-tinh/<slug:variant>/sua/", views.definition_change, name="definition_change"
    ),
]
