"""Every address declares who may open it; view, address name and template share one name."""

import re

import pytest
from django.test import RequestFactory
from django.urls import get_resolver

from tests.house import source
from tests.house.pages import Page, is_of_the_api, pages
from thidua.core import http, permissions

OURS = [page for page in pages() if not is_of_the_api(page)]
NOUN_VERB = re.compile(r"[a-z]+(_[a-z0-9]+)+")
# Paths are Vietnamese without marks, words joined by hyphens; parameters stand in <>.
WORDS = re.compile(r"([a-z0-9-]+|<[a-z]+:[a-z_]+>|[a-z0-9-]+\.[a-z]+)(/|$)")
URL_NAME = re.compile(rf"({'|'.join(source.RANK)}):\w+")
SPOKEN_TO_MACHINES = {"healthz"}


def undeclared(found: list[Page]) -> list[str]:
    return [page.address for page in found if not getattr(page.view, "access", "")]


def test_there_are_pages() -> None:
    assert OURS


def test_every_page_declares_access() -> None:
    assert undeclared(OURS) == []


def test_a_page_without_access_is_found() -> None:
    def bare(request: object) -> None: ...

    assert undeclared([Page("x/", "web:bare", bare), Page("y/", "web:y_show", http.public(bare))]) == ["x/"]


def test_every_permission_that_a_page_asks_for_exists() -> None:
    asked = {page.view.access for page in OURS} - {"public", "signed_in"}  # type: ignore[attr-defined]
    assert sorted(asked - set(permissions.registry)) == []


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_the_api_only_reads(method: str, rf: RequestFactory) -> None:
    operations = [page for page in pages() if is_of_the_api(page)]
    assert operations
    answers = {page.address: page.view(getattr(rf, method)("/")).status_code for page in operations}
    assert set(answers.values()) == {405}, answers


def test_address_and_view_have_one_name() -> None:
    wrong = [
        (page.name, page.view.__name__) for page in OURS if page.name.partition(":")[2] != page.view.__name__
    ]
    assert wrong == []


def test_names_are_noun_and_verb() -> None:
    assert [page.name for page in OURS if not NOUN_VERB.fullmatch(page.name.partition(":")[2])] == []


def test_paths_are_words() -> None:
    odd = [page.address for page in OURS if page.address not in SPOKEN_TO_MACHINES]
    assert [address for address in odd if WORDS.sub("", address)] == []


def test_names_are_unique() -> None:
    names = [page.name for page in pages() if not page.name.endswith(":None")]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_templates_of_views_are_named_as_the_view() -> None:
    """A template that a views module renders is the page of one of the app's views."""
    names = {page.name.replace(":", "/") + ".html" for page in OURS}
    wrong = [
        f"{path.relative_to(source.ROOT)}:{line} {text}"
        for path in source.python_files()
        if "views" in path.relative_to(source.SRC).parts or path.name == "views.py"
        for line, text in source.strings(path)
        if re.fullmatch(rf"({'|'.join(source.RANK)})/\w+\.html(#\w+)?", text)
        and text.partition("#")[0] not in names
    ]
    assert wrong == []


def test_every_address_named_in_python_exists_and_lies_below() -> None:
    known = {page.name for page in pages()}
    wrong = [
        f"{path.relative_to(source.ROOT)}:{line} {text}"
        for path in source.python_files()
        for line, text in source.strings(path)
        if URL_NAME.fullmatch(text)
        and not (text in known and source.may_link(source.app_of(path) or "demo", text.partition(":")[0]))
    ]
    assert wrong == []


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_every_refusal_has_a_page_of_ours(code: int) -> None:
    handler = get_resolver().resolve_error_handler(code)
    assert handler.__module__.startswith("thidua.core")
