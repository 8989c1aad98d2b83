"""Bodies of forms: read as Django reads them, whatever is in them."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.exceptions import BadRequest, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from thidua.core.middleware import FormMiddleware
from thidua.core.posted import FORM, read_form

pieces = st.sampled_from(
    [
        "&",
        "=",
        "+",
        "%",
        "%2",
        "%zz",
        "%26",
        "%3D",
        "%2B",
        "%25",
        "%00",
        "%E1%BB%95",
        "%E1%BB",
        "%BB",
        "a",
        "ổ",
        ";",
        "[]",
    ]
)
bodies = st.one_of(
    st.lists(pieces).map("".join).map(str.encode),
    st.binary(max_size=60),
    st.lists(st.tuples(st.text(), st.text())).map(urlencode).map(str.encode),
)


@given(bodies)
def test_holds_what_django_reads(body: bytes) -> None:
    assert list(read_form(body).lists()) == list(QueryDict(body).lists())


def test_is_as_closed_as_what_django_reads() -> None:
    read = read_form(b"a=1&a=2")
    with pytest.raises(AttributeError):
        read["a"] = "3"
    copied = read.copy()
    copied.appendlist("a", "3")
    assert (read.getlist("a"), copied.getlist("a")) == (["1", "2"], ["1", "2", "3"])


@pytest.mark.parametrize(("count", "most"), [(3, 3), (0, 0)])
def test_reads_as_many_fields_as_are_allowed(settings: Any, count: int, most: int) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = most
    body = "&".join(f"f{number}=1" for number in range(count)).encode()
    assert len(read_form(body)) == len(QueryDict(body)) == count


@pytest.mark.parametrize("body", [b"a=1&b=2&c=3&d=4", b"&&&", b"a=1&a=2&a=3&a=4"])
def test_refuses_more_fields(settings: Any, body: bytes) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    for read in (read_form, QueryDict):
        with pytest.raises(TooManyFieldsSent):
            read(body)


def posted(content_type: str, method: str = "POST") -> HttpRequest:
    request = RequestFactory().generic(method, "/", b"a=1&a=2", content_type=content_type)
    FormMiddleware(lambda request: HttpResponse())(request)
    return request


@pytest.mark.parametrize("content_type", [FORM, f"{FORM}; charset=utf-8", "text/plain"])
def test_every_body_is_found_where_it_belongs(content_type: str) -> None:
    request = posted(content_type)
    found = request.POST.getlist("a"), dict(request.FILES), request.body
    assert found == (["1", "2"] if FORM in content_type else [], {}, b"a=1&a=2")


def test_a_form_in_another_encoding_is_refused_by_django() -> None:
    with pytest.raises(BadRequest):
        _ = posted(f"{FORM}; charset=latin-1").POST


def test_other_methods_send_no_form() -> None:
    assert dict(posted(FORM, "PUT").POST) == {}
