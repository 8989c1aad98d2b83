"""What every page starts and ends with: declared access, one way to refuse, one way to render.

    @requires("reporting.submit_report", queries.visible_reports)
    def report_submit(request: Request, report: Report) -> HttpResponse: ...

A view without one of `public`, `signed_in`, `requires` fails a house test. A GET runs in a mode that refuses writes.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.db import connection, models
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import content_disposition_header
from django_htmx.middleware import HtmxDetails

from thidua.core import permissions, sight
from thidua.core.errors import DomainError, Refused
from thidua.core.permissions import Actor, Scoped
from thidua.core.prepared import Prepared
from thidua.core.sight import Overtaken
from thidua.core.visible import Visible

View = Callable[..., HttpResponse]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Source = type[models.Model] | Callable[[Actor], QuerySet[Any]] | None
SAFE = {"GET", "HEAD", "OPTIONS"}
METHODS = (*sorted(SAFE), "POST")  # nothing of ours speaks any other
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER")


class Request(HttpRequest):
    """A request behind `signed_in` or `requires`; set by ActorMiddleware."""

    actor: Actor
    htmx: HtmxDetails


class WriteInGet(RuntimeError):
    """A page that only shows tried to write; a mistake in our code."""


def public(view: View) -> View:
    """Anybody may open this page; `request.actor` may be None."""
    return _declare(view, "public")


def signed_in(view: View) -> View:
    """Any signed-in person with a membership that is valid today."""

    @functools.wraps(view)
    def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return _turned_away(request) or view(request, *args, **kwargs)

    return _declare(run, "signed_in")


def requires(
    permission: str,
    source: Source = None,
    *,
    methods: tuple[str, ...] = ("GET", "POST"),
    judges: bool = False,
) -> Callable[[View], View]:
    """Load the object (404), refuse with the reason (403, or 404 when hidden), then call the view with it.

    `source` is a model, or a query `visible_x(actor)` (core/visible.py); the URL names the object by `pk`. Without a source the
    permission is asked for the actor's commune. `judges`: the view's deed takes what its page had shown (core/sight.py);
    a state that changed meanwhile is then told by the deed itself, beside what was seen, and nothing typed is lost.
    """

    # Where nothing can be looked at, HEAD and OPTIONS must not reach the deed either.
    allowed = {*methods, *(SAFE if "GET" in methods else ())}

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def run(request: Request, **kwargs: Any) -> HttpResponse:
            turned_away = _turned_away(request)
            if turned_away:
                return turned_away
            if request.method not in allowed:
                return HttpResponseNotAllowed(methods)
            if source is None:
                permissions.check(request.actor, permission, request.actor)
                return view(request, **kwargs)
            thing = _load(source, request.actor, kwargs.pop("pk"))
            need(request, permission, thing, judges=judges)
            return view(request, thing, **kwargs)

        return _declare(run, permission)

    return wrap


def need(request: Request, permission: str, thing: Scoped, *, judges: bool = False) -> None:
    """Raise the refusal, if there is one; see `requires` for `judges`."""
    refused = permissions.refusal(request.actor, permission, thing)
    if refused and not (judges and refused.is_of_state and sight.FIELD in request.POST):
        raise refused


def page(request: HttpRequest, template: str, *, status: int | None = None, **context: Any) -> HttpResponse:
    """Render a page; 422 when a posted form in the context has errors, 409 when its thing changed meanwhile.

    Signed-in pages are never cached by others.
    """
    if status is None:
        forms = [value for value in context.values() if isinstance(value, BaseForm)]
        status = 422 if request.method == "POST" and any(form.errors for form in forms) else 200
        status = 409 if any(sight.clash_of(form) for form in forms) else status
    response = render(request, template, context, status=status)
    if getattr(request, "actor", None):
        add_never_cache_headers(response)
    return response


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """After a deed: 303 to `url`, as a full navigation for htmx too."""
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = url
        return response
    redirect = HttpResponseRedirect(url)
    redirect.status_code = 303
    return redirect


def download(content: bytes, name: str, content_type: str = XLSX) -> HttpResponse:
    """A file to keep, under `name` in any letters; a workbook unless said otherwise."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@contextmanager
def refusals_in(form: BaseForm) -> Iterator[None]:
    """A DomainError inside the block becomes an error of the form, on its field when it names one.

    A thing that changed since the page was made is kept with the form: `form_errors` shows it, `page` answers 409.
    """
    try:
        yield
    except Refused:
        raise
    except Overtaken as clash:
        form.overtaken = clash  # type: ignore[attr-defined]
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error))


@contextmanager
def reading_only() -> Iterator[None]:
    """Refuse every write to the database inside the block."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES):
            raise WriteInGet(sql[:80])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def _declare(view: View, access: str) -> View:
    @functools.wraps(view)
    def run(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in SAFE:
            with reading_only():
                return view(request, *args, **kwargs)
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        with sight.asked_for():
            return view(request, *args, **kwargs)

    run.access = access  # type: ignore[attr-defined]
    return run


def _turned_away(request: Request) -> HttpResponse | None:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.actor is None:
        raise Refused("Tài khoản của ông/bà hiện không thuộc đơn vị nào. Xin liên hệ quản trị hệ thống.")
    return None


def _load(source: Any, actor: Actor, pk: int) -> Any:
    if isinstance(source, Visible):
        found = source.one(actor, pk)
    elif isinstance(source, type):
        found = _by_id(source).first(pk)
    else:
        found = source(actor).filter(pk=pk).order_by().first()
    if found is None:
        raise Http404
    return found


@functools.cache
def _by_id(model: Any) -> Prepared[Any]:
    return Prepared(lambda pk: model._default_manager.filter(pk=pk).order_by(), int)
