import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file_name", models.CharField(max_length=200)),
                ("file_size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("sifting", "Đang đọc tệp"),
                            ("matching", "Chờ ghép cột"),
                            ("reading", "Đang đọc từng hàng"),
                            ("read", "Chờ nhận vào sổ"),
                            ("landed", "Đã nhận vào sổ"),
                            ("replaced", "Đã được lô sau thay"),
                            ("refused", "Không đọc được"),
                            ("discarded", "Đã bỏ"),
                            ("revoked", "Đã rút khỏi sổ"),
                        ],
                        default="sifting",
                        max_length=10,
                    ),
                ),
                ("dropped", models.JSONField(default=list)),
                ("matching", models.JSONField(default=dict)),
                ("problems", models.JSONField(default=list)),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("good_count", models.PositiveIntegerField(default=0)),
                ("odd_count", models.PositiveIntegerField(default=0)),
                ("refused_count", models.PositiveIntegerField(default=0)),
                ("twice_count", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("refusal", models.TextField(blank=True)),
                ("uploaded_at", models.DateTimeField()),
                ("landed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "landed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="registers.batch",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "batches",
                "ordering": ["-uploaded_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["landed", "replaced", "revoked"]), _negated=True),
                            ("landed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="batch_landed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "revoked"), _negated=True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_revoked_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "refused"), _negated=True),
                            models.Q(("refusal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="batch_refused_says_why",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Register",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("opened_at", models.DateTimeField()),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="registers", to="org.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "name"), name="register_once_a_commune")
                ],
            },
            bases=(thidua.core.placing.OfCommune, models.Model),
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("key", models.CharField(blank=True, max_length=200)),
                ("day", models.DateField(null=True)),
                ("facts", models.JSONField()),
                ("is_current", models.BooleanField(default=False)),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="registers.batch",
                    ),
                ),
                (
                    "overtaken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="overtook",
                        to="registers.batch",
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ["batch", "number"],
                "indexes": [
                    models.Index(fields=["register", "key"], name="record_by_key"),
                    models.Index(
                        condition=models.Q(("is_current", True)),
                        fields=["register", "day"],
                        name="record_current_by_day",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True), models.Q(("key", ""), _negated=True)),
                        fields=("register", "key"),
                        name="record_current_once_a_key",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="register",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="registers.register"
            ),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("folded", models.CharField(max_length=120)),
                ("columns", models.JSONField(default=dict)),
                ("words", models.JSONField(default=dict)),
                ("matched_at", models.DateTimeField(null=True)),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sources",
                        to="registers.register",
                    ),
                ),
            ],
            options={
                "ordering": ["register", "title"],
                "constraints": [
                    models.UniqueConstraint(fields=("register", "folded"), name="source_once_a_register")
                ],
            },
        ),
        migrations.AddField(
            model_name="batch",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="batches", to="registers.source"
            ),
        ),
    ]
