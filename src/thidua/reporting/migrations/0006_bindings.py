import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0002_what_came_in"),
        ("indicator", "0001_initial"),
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0005_validation"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterBinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("variant", models.CharField(max_length=10)),
                ("version", models.PositiveIntegerField(default=1)),
                ("register", models.CharField(max_length=40)),
                ("numerator", models.JSONField(default=list)),
                ("denominator", models.JSONField(default=list)),
                ("estimate", models.JSONField(default=list)),
                ("counted", models.CharField(blank=True, max_length=40)),
                ("day_field", models.CharField(blank=True, max_length=40)),
                ("unit_field", models.CharField(blank=True, max_length=40)),
                (
                    "calendar",
                    models.CharField(
                        choices=[
                            ("period", "Theo ngày của kỳ báo cáo"),
                            ("reporting", "Luôn theo lịch báo cáo (15 tháng trước đến 14)"),
                            ("solar", "Luôn theo tháng, quý dương lịch"),
                        ],
                        default="period",
                        max_length=10,
                    ),
                ),
                ("citation", models.TextField()),
                (
                    "trust",
                    models.CharField(
                        choices=[
                            ("V", "Đã đọc nguyên văn"),
                            ("N", "Theo báo chí, cổng thông tin"),
                            ("U", "Theo bản không chính thức"),
                            ("I", "Đề xuất của phần mềm"),
                            ("?", "Chưa xác nhận"),
                        ],
                        max_length=10,
                    ),
                ),
                ("shipped", models.CharField(blank=True, max_length=40)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="bindings",
                        to="indicator.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator__position", "variant", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("commune", "indicator", "variant", "version"), name="binding_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="binding_dates_in_order",
                    ),
                ],
            },
            bases=(thidua.core.placing.OfCommune, models.Model),
        ),
        migrations.CreateModel(
            name="RegisterCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("co_so_lieu", "có số liệu"),
                            ("khong_phat_sinh", "không phát sinh"),
                            ("chua_bao_cao", "chưa báo cáo"),
                            ("khong_ap_dung", "không áp dụng"),
                        ],
                        max_length=20,
                    ),
                ),
                ("numerator", models.BigIntegerField(null=True)),
                ("denominator", models.BigIntegerField(null=True)),
                ("is_estimate", models.BooleanField(default=False)),
                ("batches", models.JSONField(default=list)),
                ("unit_values", models.JSONField(default=list)),
                ("own_batches", models.BooleanField(default=False)),
                ("counted_at", models.DateTimeField()),
                (
                    "binding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="reporting.registerbinding",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="documents.evidence",
                    ),
                ),
                (
                    "figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="counts",
                        to="reporting.figure",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["figure", "-pk"],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
    ]
