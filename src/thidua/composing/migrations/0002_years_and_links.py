"""Reports of years in the short form come here from `reporting`, as they were; what was said of contents gets its own table."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing

COLUMNS = ("pk", "movement_id", "year", "number", "facts", "texts", "composed_at", "composed_by_id")


def take_over(apps: Any, schema_editor: Any) -> None:
    """Every report keeps its id, which its old address names; each change of its links becomes a version of them."""
    kept, mine = apps.get_model("reporting", "YearlyReport"), apps.get_model("composing", "YearlyReport")
    links = apps.get_model("composing", "ContentLinks")
    last: dict[int, Any] = {}
    for one in kept.objects.order_by("composed_at", "pk"):
        mine.objects.create(**{name: getattr(one, name) for name in COLUMNS})
        before = last.get(one.movement_id)
        if before is None or before.links != one.links:
            last[one.movement_id] = links.objects.create(
                movement_id=one.movement_id,
                number=before.number + 1 if before else 1,
                links=one.links,
                said_at=one.composed_at,
                said_by_id=one.composed_by_id,
            )


class Migration(migrations.Migration):
    dependencies = [
        ("composing", "0001_initial"),
        ("movement", "0002_amendments"),
        ("reporting", "0010_checked_estimates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    run_before = [("reporting", "0011_yearly_reports_moved")]

    operations = [
        migrations.CreateModel(
            name="ContentLinks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("links", models.JSONField(default=dict)),
                ("said_at", models.DateTimeField()),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="content_links",
                        to="movement.movement",
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "content links",
                "ordering": ["movement", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("movement", "number"), name="content_links_number_once")
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="YearlyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("facts", models.JSONField(default=dict)),
                ("texts", models.JSONField(default=dict)),
                ("composed_at", models.DateTimeField()),
                (
                    "composed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="yearly_reports",
                        to="movement.movement",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("movement", "year", "number"), name="year_report_number_once"
                    )
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
    ]
