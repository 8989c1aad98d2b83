"""Pages of this app."""

from django.urls import URLPattern, path

from thidua.web.views import health

app_name = "web"
urlpatterns: list[URLPattern] = [
    path("healthz", health.health_show, name="health_show"),
]
