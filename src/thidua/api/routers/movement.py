"""Launched movements with their phases and target lines."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router

from thidua.api import answers
from thidua.api.schemas.movement import MovementFilter, MovementOut, PhaseOut, PlanVersionOut, TargetOut
from thidua.api.schemas.paging import BIGGEST, Rows
from thidua.movement.models import Movement, MovementQuerySet, Phase, Plan, TargetLine
from thidua.movement.queries import public

router = Router(tags=["Phong trào"])


@router.get(
    "/movements",
    response={200: Rows[MovementOut], **answers.REFUSALS},
    summary="Các phong trào đã phát động",
    openapi_extra=answers.ALSO_A_TABLE,
)
def list_movements(request: HttpRequest, asked: Query[MovementFilter]) -> Any:
    found = _movements()
    if asked.commune:
        found = found.filter(commune=answers.commune_named(asked.commune).pk)
    if asked.state:
        found = found.filter(state=asked.state)
    return answers.listed(answers.window(found, asked), asked, found.count(), movement_out)


@router.get("/movements/{int:pk}", response={200: MovementOut, **answers.REFUSALS}, summary="Một phong trào")
def show_movement(request: HttpRequest, pk: Path[int]) -> Any:
    found = _movements().filter(pk=pk).first() if pk <= BIGGEST else None
    if found is None:
        raise Http404("Không có phong trào này.")
    return movement_out(found)


def _movements() -> MovementQuerySet:
    """Each with the versions of its plan, and the phases and target lines of all of them."""
    parts = (
        Prefetch("plans", public.public_plans().select_related("amendment")),
        Prefetch("phases", Phase.objects.select_related("item")),
        Prefetch("target_lines", public.public_target_lines()),
    )
    return public.public_movements().prefetch_related(*parts).order_by("-starts_on", "-pk")


def movement_out(movement: Movement) -> MovementOut:
    slug = movement.commune.commune_profile.slug
    plans = list(movement.plans.all())
    plan = public.in_force(plans, timezone.localdate())
    held = plan.pk if plan else None
    return MovementOut(
        id=movement.pk,
        commune=slug,
        title=movement.title,
        short_title=movement.short_title,
        state=movement.state,
        starts_on=movement.starts_on,
        ends_on=movement.ends_on,
        phases=[
            PhaseOut(name=one.name, starts_on=one.starts_on, ends_on=one.ends_on)
            for one in movement.phases.all()
            if one.item.plan_id == held
        ],
        targets=[target_out(line) for line in movement.target_lines.all() if line.item.plan_id == held],
        plan_version=plan.edition if plan else None,
        plan_versions=[version_out(one) for one in plans],
        page=f"{reverse('web:site_show', args=[slug])}?phong-trao={movement.pk}",
    )


def version_out(plan: Plan) -> PlanVersionOut:
    amendment = getattr(plan, "amendment", None)
    return PlanVersionOut(
        version=plan.edition or 0,
        effective_on=plan.effective_on,
        document_number=amendment.document_number if amendment else str(plan.header.get("number") or ""),
    )


def target_out(line: TargetLine) -> TargetOut:
    return TargetOut(
        indicator=line.indicator.code,
        comparator=line.comparator,
        value=str(answers.number(line.value)),
        level=line.level,
        year=line.year,
        clause=line.item.clause,
        quote=line.item.quote,
    )
