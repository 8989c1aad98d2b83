"""A list from another system: hand it in, say what its columns are, look at what came of it, take it in or back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from thidua.core import formatting, permissions, sheets, sight
from thidua.core.http import Request, download, go_to, page, refusals_in, requires
from thidua.org import queries as org_queries
from thidua.org.models import Unit
from thidua.registers import actions, forms, incoming, jobs, library, queries, sights
from thidua.registers.enums import BatchState
from thidua.registers.models import Batch, Record, Register

SHOWN_ROWS = 10
SHOWN_PROBLEMS = 100


@requires("registers.upload_batch", org_queries.visible_units)
def batch_upload(request: Request, unit: Unit, name: str) -> HttpResponse:
    """Take a file; a job sifts it, so the page is back at once."""
    schema = library.load().get(name)
    if schema is None:
        raise Http404
    register = Register.objects.filter(commune_id=request.actor.commune_id, name=name).first()
    form = forms.UploadForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        sources=queries.sources_of(register),
    )
    if form.is_valid():
        with refusals_in(form):
            return go_to(request, _uploaded(request, unit, schema, form))
    return page(request, "registers/batch_upload.html", unit=unit, schema=schema, form=form)


def _uploaded(request: Request, unit: Unit, schema: library.Schema, form: forms.UploadForm) -> str:
    file = form.cleaned_data["file"]
    batch = actions.upload_batch(
        unit,
        schema=schema,
        source=form.cleaned_data["source"],
        file_name=file.name,
        file_size=file.size,
        sha256=incoming.sha256_of(file.chunks()),
        by=request.actor,
        at=timezone.now(),
    )
    incoming.keep_raw(batch.pk, file.chunks())
    jobs.sift_batch.enqueue(batch.pk)
    return reverse("registers:batch_show", args=[batch.pk])


@requires("registers.view_register", queries.visible_batches, methods=("GET",))
def batch_show(request: Request, batch: Batch) -> HttpResponse:
    """How far it is; once it was read, what would come into the register, and why some rows would not."""
    if request.htmx and batch.is_at_work and not batch.has_stopped(timezone.now()):
        return page(request, "registers/batch_show.html#progress", batch=batch)
    if request.htmx:
        return go_to(request, request.path)
    is_read = batch.state == BatchState.READ
    sample = Record.objects.filter(batch=batch).order_by("number")[:SHOWN_ROWS]
    return page(
        request,
        "registers/batch_show.html",
        batch=batch,
        schema=batch.register.schema,
        sight=sights.BATCH.of(batch, at=timezone.now()),
        head=batch.register.schema.told_by(batch.matching),
        rows=_cells(batch, sample),
        problems=batch.problems[:SHOWN_PROBLEMS],
        overtakes=queries.overtakes(batch) if is_read else 0,
        replaceable=queries.may_replace(batch) if is_read else (),
        reasons={
            name: _reason(request, name, batch)
            for name in ("match_columns", "land_batch", "discard_batch", "revoke_batch", "restart_reading")
        },
        has_stopped=batch.has_stopped(timezone.now()),
        successor=queries.successor_of(batch) if batch.state == BatchState.REPLACED else None,
        rows_title="Những hàng đầu" if batch.landed_at else "Những hàng đầu, như sẽ nằm trong sổ",
    )


def _reason(request: Request, name: str, batch: Batch) -> str:
    return str(permissions.refusal(request.actor, f"registers.{name}", batch) or "")


def _cells(batch: Batch, records: Any) -> list[tuple[int, list[str]]]:
    fields = batch.register.schema.told_by(batch.matching)
    return [(one.number, [field.shown(one.facts.get(field.name)) for field in fields]) for one in records]


@requires("registers.match_columns", queries.visible_batches, judges=True)
def batch_match(request: Request, batch: Batch) -> HttpResponse:
    """Which column is which fact, and what words mean; suggested, and remembered for the next time."""
    columns = queries.columns_of(batch)
    choices = queries.choices_of(batch, columns)
    posted = request.POST if request.method == "POST" else None
    words = queries.words_of(batch, columns, _chosen(choices, posted))
    form = forms.MatchForm(posted, choices=choices, words=words, columns=columns)
    if form.is_valid() and "again" not in request.POST:
        with refusals_in(form):
            seen = sight.seen_in(request.POST)
            now = timezone.now()
            actions.match_columns(
                batch, columns=form.columns, words=form.meanings, seen=seen, by=request.actor, at=now
            )
            jobs.read_batch.enqueue(batch.pk)
            return go_to(request, reverse("registers:batch_show", args=[batch.pk]))
    return page(
        request,
        "registers/batch_match.html",
        batch=batch,
        form=form,
        facts=_facts(form, choices, columns),
        meanings=_meanings(form, words),
        is_gone=not columns,
        unknown=sum(word.meaning is None for word in words),
        sight=sights.BATCH.of(batch, at=timezone.now()),
    )


def _chosen(choices: list[queries.Choice], posted: Any) -> dict[str, int]:
    """The columns as they stand on the page: what was chosen just now decides whose words are asked about."""
    if posted is None:
        return {one.field.name: one.column for one in choices if one.column is not None}
    given = {one.field.name: str(posted.get(f"cot-{one.field.name}", "")) for one in choices}
    return {name: int(index) for name, index in given.items() if index.isdecimal() and len(index) < 4}


def _facts(form: forms.MatchForm, choices: list[queries.Choice], columns: list[dict[str, Any]]) -> list[Any]:
    samples = {str(column["index"]): ", ".join(column["samples"]) for column in columns}
    return [
        (
            choice,
            form[f"cot-{choice.field.name}"],
            samples.get(str(form[f"cot-{choice.field.name}"].value()), ""),
        )
        for choice in choices
    ]


def _meanings(form: forms.MatchForm, words: list[queries.Word]) -> list[tuple[str, list[Any]]]:
    """Words under the title of their fact, those that nobody knows first."""
    told: dict[str, list[Any]] = {}
    for place, word in enumerate(words):
        told.setdefault(word.field.title, []).append((word, form[f"tu-{place}"]))
    return [
        (title, sorted(pairs, key=lambda pair: pair[0].meaning is not None)) for title, pairs in told.items()
    ]


@requires("registers.land_batch", queries.visible_batches, judges=True, methods=("POST",))
def batch_land(request: Request, batch: Batch) -> HttpResponse:
    wanted = request.POST.get("replaces", "")
    replaces = queries.may_replace(batch).filter(pk=int(wanted)).first() if wanted.isdecimal() else None
    seen = sight.seen_in(request.POST)
    actions.land_batch(batch, replaces=replaces, seen=seen, by=request.actor, at=timezone.now())
    incoming.drop(batch.pk)
    messages.success(
        request, f"Đã nhận {formatting.number(batch.good_count)} hàng của lô {batch.number} vào sổ."
    )
    return go_to(request, reverse("registers:register_show", args=[batch.register_id]))


@requires("registers.restart_reading", queries.visible_batches, judges=True, methods=("POST",))
def batch_restart(request: Request, batch: Batch) -> HttpResponse:
    """Begin anew where the job that read the file has died."""
    actions.restart_reading(batch, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    job = jobs.sift_batch if batch.state == BatchState.SIFTING else jobs.read_batch
    job.enqueue(batch.pk)
    return go_to(request, reverse("registers:batch_show", args=[batch.pk]))


@requires("registers.discard_batch", queries.visible_batches, judges=True, methods=("POST",))
def batch_discard(request: Request, batch: Batch) -> HttpResponse:
    actions.discard_batch(batch, seen=sight.seen_in(request.POST), by=request.actor, at=timezone.now())
    incoming.drop(batch.pk)
    messages.success(request, f"Đã bỏ lô {batch.number} ({batch.file_name}). Chưa có gì vào sổ.")
    return go_to(request, reverse("registers:register_list"))


@requires("registers.revoke_batch", queries.visible_batches, judges=True)
def batch_revoke(request: Request, batch: Batch) -> HttpResponse:
    """Take a batch out of the register again, with the reason; what it came over counts once more."""
    form = forms.RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_in(form):
            typed = form.cleaned_data | {"seen": sight.seen_in(request.POST)}
            actions.revoke_batch(batch, **typed, by=request.actor, at=timezone.now())
            messages.success(request, f"Đã rút lô {batch.number} ({batch.file_name}) khỏi sổ.")
            return go_to(request, reverse("registers:batch_show", args=[batch.pk]))
    shown = sights.BATCH.of(batch, at=timezone.now())
    return page(request, "registers/batch_revoke.html", batch=batch, form=form, sight=shown)


@requires("registers.view_register", queries.visible_batches, methods=("GET",))
def batch_problems(request: Request, batch: Batch) -> HttpResponse:
    """The reasons row by row, to put right in the other system."""
    columns = [sheets.Column("Chỗ", 14), sheets.Column("Lý do", 80), sheets.Column("Kết quả", 22)]
    kinds = {"refused": "Không nhận hàng này", "odd": "Nhận, nên xem lại"}
    rows: list[list[sheets.Cell]] = [
        [one["place"], one["reason"], kinds[one["weight"]]] for one in batch.problems
    ]
    title = f"{batch.register}, lô {batch.number}", batch.source.title, f"Tệp {batch.file_name}"
    data = sheets.write_xlsx([sheets.Table("Lý do", columns, rows, title)])
    return download(data, f"ly-do-{batch.register.name}-lo-{batch.number}.xlsx")
