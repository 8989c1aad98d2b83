"""Pages of this app."""

from django.urls import path

from thidua.notifications import views

app_name = "notifications"
urlpatterns = [
    path("thong-bao/", views.notice_list, name="notice_list"),
    path("thong-bao/da-doc/", views.notice_read_all, name="notice_read_all"),
    path("thong-bao/<int:pk>/mo/", views.notice_open, name="notice_open"),
    path("thu-da-gui/", views.mail_list, name="mail_list"),
]
