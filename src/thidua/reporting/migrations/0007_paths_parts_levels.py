import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing
import thidua.indicator.figures


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_what_came_in"),
        ("indicator", "0001_initial"),
        ("movement", "0002_amendments"),
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0006_bindings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Breakdown",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("label", models.CharField(max_length=100)),
                ("parts", models.JSONField()),
                ("add_up", models.BooleanField(default=True)),
                ("citation", models.CharField(max_length=300)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("set_at", models.DateTimeField()),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicator.indicator",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["indicator__position", "label", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="breakdown_dates_in_order",
                    )
                ],
            },
            bases=(thidua.core.placing.OfCommune, models.Model),
        ),
        migrations.CreateModel(
            name="CriterionLevel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("position", models.PositiveSmallIntegerField()),
                ("label", models.CharField(max_length=100)),
                ("descriptor", models.TextField()),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("set_at", models.DateTimeField()),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="movement.criterion",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["criterion", "version", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("criterion", "version", "position"), name="level_once"),
                    models.UniqueConstraint(
                        fields=("criterion", "version", "label"), name="level_label_once"
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="FigurePart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("co_so_lieu", "có số liệu"),
                            ("khong_phat_sinh", "không phát sinh"),
                            ("chua_bao_cao", "chưa báo cáo"),
                            ("khong_ap_dung", "không áp dụng"),
                        ],
                        default=thidua.indicator.figures.CellState["NOT_REPORTED"],
                        max_length=20,
                    ),
                ),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("denominator", models.BigIntegerField(null=True)),
                ("saved_at", models.DateTimeField()),
                (
                    "breakdown",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="figures",
                        to="reporting.breakdown",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="reporting.figure",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["figure", "breakdown", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("figure", "breakdown", "place"), name="part_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True),
                            ("numerator__isnull", True),
                            models.Q(("numerator__gte", 0), ("numerator__lte", models.F("denominator"))),
                            _connector="OR",
                        ),
                        name="part_within_whole",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="LevelChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(default=1)),
                ("explanation", models.TextField(blank=True)),
                ("chosen_at", models.DateTimeField()),
                ("is_on_behalf", models.BooleanField(default=False)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="level_choices",
                        to="movement.criterion",
                    ),
                ),
                ("evidence", models.ManyToManyField(related_name="level_choices", to="documents.evidence")),
                (
                    "level",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="reporting.criterionlevel",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="level_choices",
                        to="reporting.period",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["criterion", "period", "unit", "number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("criterion", "period", "unit", "number"), name="level_choice_number_once"
                    )
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="YearStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "comparator",
                    models.CharField(
                        choices=[(">=", "từ"), ("<=", "không quá"), ("==", "đạt")], default=">=", max_length=2
                    ),
                ),
                ("value", models.DecimalField(decimal_places=4, max_digits=20)),
                ("source", models.CharField(max_length=200)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("set_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicator.indicator",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="year_steps",
                        to="movement.movement",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["movement", "indicator", "year", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("movement", "indicator", "year", "version"), name="year_step_version_once"
                    )
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Baseline",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("numerator", models.DecimalField(decimal_places=4, max_digits=20)),
                ("denominator", models.BigIntegerField(null=True)),
                ("as_of", models.DateField()),
                ("source", models.CharField(max_length=200)),
                ("reason", models.CharField(blank=True, max_length=1000)),
                ("set_at", models.DateTimeField()),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicator.indicator",
                    ),
                ),
                (
                    "set_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit", "indicator", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "indicator", "version"), name="baseline_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("denominator__isnull", True),
                            ("numerator__lte", models.F("denominator")),
                            _connector="OR",
                        ),
                        name="baseline_part_within_whole",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
    ]
