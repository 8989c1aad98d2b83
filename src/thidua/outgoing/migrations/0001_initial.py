import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("documents", "0002_what_came_in"),
        ("movement", "0002_amendments"),
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("reporting", "0004_cheaper_submissions"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("period", "Một kỳ báo cáo"),
                            ("phase", "Một giai đoạn"),
                            ("year", "Một năm"),
                        ],
                        max_length=8,
                    ),
                ),
                ("suffix", models.CharField(max_length=5)),
                ("blank", models.CharField(default="chưa có số liệu", max_length=80)),
                ("suggestion", models.CharField(blank=True, max_length=40)),
                ("retired_at", models.DateTimeField(null=True)),
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
            ],
            options={
                "ordering": ["receiver", "title", "pk"],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("names", models.JSONField(default=list)),
                ("is_suggested", models.BooleanField(default=False)),
                ("note", models.CharField(blank=True, max_length=300)),
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
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="outgoing.formtemplate",
                    ),
                ),
            ],
            options={
                "ordering": ["form", "-number"],
                "constraints": [models.UniqueConstraint(fields=("form", "number"), name="form_version_once")],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="OutgoingPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=40)),
                ("year", models.PositiveIntegerField(null=True)),
                ("label", models.CharField(max_length=250)),
                ("folded", models.TextField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Chờ số văn bản"),
                            ("issued", "Chờ gửi"),
                            ("sent", "Đã gửi"),
                            ("discarded", "Đã bỏ"),
                        ],
                        default="prepared",
                        max_length=10,
                    ),
                ),
                ("values", models.JSONField(default=dict)),
                ("missing", models.JSONField(default=list)),
                ("blank", models.CharField(max_length=80)),
                ("made_at", models.DateTimeField()),
                ("number", models.CharField(blank=True, max_length=60)),
                ("number_key", models.CharField(blank=True, max_length=80)),
                ("issued_on", models.DateField(null=True)),
                ("numbered_at", models.DateTimeField(null=True)),
                ("sent_on", models.DateField(null=True)),
                (
                    "sent_way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("exchange", "Trục liên thông văn bản"),
                            ("mail", "Thư điện tử công vụ"),
                            ("system", "Phần mềm của nơi nhận"),
                            ("paper", "Văn bản giấy"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sent_to", models.CharField(blank=True, max_length=200)),
                ("sent_note", models.CharField(blank=True, max_length=300)),
                ("sent_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("discard_reason", models.TextField(blank=True)),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="outgoing.outgoingpaper",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "made_by",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="movement.movement"
                    ),
                ),
                (
                    "numbered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.period",
                    ),
                ),
                (
                    "phase",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="movement.phase",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="outgoing.formversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["prepared", "discarded"]),
                            models.Q(
                                models.Q(("number", ""), _negated=True),
                                ("issued_on__isnull", False),
                                ("numbered_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="paper_issued_has_number_and_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "sent"), _negated=True),
                            models.Q(
                                ("sent_at__isnull", False),
                                ("sent_on__isnull", False),
                                models.Q(("sent_way", ""), _negated=True),
                                models.Q(("sent_to", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="paper_sent_says_how",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "discarded"), _negated=True),
                            models.Q(("discard_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="paper_discarded_has_a_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number_key", ""), _negated=True),
                        fields=("number_key",),
                        name="paper_number_once",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="ChangeReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.JSONField()),
                ("reason", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="outgoing.outgoingpaper",
                    ),
                ),
            ],
            options={
                "ordering": ["paper", "-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="change_review_has_a_reason"
                    )
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Receiver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("folded", models.CharField(max_length=200)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("exchange", "Trục liên thông văn bản"),
                            ("mail", "Thư điện tử công vụ"),
                            ("system", "Phần mềm của nơi nhận"),
                            ("paper", "Văn bản giấy"),
                        ],
                        default="exchange",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
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
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "folded"), name="receiver_once_a_commune"),
                    models.CheckConstraint(
                        condition=models.Q(("folded", ""), _negated=True), name="receiver_has_a_name"
                    ),
                ],
            },
            bases=(thidua.core.placing.OfCommune, models.Model),
        ),
        migrations.AddField(
            model_name="formtemplate",
            name="receiver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="forms", to="outgoing.receiver"
            ),
        ),
        migrations.AddConstraint(
            model_name="formtemplate",
            constraint=models.UniqueConstraint(fields=("receiver", "title"), name="form_once_a_receiver"),
        ),
    ]
