"""The open site of a commune: its movement, its plan, what was published. The same for everybody, no cookie, no person."""

import functools
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from thidua.core.http import page, public
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.movement.queries.hub import hub_of
from thidua.org.enums import DataRequestKind
from thidua.org.models import Commune
from thidua.org.privacy import rules
from thidua.reporting import queries as reporting_queries
from thidua.reporting.models import Publication
from thidua.reporting.queries import published
from thidua.web import keeping, pictures, site
from thidua.web.navigation import Place
from thidua.web.site import Ward

View = Callable[..., HttpResponse]
KEPT = 64  # pages without a query, as they were last made, so that a crowd costs no more than one visitor
_made: OrderedDict[tuple[str, str], bytes] = OrderedDict()


def open_to_all(view: View) -> View:
    """Found by the commune's address; answered with 304 while nothing public changed."""

    @public
    @functools.wraps(view)
    def run(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        commune = site.ward_at(slug)
        if commune is None:
            raise Http404
        mark = site.mark_of(commune, on=timezone.localdate())
        answer = functools.partial(_made_once, view, mark)
        response = condition(etag_func=lambda *_, **__: f'"{mark}"')(answer)(request, commune, **kwargs)
        response["Cache-Control"] = "public, no-cache"
        return response

    return run


def _made_once(view: View, mark: str, request: HttpRequest, commune: Ward, **kwargs: Any) -> HttpResponse:
    key = (request.path, mark)
    if request.GET or key not in _made:
        response = view(request, commune, **kwargs)
        if response.status_code == 200 and not request.GET:
            _made[key] = response.content
            while len(_made) > KEPT:
                _made.popitem(last=False)
        return response
    return HttpResponse(_made[key])


@open_to_all
def site_show(request: HttpRequest, commune: Ward) -> HttpResponse:
    """What the movement wants, how it stands at the last publication, which way it goes."""
    movements = site.movements_of(commune)
    if not movements:
        return _nothing_yet(request, commune)
    movement = _chosen(request, movements)
    publication = published.latest_publications().filter(period__movement=movement).first()
    today = timezone.localdate()
    results = published.with_lines(_figures([publication])) if publication else []
    return _render(
        "web/site_show.html",
        commune,
        request,
        movement=movement,
        movements=movements,
        hub=hub_of(movement, on=today),
        publication=publication,
        rows=site.rows_of(results),
        reached=sum(one.standing.code == "reached" for one in results),
        way=pictures.way_of(movement, site.phases_of(movement, on=today), today),
    )


@open_to_all
def site_plan(request: HttpRequest, commune: Ward) -> HttpResponse:
    """The confirmed plan: contents, sectors, criteria, target lines with the plan's own words."""
    movements = site.movements_of(commune)
    if not movements:
        return _nothing_yet(request, commune)
    movement = _chosen(request, movements)
    edition = movement_queries.edition_named(request.GET.get("ban", ""))
    hub = hub_of(movement, on=timezone.localdate(), edition=edition)
    if hub.plan is None and edition is not None:
        raise Http404
    versions = movement_queries.editions_of(movement)
    is_amended = hub.plan is not None and (hub.plan.edition or 1) > 1
    comparison = movement_queries.comparison_of(hub.plan) if hub.plan and is_amended else None
    shown = {"movement": movement, "hub": hub, "versions": versions, "comparison": comparison}
    return _render("web/site_plan.html", commune, request, **shown)


@open_to_all
def site_results(request: HttpRequest, commune: Ward) -> HttpResponse:
    """Published figures against their target lines, and how they went over the publications."""
    movements = site.movements_of(commune)
    if not movements:
        return _nothing_yet(request, commune)
    movement = _chosen(request, movements)
    publications = site.publications_of(movement)
    publication = _publication(request, publications)
    everything = published.with_lines(_figures(publications)) if publications else []
    chosen = [one for one in everything if one.period == (publication and publication.period)]
    return _render(
        "web/site_results.html",
        commune,
        request,
        movement=movement,
        publication=publication,
        publications=publications,
        rows=site.rows_of(chosen),
        trends=site.trends_of(everything, chosen),
    )


@open_to_all
def site_result(request: HttpRequest, commune: Ward, code: str) -> HttpResponse:
    """Why a published figure is what it is: formula, version, ground, what each unit contributed."""
    movement = _chosen(request, site.movements_of(commune))
    figures = published.published_figures().filter(
        publication__period__movement=movement, indicator__code=code
    )
    everything = published.with_lines(figures[: site.MOST_PERIODS])
    publication = _publication(request, [one.figure.publication for one in everything])
    if publication is None:
        raise Http404
    latest = next(one for one in everything if one.figure.publication == publication)
    return _render(
        "web/site_result.html",
        commune,
        request,
        movement=movement,
        publication=publication,
        results=everything,
        indicator=latest.figure.indicator,
        definition=latest.figure.definition,
        reason=reporting_queries.reason_of(publication, latest.figure.indicator),
        rows=site.rows_of([latest]),
        trend=site.trends_of(everything, [latest])[0],
    )


@open_to_all
def site_data(request: HttpRequest, commune: Ward) -> HttpResponse:
    """What is open, in which forms, on which terms."""
    return _render("web/site_data.html", commune, request, movements=site.movements_of(commune))


@open_to_all
def site_privacy(request: HttpRequest, commune: Ward) -> HttpResponse:
    """What is held about people, why, how long, what they may ask and whom."""
    today = timezone.localdate()
    kept = [(sweep, rules.retention(sweep.what, today)) for sweep in keeping.SWEEPS]
    kinds = [
        ("Phản hồi đã nhận yêu cầu", rules.ACKNOWLEDGE),
        *((kind.label, kind) for kind in DataRequestKind),
    ]
    terms = [(label, rules.term(kind, today)) for label, kind in kinds]
    return _render(
        "web/site_privacy.html",
        commune,
        request,
        holdings=rules.holdings(today),
        facts=rules.facts(today),
        kept=[(sweep, rule) for sweep, rule in kept if rule],
        terms=[(label, term) for label, term in terms if term],
        today=today,
    )


@public
@require_safe
def front_show(request: HttpRequest) -> HttpResponse:
    """The front door: one's work, the ward's public page, or the choice among wards."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
        return redirect("web:my_work")
    communes = list(Commune.objects.select_related("unit").order_by("unit__sort_key")[:500])
    if len(communes) == 1:
        return redirect("web:site_show", slug=communes[0].slug)
    return page(request, "web/front_show.html", communes=communes, sign_in_url=reverse("web:my_work"))


def _nothing_yet(request: HttpRequest, commune: Ward) -> HttpResponse:
    return _render("web/site_show.html", commune, request, movement=None)


def _render(template: str, commune: Ward, request: HttpRequest, **context: Any) -> HttpResponse:
    """Without the request in the context: nothing of whoever looks can get into the page."""
    frame = {
        "commune": {"name": commune.name, "slug": commune.slug},
        "profile": commune,
        "navigation": _places(commune, request.path),
        "sign_in_url": reverse("web:my_work"),
        "demo": settings.DEMO,
        "query": f"?phong-trao={request.GET['phong-trao']}" if request.GET.get("phong-trao") else "",
    }
    return HttpResponse(loader.get_template(template).render(frame | context))


def _places(commune: Ward, path: str) -> list[Place]:
    named = (
        ("Trang đầu", "web:site_show"),
        ("Kế hoạch", "web:site_plan"),
        ("Kết quả", "web:site_results"),
        ("Dữ liệu mở", "web:site_data"),
    )
    places = [(label, reverse(name, args=[commune.slug])) for label, name in named]
    front, *rest = (url for _, url in places)
    current = next((url for url in rest if path.startswith(url)), front if path == front else "")
    return [Place(label, url, url == current) for label, url in places]


def _chosen(request: HttpRequest, movements: list[Movement]) -> Movement:
    """The movement of `?phong-trao=`, else the first one."""
    wanted = request.GET.get("phong-trao", "")
    found = next((one for one in movements if not wanted or str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def _publication(request: HttpRequest, publications: list[Publication]) -> Publication | None:
    """The publication of the period in `?ky=`, else the newest; None when there is none."""
    wanted = request.GET.get("ky", "")
    found = next((one for one in publications if not wanted or str(one.period_id) == wanted), None)
    if found is None and wanted:
        raise Http404
    return found


def _figures(publications: list[Publication]) -> Any:
    return published.published_figures().filter(publication__in=publications)
