"""Pages of this app."""

from django.urls import path

from thidua.documents import views

app_name = "documents"
urlpatterns = [
    path("tep/<int:pk>/", views.file_download, name="file_download"),
    path("tep/<int:pk>/anh/", views.file_picture, name="file_picture"),
]
