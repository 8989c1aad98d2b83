"""The one way to write: an action is atomic, gated by the permission of the same name, and audited.

    @action("reporting.submit_report")
    def submit_report(report: Report, *, by: Actor, at: datetime) -> Report: ...

The first argument is the thing acted on (a commune's Actor where there is none yet); everything else is keyword-only.
A saved model instance is locked and read afresh first, so rules judge the state that the database holds now.
Pages, API, commands and jobs all call the action, so they cannot differ.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from thidua.core import audit, permissions
from thidua.core.errors import Conflict
from thidua.core.permissions import Actor
from thidua.core.prepared import Prepared
from thidua.core.sight import JudgedBlind, Look, Sight, is_asked_for

P = ParamSpec("P")
R = TypeVar("R")

registry: dict[str, Callable[..., Any]] = {}


def action(
    name: str, *, lock: bool = True, look: Look[Any] | None = None
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Gate, transaction and audit around a function `verb_noun(thing, *, by, at, …)` of the app in `name`.

    `lock=False` is for things that are never changed by the action itself (a commune, a parent). With a `look` the action
    takes `seen`, and is not done to a thing that changed since it was seen (core/sight.py).
    """

    def wrap(function: Callable[P, R]) -> Callable[P, R]:
        if name.rpartition(".")[2] != function.__name__:
            raise ValueError(f"action {name} must be named as its function {function.__name__}")
        if name in registry:
            raise ValueError(f"action {name} is declared twice")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            what: Any = args[0]
            by: Any = kwargs["by"]
            if look is not None and kwargs.get("seen") is None and _is_of_a_page():
                raise JudgedBlind(name)
            with transaction.atomic(), audit.taking_notes() as notes:
                if lock and isinstance(what, models.Model) and what.pk:
                    _read_afresh(what)
                if look is not None:
                    _need_unchanged(look, name, what, kwargs)
                permissions.check(by, name, what)
                result = function(*args, **kwargs)
                at: Any = kwargs["at"]
                audit.write(name, what, by=by, at=at, reason=str(kwargs.get("reason", "")), detail=notes)
            return result

        run.look = look  # type: ignore[attr-defined]  # read by the house's tests
        run.locks = lock  # type: ignore[attr-defined]
        registry[name] = run
        return run

    return wrap


def _is_of_a_page() -> bool:
    """Whether a view itself does the deed: one deed within another judges nothing of its own."""
    return is_asked_for() and not audit.is_taking_notes()


def _need_unchanged(look: Look[Any], name: str, what: Any, given: Mapping[str, Any]) -> None:
    """Who overtook the page comes before what the state forbids now: that is how the state came about."""
    seen: Sight | None = given.get("seen")
    if seen is None:
        return
    by: Actor = given["by"]
    refused = permissions.refusal(by, name, what)
    if refused is None or refused.is_of_state:
        look.hold(name, what, seen, at=given["at"], commune_id=by.commune_id, refusal=refused)


def _read_afresh(what: models.Model) -> None:
    """Lock the row of `what` and take its columns anew, with those of the relations that its rules look at.

    A model names them in `judged_with` ("report", "report__period"); the ones in `locked_with` are locked too.
    """
    fresh = _locked_row(type(what)).first(what.pk)
    if fresh is None:
        raise Conflict
    _take_over(what, fresh)
    for path in getattr(what, "judged_with", ()):
        known, anew = what, fresh
        for name in path.split("__"):
            known, anew = getattr(known, name), getattr(anew, name)
        _take_over(known, anew)


@functools.cache
def _locked_row(model: type[models.Model]) -> Prepared[models.Model]:
    judged: tuple[str, ...] = getattr(model, "judged_with", ())
    locked: tuple[str, ...] = getattr(model, "locked_with", ())
    # The whole before its part, as deeds on the whole do: otherwise two of them could wait for each other crosswise.
    # `no_key`: rows that merely point here (totals at a period being locked) are no reason to wait, or to wait crosswise.
    rows = model._base_manager.select_related(*judged).select_for_update(of=(*locked, "self"), no_key=True)
    # One row needs no order, and the order of lists costs joins.
    return Prepared(lambda pk: rows.filter(pk=pk).order_by(), int)


def _take_over(known: models.Model, fresh: models.Model) -> None:
    """Columns of `fresh` into `known`; relations already loaded stay where the key is the same."""
    for field in known._meta.concrete_fields:
        if getattr(known, field.attname) != getattr(fresh, field.attname):
            setattr(known, field.attname, getattr(fresh, field.attname))
