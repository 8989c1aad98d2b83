"""Many communes at their deadline: one ward made by the deeds, then copied with everything that a submission touches.

    python benchmarks/nation.py FOLDER --communes 332

Run in a process of its own with THIDUA_DATA and, for PostgreSQL, DATABASE_URL. Every copy is a commune of its own: root, sixty
units, their reporters with a session each, indicators and definitions, movement, period, sixty reports of twenty figures, an
empty book of deeds. A row of the copy `k` has the id of its pattern + k × `stride`. Writes FOLDER/nation.json.
"""

import argparse
import hashlib
import io
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

KEY = "{base}{number:08d}"  # of the session of a copy; the pattern's own is number 0


def prepare(folder: Path, communes: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("load_library", verbosity=0, stdout=io.StringIO())
    with transaction.atomic():
        pattern, stride = _pattern()
        _copy_everything(stride, communes, pattern["sessions"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    told = {"stride": stride, "communes": communes, "reports": pattern["reports"]}
    Path(folder, "nation.json").write_text(json.dumps(told))


def _pattern() -> tuple[dict[str, Any], int]:
    """The first ward: of each report its id, its figures and the key of its reporter's session; and the stride of ids."""
    import ward

    from thidua.org.models import Session

    keys, reports = {}, []
    for ask in ward.Ward().submissions_of_one_period():
        key = ask.headers["Cookie"].partition("sessionid=")[2].partition(";")[0]
        session, base = Session.objects.get(key_hash=_hashed(key)), key[:24]
        session.key_hash = _hashed(KEY.format(base=base, number=0))
        session.save()
        keys[session.pk] = base
        versions = [name for name, _ in parse_qsl(ask.body) if name.endswith("-version")]
        figures = [int(name.removeprefix("s").removesuffix("-version")) for name in versions]
        reports.append({"report": int(ask.path.split("/")[2]), "figures": figures, "key": base})
    highest = max(model.objects.order_by("-pk")[:1].values_list("pk", flat=True)[0] for model in _models())
    return {"sessions": keys, "reports": reports}, 10 ** len(str(highest))


def _models() -> list[Any]:
    """What a copy has of its own, in an order in which keys find what they point at."""
    from thidua.indicator.models import Definition, Indicator
    from thidua.movement.models import Movement
    from thidua.org.models import Commune, Membership, Session, Unit, User
    from thidua.reporting.models import Figure, Period, Report

    return [Unit, Commune, User, Membership, Session, Indicator, Definition, Movement, Period, Report, Figure]


def _copy_everything(stride: int, communes: int, keys: dict[int, str]) -> None:
    from django.core.management.color import no_style
    from django.db import connection

    from thidua.core.audit import GENESIS
    from thidua.core.models import AuditHead
    from thidua.org.models import Session, Unit

    with connection.cursor() as cursor:
        for model in _models():
            names, values = zip(*_columns(model, stride), strict=True)
            table, which = model._meta.db_table, _own(model)
            cursor.execute(
                f"WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < {communes - 1}) "
                f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM copies, {table} AS t {which}"
            )
        cursor.executemany(
            f"UPDATE {Session._meta.db_table} SET key_hash = %s, data = %s WHERE id = %s",
            _sessions(stride, communes, keys),
        )
        root = Unit.objects.filter(parent=None).order_by("pk").values_list("pk", flat=True)[0]
        heads = [
            AuditHead(commune_id=root + k * stride, sequence=0, hash=GENESIS) for k in range(1, communes)
        ]
        AuditHead.objects.bulk_create(heads, batch_size=500)
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _sessions(stride: int, communes: int, keys: dict[int, str]) -> list[tuple[str, str, int]]:
    """(hash of the key, content, id): the person rides inside the signed content, so that is made anew for each copy."""
    from django.contrib.auth import SESSION_KEY

    from thidua.org.models import Session
    from thidua.org.sessions import SessionStore

    store, made = SessionStore(), []
    for session in Session.objects.filter(pk__in=keys):
        content = store.decode(session.data)
        for k in range(1, communes):
            person = {SESSION_KEY: str(int(content[SESSION_KEY]) + k * stride)}
            hashed = _hashed(KEY.format(base=keys[session.pk], number=k))
            made.append((hashed, store.encode(content | person), session.pk + k * stride))
    return made


def _columns(model: Any, stride: int) -> Iterable[tuple[str, str]]:
    """(column, what a copy holds there): ids and keys moved on, what must be unique told apart."""
    from django.db import connection
    from django.db.models import ForeignKey

    own = set(_models())
    for field in model._meta.local_concrete_fields:
        column = f"t.{connection.ops.quote_name(field.column)}"
        if field.name == "path":
            root = f"CAST(t.id + k * {stride} AS varchar(30)) || '.'"
            under = f"CAST(t.parent_id + k * {stride} AS varchar(30)) || '.' || {root}"
            column = f"CASE WHEN t.parent_id IS NULL THEN {root} ELSE {under} END"
        elif (field.primary_key or isinstance(field, ForeignKey)) and (
            not field.is_relation or field.related_model in own
        ):
            column = f"{column} + k * {stride}"
        elif field.unique and field.is_relation:
            column = "NULL"
        elif field.unique:
            column = f"substr({column}, 1, {field.max_length - 10}) || '-' || CAST(k AS varchar(9))"
        yield connection.ops.quote_name(field.column), column


def _own(model: Any) -> str:
    """The shipped library belongs to everybody and is not copied."""
    return "WHERE t.commune_id IS NOT NULL" if model.__name__ in {"Indicator", "Definition"} else ""


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--communes", type=int, required=True)
    given = parser.parse_args()
    prepare(given.folder, given.communes)
