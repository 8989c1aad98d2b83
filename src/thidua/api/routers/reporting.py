"""Published results: the last publication of each period."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router
from ninja.errors import HttpError

from thidua.api import answers
from thidua.api.schemas.paging import BIGGEST, Rows
from thidua.api.schemas.reporting import (
    InputOut,
    LineOut,
    PartOut,
    ResultDetailOut,
    ResultFilter,
    ResultOut,
)
from thidua.indicator.figures import Kind
from thidua.reporting import proof, public_parts, queries
from thidua.reporting.models import PublishedFigure
from thidua.reporting.queries import published

router = Router(tags=["Kết quả"])


@router.get(
    "/results",
    response={200: Rows[ResultOut], **answers.REFUSALS},
    summary="Kết quả đã công bố theo kỳ",
    openapi_extra=answers.ALSO_A_TABLE,
)
def list_results(request: HttpRequest, asked: Query[ResultFilter]) -> Any:
    """Newest period first; 400 when `since` comes after `until`."""
    if asked.since and asked.until and asked.since > asked.until:
        raise HttpError(400, "Ngày đầu (since) phải trước ngày cuối (until).")
    found = published.published_figures()
    if asked.commune:
        found = found.filter(publication__period__commune=answers.commune_named(asked.commune).pk)
    if asked.movement:
        found = found.filter(publication__period__movement=asked.movement)
    if asked.indicator:
        found = found.filter(indicator__code=asked.indicator)
    if asked.since:
        found = found.filter(publication__period__ends_on__gte=asked.since)
    if asked.until:
        found = found.filter(publication__period__ends_on__lte=asked.until)
    if asked.year:
        found = found.filter(publication__period__ends_on__year=asked.year)
    results = published.with_lines(answers.window(found, asked))
    return answers.listed(results, asked, found.count(), result_out)


@router.get(
    "/results/{int:pk}",
    response={200: ResultDetailOut, **answers.REFUSALS},
    summary="Vì sao có con số này: cách tính và số của từng đơn vị",
)
def show_result(request: HttpRequest, pk: Path[int]) -> Any:
    found = published.published_figures().filter(pk=pk)[:1] if pk <= BIGGEST else ()
    results = published.with_lines(found)
    if not results:
        raise Http404("Không có kết quả này, hoặc đã có lần công bố mới hơn.")
    figure = results[0].figure
    reason = queries.reason_of(figure.publication, figure.indicator)
    definition = figure.definition
    return ResultDetailOut(
        **result_out(results[0]).model_dump(),
        full_name=definition.full_name,
        numerator_label=definition.numerator_label,
        denominator_label=definition.denominator_label,
        definition=definition.text,
        citation=definition.citation,
        trust=definition.trust,
        trust_words=definition.get_trust_display(),
        inputs=[input_out(one) for one in reason.inputs] if reason else [],
        record=figure.record,
    )


def result_out(result: published.PublishedResult) -> ResultOut:
    figure, period = result.figure, result.period
    slug = period.movement.commune.commune_profile.slug
    page = reverse("web:site_result", args=[slug, figure.indicator.code])
    return ResultOut(
        id=figure.pk,
        commune=slug,
        movement=period.movement_id,
        period=period.label,
        period_kind=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        indicator=figure.indicator.code,
        indicator_name=figure.indicator.name,
        kind=figure.indicator.kind,
        measurement_unit=figure.definition.measurement_unit,
        state=figure.state,
        numerator=answers.number(figure.value.numerator),
        denominator=figure.denominator,
        shown=result.shown,
        targets=[
            LineOut(level=one.name, comparator=one.comparator, value=str(answers.number(one.target)))
            for one in result.lines
        ],
        standing=result.standing.code,
        standing_words=result.problem or result.standing.phrase,
        is_estimate=figure.is_estimate,
        may_double_count=figure.may_double_count,
        value_count=figure.value_count,
        missing_count=figure.missing_count,
        parts=parts_out(figure),
        variant=figure.definition.variant,
        version=figure.definition.version,
        plan_version=result.edition,
        publication=figure.publication.number,
        published_at=timezone.localtime(figure.publication.published_at),
        sha256=figure.sha256,
        page=f"{page}?phong-trao={period.movement_id}&ky={period.pk}",
    )


def parts_out(figure: PublishedFigure) -> list[PartOut]:
    told = public_parts.words_of(figure.parts, Kind(figure.indicator.kind))
    flat = [part for group in figure.parts for part in group["parts"]]
    return [
        PartOut(
            by=by,
            name=name,
            numerator=answers.number(proof.value_of({**part, "is_estimate": False}).numerator),
            denominator=part["denominator"],
            state=part["state"],
            shown=words,
            withheld=part["withheld"],
            missing_count=part["missing_count"],
        )
        for (by, name, words), part in zip(told, flat, strict=True)
    ]


def input_out(one: queries.PublicInput) -> InputOut:
    return InputOut(
        unit=one.unit,
        state=one.value.state,
        numerator=answers.number(one.value.numerator),
        denominator=one.value.denominator,
        is_estimate=one.value.is_estimate,
        shown=one.shown,
    )
