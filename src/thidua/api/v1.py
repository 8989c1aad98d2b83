"""The open data interface, version 1: what was published, read-only, for anybody, without cookies."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI

from thidua.api import answers
from thidua.api.routers import indicator, movement, org, reporting


class OpenData(NinjaAPI):
    """Any page of the web may read it: it knows no session and shows nothing but what is public."""

    def create_response(self, request: HttpRequest, data: Any, **other: Any) -> HttpResponse:
        return _open(super().create_response(request, data, **other))


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


api = OpenData(
    title="Thi Đua Số: dữ liệu mở",
    version="1.0.0",
    description="Kết quả đã công bố của các phong trào thi đua. Chỉ đọc, không cần đăng nhập, không có dữ liệu cá nhân.",
    urls_namespace="api",
    docs_url=None,
    renderer=answers.VietnameseRenderer(),
    openapi_extra={"info": {"license": {"name": "CC BY 4.0", "identifier": "CC-BY-4.0"}}},
)
for router in (org.router, movement.router, indicator.router, reporting.router):
    api.add_router("", router)
answers.install_refusals(api)
# Route → view, but for Ninja's own page and description; `urls` says which routes there are.
VIEWS: dict[str, Callable[..., HttpResponse]] = {
    str(one.pattern): one.callback
    for one in api.urls[0]
    if isinstance(one, URLPattern) and str(one.pattern) not in {"", "openapi.json"}
}
