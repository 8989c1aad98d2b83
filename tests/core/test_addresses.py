"""Remembered addresses are those of Django; they follow the list of pages and the path of the site."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from thidua.core.addresses import address

urlpatterns = [path("khac/<int:pk>/", HttpResponse, name="thing_show")]
elsewhere = SimpleNamespace(urlpatterns=[path("noi-khac/<int:pk>/", HttpResponse, name="thing_show")])


@pytest.mark.parametrize(
    ("name", "args"),
    [("org:unit_list", ()), ("reporting:check_show", (7,)), ("web:site_result", ("nam-dong", "CT1"))],
)
def test_gives_what_reverse_gives(name: str, args: tuple[int | str, ...]) -> None:
    assert [address(name, *args), address(name, *args)] == [reverse(name, args=args)] * 2


@pytest.mark.parametrize("number", [0, 1, 2, 10**18])
def test_one_address_tells_those_of_all_things(number: int) -> None:
    args = (number, number + 1)
    assert address("reporting:figure_edit", *args) == reverse("reporting:figure_edit", args=args)


def test_no_thing_has_a_number_below_nothing() -> None:
    with pytest.raises(NoReverseMatch):
        address("reporting:check_show", -1)


def test_follows_the_path_under_which_the_product_is_served() -> None:
    assert address("org:unit_list") == "/don-vi/"
    set_script_prefix("/thi-dua/")
    try:
        assert address("org:unit_list") == "/thi-dua/don-vi/"
    finally:
        set_script_prefix("/")
    assert address("org:unit_list") == "/don-vi/"


def test_follows_the_list_of_pages() -> None:
    with override_settings(ROOT_URLCONF=__name__):
        assert address("thing_show", 1) == "/khac/1/"
    with pytest.raises(NoReverseMatch):
        address("thing_show", 1)


def test_tells_types_apart() -> None:
    assert address("reporting:check_show", 1) == "/bao-cao/1/kiem-tra/"
    with pytest.raises(NoReverseMatch):
        address("reporting:check_show", True)


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("{% url 'reporting:check_show' pk %}", "/bao-cao/7/kiem-tra/"),
        ("{% url 'reporting:check_show' pk=pk %}", "/bao-cao/7/kiem-tra/"),
        ("{% url name %}", "/don-vi/"),
        ("{% url 'org:unit_list' as here %}[{{ here }}]", "[/don-vi/]"),
        ("{% url 'org:no_such_page' as here %}[{{ here }}]", "[]"),
        ("{% url 'org:password_choose' hostile %}", "/mat-khau/a&amp;b/"),
        ("{% autoescape off %}{% url 'org:password_choose' hostile %}{% endautoescape %}", "/mat-khau/a&b/"),
    ],
)
def test_the_tag_does_what_the_one_of_django_does(tag: str, shown: str) -> None:
    context = Context({"pk": 7, "name": "org:unit_list", "hostile": "a&b"})
    assert Template(tag).render(context) == shown


@pytest.mark.parametrize("tag", ["{% url 'org:no_such_page' %}", "{% url 'reporting:check_show' nothing %}"])
def test_the_tag_refuses_what_leads_nowhere(tag: str) -> None:
    with pytest.raises(NoReverseMatch):
        Template(tag).render(Context({}))
