"""How things are measured: definitions in force."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from ninja import Query, Router

from thidua.api import answers
from thidua.api.schemas.indicator import IndicatorFilter, IndicatorOut
from thidua.api.schemas.paging import Rows
from thidua.core import text
from thidua.indicator.models import Definition
from thidua.movement.queries import public
from thidua.reporting.queries import published

router = Router(tags=["Chỉ tiêu"])


@router.get(
    "/indicators",
    response={200: Rows[IndicatorOut], **answers.REFUSALS},
    summary="Chỉ tiêu và cách tính",
    openapi_extra=answers.ALSO_A_TABLE,
)
def list_indicators(request: HttpRequest, asked: Query[IndicatorFilter]) -> Any:
    """The shipped library; with `commune` also what that commune published by ways of its own."""
    open_to_all = Q(indicator__commune__isnull=True, commune__isnull=True)
    if asked.commune:
        of_commune = published.published_figures().order_by()
        of_commune = of_commune.filter(publication__period__commune=answers.commune_named(asked.commune).pk)
        open_to_all |= Q(pk__in=of_commune.values("definition"))
    found = Definition.objects.valid_on(timezone.localdate()).filter(open_to_all).select_related("indicator")
    if asked.kind:
        found = found.filter(indicator__kind=asked.kind)
    if asked.movement:
        plan = public.public_plans().filter(movement=asked.movement).holding(timezone.localdate())
        lines = public.public_target_lines().order_by().filter(item__plan__in=plan.values("pk")[:1])
        found = found.filter(indicator__in=lines.values("indicator"))
    ordered = found.order_by("indicator__position", "indicator__code", "variant", "-version", "pk")
    rows = [one for one in ordered if _holds(one, asked.q or "")]  # a library is some dozens of rows
    shown = rows if asked.format == "csv" else rows[asked.offset : asked.offset + asked.limit]
    return answers.listed(shown, asked, len(rows), indicator_out)


def _holds(definition: Definition, words: str) -> bool:
    said = text.fold(f"{definition.indicator.code} {definition.indicator.name} {definition.full_name}")
    return all(word in said for word in text.fold(words).split())


def indicator_out(definition: Definition) -> IndicatorOut:
    return IndicatorOut(
        code=definition.indicator.code,
        name=definition.indicator.name,
        kind=definition.indicator.kind,
        measurement_unit=definition.measurement_unit,
        variant=definition.variant,
        version=definition.version,
        is_default=definition.is_default,
        full_name=definition.full_name,
        numerator_label=definition.numerator_label,
        denominator_label=definition.denominator_label,
        definition=definition.text,
        over_units=definition.over_units,
        over_time=definition.over_time,
        citation=definition.citation,
        trust=definition.trust,
        trust_words=definition.get_trust_display(),
        valid_from=definition.valid_from,
        valid_to=definition.valid_to,
    )
