"""The open data interface. Every list also answers under `.csv`.

The operations are named here and made by Ninja when one is asked for the first time: it and Pydantic take 12 MB of each
worker, and most visitors read pages. A test holds this list and the operations of `v1` together.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path

from thidua.api import views
from thidua.api.freshness import marked

app_name = "api"
OPERATIONS = {
    "communes": "list_communes",
    "communes/<slug>": "show_commune",
    "movements": "list_movements",
    "movements/<int:pk>": "show_movement",
    "indicators": "list_indicators",
    "results": "list_results",
    "results/<int:pk>": "show_result",
}
TABLES = tuple(route for route in OPERATIONS if "/" not in route)


def _operation(route: str) -> Any:
    def run(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        from thidua.api import v1  # noqa: PLC0415  # see above

        return v1.VIEWS[route](request, **kwargs)

    return run


def _as_table(view: Any) -> Any:
    def run(request: HttpRequest) -> HttpResponse:
        asked = request.GET.copy()
        asked["format"] = "csv"
        request.GET = asked  # type: ignore[assignment]
        answer: HttpResponse = view(request)
        return answer

    return run


urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/", views.operation_list, name="operation_list"),
    path("v1/openapi.json", marked(views.schema_show), name="schema_show"),
    *(path(f"v1/{name}.csv", marked(_as_table(_operation(name))), name=f"{name}_table") for name in TABLES),
    *(path(f"v1/{route}", marked(_operation(route)), name=name) for route, name in OPERATIONS.items()),
    path("v1/<path:rest>", marked(views.address_unknown), name="address_unknown"),
]
