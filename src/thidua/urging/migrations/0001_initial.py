import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0005_validation"),
        ("tasks", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UrgingLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("turn", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Bản soạn"), ("issued", "Đã phát hành"), ("withdrawn", "Đã bỏ")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("head", models.JSONField()),
                ("answer_by", models.DateField()),
                ("opening", models.TextField()),
                ("closing", models.TextField()),
                ("listed_at", models.DateTimeField()),
                ("drafted_at", models.DateTimeField()),
                ("symbol", models.CharField(default="UBND-VHXH", max_length=40)),
                ("number", models.CharField(blank=True, max_length=7)),
                ("issued_on", models.DateField(null=True)),
                ("issued_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("folded", models.CharField(blank=True, max_length=200)),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urging_letters",
                        to="org.unit",
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-drafted_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "draft")),
                        fields=("unit",),
                        name="letter_one_draft_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                ("issued_at__isnull", False),
                                ("issued_on__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_issued_has_number_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_at__isnull", False), models.Q(("reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="letter_withdrawn_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UrgedThing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=300)),
                ("basis", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField()),
                ("days_late", models.PositiveIntegerField()),
                ("urged_on", models.JSONField(default=list)),
                (
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urged",
                        to="reporting.report",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="urged",
                        to="tasks.task",
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="things",
                        to="urging.urgingletter",
                    ),
                ),
            ],
            options={
                "ordering": ["letter", "due_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "task"), name="urged_task_once"),
                    models.UniqueConstraint(fields=("letter", "report"), name="urged_report_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("report__isnull", False), ("task__isnull", True)),
                            models.Q(("report__isnull", True), ("task__isnull", False)),
                            _connector="OR",
                        ),
                        name="urged_task_or_report",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
    ]
