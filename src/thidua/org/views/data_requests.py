"""The register of requests about personal data."""

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import permissions, sheets, sight
from thidua.core.dated import TRUST
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import actions, sights
from thidua.org import queries as org_queries
from thidua.org.enums import DataRequestKind
from thidua.org.models import DataRequest
from thidua.org.privacy import forms, queries, rules

PER_PAGE = 50
COLUMNS = (
    ("Số", 8),
    ("Nhận ngày", 14),
    ("Người yêu cầu", 28),
    ("Loại", 26),
    ("Hạn phản hồi", 14),
    ("Hạn trả lời", 14),
)
MORE_COLUMNS = ("Tình trạng", 26), ("Trả lời lúc", 20), ("Trả lời hoặc lý do từ chối", 60)


@requires("org.view_data_requests", methods=("GET",))
def data_request_list(request: Request) -> HttpResponse:
    search, today = _search(request), timezone.localdate()
    found = queries.data_requests_found(request.actor, search, on=today)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("trang"))
    late = queries.visible_data_requests(request.actor).late(today).count()
    return page(
        request,
        "org/data_request_list.html",
        shown=shown,
        rows=[(one, queries.standing_of(one, on=today)) for one in shown],
        search=search,
        kinds=DataRequestKind.choices,
        states=queries.STATES.items(),
        late=late,
        terms=_terms(),
    )


@requires("org.view_data_requests", methods=("GET",))
def data_request_export(request: Request) -> HttpResponse:
    """The list as it is filtered, without ways to reach people."""
    today = timezone.localdate()
    found = queries.data_requests_found(request.actor, _search(request), on=today)
    rows = [_cells(one, queries.standing_of(one, on=today)) for one in found]
    columns = [sheets.Column(title, width) for title, width in (*COLUMNS, *MORE_COLUMNS)]
    data = sheets.write_xlsx([sheets.Table("Yêu cầu", columns, rows)])
    return download(data, "yeu-cau-du-lieu.xlsx")


@requires("org.record_data_request")
def data_request_record(request: Request) -> HttpResponse:
    form = forms.RecordRequestForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            root = org_queries.root_of(request.actor)
            made = actions.record_data_request(root, **form.cleaned_data, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã ghi yêu cầu số {made.number}, hạn trả lời {made.due_on:%d/%m/%Y}.")
            return go_to(request, reverse("org:data_request_show", args=[made.pk]))
    return page(request, "org/data_request_record.html", form=form)


@requires("org.view_data_requests", queries.visible_data_requests, methods=("GET",))
def data_request_show(request: Request, asked: DataRequest) -> HttpResponse:
    gates = ("acknowledge", "extend", "answer", "refuse")
    return page(
        request,
        "org/data_request_show.html",
        asked=asked,
        standing=queries.standing_of(asked, on=timezone.localdate()),
        trust=TRUST[asked.trust],
        sight=sights.DATA_REQUEST.of(asked, at=timezone.now()),
        refused={
            gate: permissions.refusal(request.actor, f"org.{gate}_data_request", asked) for gate in gates
        },
    )


@requires("org.acknowledge_data_request", queries.visible_data_requests, methods=("POST",), judges=True)
def data_request_acknowledge(request: Request, asked: DataRequest) -> HttpResponse:
    seen = sight.seen_in(request.POST)
    actions.acknowledge_data_request(asked, seen=seen, by=request.actor, at=timezone.now())
    messages.success(request, f"Đã ghi là đã phản hồi yêu cầu số {asked.number}.")
    return go_to(request, reverse("org:data_request_show", args=[asked.pk]))


@requires("org.extend_data_request", queries.visible_data_requests, judges=True)
def data_request_extend(request: Request, asked: DataRequest) -> HttpResponse:
    form = forms.ExtendForm(request.POST if request.method == "POST" else None)
    done = "Đã gia hạn yêu cầu số {number} đến hết ngày {due_on:%d/%m/%Y}."
    return _deed(request, asked, form, actions.extend_data_request, "org/data_request_extend.html", done)


@requires("org.answer_data_request", queries.visible_data_requests, judges=True)
def data_request_answer(request: Request, asked: DataRequest) -> HttpResponse:
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    done = "Đã trả lời yêu cầu số {number}."
    return _deed(request, asked, form, actions.answer_data_request, "org/data_request_answer.html", done)


@requires("org.refuse_data_request", queries.visible_data_requests, judges=True)
def data_request_refuse(request: Request, asked: DataRequest) -> HttpResponse:
    form = forms.RefuseForm(request.POST if request.method == "POST" else None)
    done = "Đã từ chối yêu cầu số {number}, có lý do."
    return _deed(request, asked, form, actions.refuse_data_request, "org/data_request_refuse.html", done)


def _deed(
    request: Request,
    asked: DataRequest,
    form: BaseForm,
    do: Callable[..., DataRequest],
    template: str,
    done: str,
) -> HttpResponse:
    """The page of one deed on one request; `done` is what is said afterwards."""
    if form.is_valid():
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            do(asked, **form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
            messages.success(request, done.format(number=asked.number, due_on=asked.due_on))
            return go_to(request, reverse("org:data_request_show", args=[asked.pk]))
    shown = sights.DATA_REQUEST.of(asked, at=timezone.now())
    return page(request, template, asked=asked, form=form, sight=shown)


def _search(request: Request) -> queries.RequestSearch:
    asked = request.GET
    return queries.RequestSearch(
        words=asked.get("tim", "").strip()[:100],
        kind=asked.get("loai", ""),
        state=asked.get("tinh-trang", ""),
        order=asked.get("xep", ""),
    )


def _terms() -> list[tuple[str, rules.Term]]:
    """What the page says about terms, those of today."""
    today = timezone.localdate()
    first = ("Phản hồi đã nhận", rules.term(rules.ACKNOWLEDGE, today))
    rest = [(str(kind.label), rules.term(kind, today)) for kind in DataRequestKind]
    return [(label, term) for label, term in (first, *rest) if term is not None]


def _cells(asked: DataRequest, standing: queries.Standing) -> list[sheets.Cell]:
    closed = timezone.localtime(asked.closed_at) if asked.closed_at else None
    return [
        asked.number,
        asked.filed_on,
        asked.requester_name,
        asked.get_kind_display(),
        asked.acknowledge_by,
        asked.due_on,
        standing.words,
        f"{closed:%H:%M ngày %d/%m/%Y}" if closed else "",
        asked.answer,
    ]
