"""The open data interface. Every list also answers under `.csv`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from thidua.api import views
from thidua.api.v1 import api

app_name = "api"
TABLES = ("communes", "movements", "indicators", "results")


def _as_table(view: Any) -> Any:
    def run(request: HttpRequest) -> HttpResponse:
        asked = request.GET.copy()
        asked["format"] = "csv"
        request.GET = asked  # type: ignore[assignment]
        answer: HttpResponse = view(request)
        return answer

    return run


_routes = {str(one.pattern): one for one in api.urls[0] if isinstance(one, URLPattern)}
_OWN = {"", "openapi.json"}
urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", views.operation_list, name="operation_list"),
    path("v1/openapi.json", views.schema_show, name="schema_show"),
    *(path(f"v1/{name}.csv", _as_table(_routes[name].callback), name=f"{name}_table") for name in TABLES),
    *(
        path(f"v1/{route}", one.callback, name=one.name)
        for route, one in _routes.items()
        if route not in _OWN
    ),
]
