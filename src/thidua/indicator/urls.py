"""Pages of this app."""

from django.urls import URLPattern

app_name = "indicator"
urlpatterns: list[URLPattern] = []
