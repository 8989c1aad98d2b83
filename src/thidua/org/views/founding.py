"""The first day: the ward, its administrator, and what to do next."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import sight
from thidua.core.http import Request, go_to, page, public, refusals_in, requires
from thidua.org import actions, errors, forms, queries, sights, standing
from thidua.org.views.access import enter


@public
def commune_found(request: Request) -> HttpResponse:
    if queries.is_founded():
        raise errors.AlreadyFounded
    form = forms.FoundingForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            person = actions.found_first_commune(**form.cleaned_data, at=timezone.now())
            enter(request, person, at=timezone.now())
            return go_to(request, reverse("org:commune_guide"))
    return page(request, "org/commune_found.html", form=form)


@requires("org.change_commune", methods=("GET",))
def commune_guide(request: Request) -> HttpResponse:
    """The three steps from an empty ward to a running movement, each with how it stands."""
    units, people = queries.visible_units(request.actor), queries.visible_people(request.actor)
    counts = {"units": units.exclude(parent=None).count(), "people": people.count()}
    stands = standing.set_up_of(request.actor, on=timezone.localdate())
    return page(request, "org/commune_guide.html", stands=stands, **counts)


@requires("org.change_commune", methods=("GET", "POST"))
def commune_change(request: Request) -> HttpResponse:
    commune = queries.commune_of(request.actor)
    names = ("place", "issuer", "parent_issuer", "province", "privacy_contact")
    initial = {name: getattr(commune, name) for name in names}
    form = forms.CommuneChangeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.change_commune(commune, **typed, by=request.actor, at=timezone.now())
            return go_to(request, reverse("org:unit_show", args=[commune.pk]))
    shown = sights.COMMUNE.of(commune, at=timezone.now())
    return page(request, "org/commune_change.html", commune_profile=commune, form=form, sight=shown)
