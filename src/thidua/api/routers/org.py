"""Communes."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from thidua.api import answers
from thidua.api.schemas.org import CommuneOut
from thidua.api.schemas.paging import Paging, Rows
from thidua.org.models import Commune

router = Router(tags=["Phường, xã, đặc khu"])


@router.get(
    "/communes",
    response={200: Rows[CommuneOut], **answers.REFUSALS},
    summary="Các phường, xã, đặc khu có trang công khai",
    openapi_extra=answers.ALSO_A_TABLE,
)
def list_communes(request: HttpRequest, asked: Query[Paging]) -> Any:
    found = Commune.objects.select_related("unit").order_by("unit__sort_key", "pk")
    return answers.listed(answers.window(found, asked), asked, found.count(), commune_out)


@router.get(
    "/communes/{slug}", response={200: CommuneOut, **answers.REFUSALS}, summary="Một phường, xã, đặc khu"
)
def show_commune(request: HttpRequest, slug: str) -> Any:
    return commune_out(answers.commune_named(slug.replace("\x00", "")))


def commune_out(commune: Commune) -> CommuneOut:
    return CommuneOut(
        slug=commune.slug,
        name=commune.name,
        issuer=commune.issuer,
        province=commune.province,
        page=reverse("web:site_show", args=[commune.slug]),
    )
