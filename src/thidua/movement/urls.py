"""Pages of this app."""

from django.urls import URLPattern

app_name = "movement"
urlpatterns: list[URLPattern] = []
