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
    ]

    operations = [
        migrations.CreateModel(
            name="Bloc",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cluster", "Cụm thi đua"), ("block", "Khối thi đua")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("rules", models.TextField(blank=True)),
                ("created_at", models.DateTimeField()),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="blocs", to="org.unit"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("commune", "name"), name="bloc_name_once_a_commune")
                ],
            },
            bases=(thidua.core.placing.OfCommune, models.Model),
        ),
        migrations.CreateModel(
            name="BlocLeader",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("named_at", models.DateTimeField()),
                ("replaced_at", models.DateTimeField(null=True)),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leaders",
                        to="pledging.bloc",
                    ),
                ),
                (
                    "named_by",
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
                "ordering": ["bloc", "-year", "-named_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at__isnull", True)),
                        fields=("bloc", "year"),
                        name="bloc_one_leader_a_year",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlocMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("cluster", "Cụm thi đua"), ("block", "Khối thi đua")], max_length=10
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="pledging.bloc",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bloc_memberships",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["bloc", "unit__sort_key", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("unit", "kind"),
                        name="bloc_of_a_kind_once",
                    ),
                    models.UniqueConstraint(
                        fields=("unit", "kind", "valid_from"), name="bloc_begun_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="bloc_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            models.Q(("end_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bloc_left_for_a_reason",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[("plan", "Phiếu kế hoạch của đơn vị"), ("registration", "Đăng ký thi đua")],
                        max_length=12,
                    ),
                ),
                ("year", models.PositiveIntegerField(null=True)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                ("used_by_name", models.CharField(blank=True, max_length=120)),
                ("revoked_at", models.DateTimeField(null=True)),
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
                    "movement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="movement.movement",
                    ),
                ),
                (
                    "revoked_by",
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
                        related_name="one_time_links",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-issued_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("form", "plan"), ("movement__isnull", False), ("year__isnull", True)),
                            models.Q(
                                ("form", "registration"), ("movement__isnull", True), ("year__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="one_time_link_names_its_form",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("used_at__isnull", True), ("used_by_name", "")),
                            models.Q(
                                ("used_at__isnull", False), models.Q(("used_by_name", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="one_time_link_used_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_at__isnull", True), ("revoked_at__isnull", True), _connector="OR"
                        ),
                        name="one_time_link_used_or_revoked",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Pact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("drawn_at", models.DateTimeField()),
                (
                    "bloc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pacts", to="pledging.bloc"
                    ),
                ),
                (
                    "drawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "bloc"],
                "constraints": [
                    models.UniqueConstraint(fields=("bloc", "year"), name="pact_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="pact_says_something"
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang soạn"),
                            ("signed", "Đã ký, chờ ghi nhận"),
                            ("returned", "Trả lại"),
                            ("received", "Đã ghi nhận"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("titles", models.JSONField(default=list)),
                ("head_titles", models.JSONField(default=list)),
                ("targets", models.TextField(blank=True)),
                ("head", models.CharField(blank=True, max_length=120)),
                ("position", models.CharField(blank=True, max_length=120)),
                ("version", models.PositiveIntegerField(default=0)),
                ("answer", models.TextField(blank=True)),
                ("begun_at", models.DateTimeField()),
                ("signed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
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
                        related_name="registrations",
                        to="org.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-year", "unit__sort_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "year"), name="registered_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signed", "received"]), _negated=True),
                            models.Q(("signed_at__isnull", False), ("version__gte", 1)),
                            _connector="OR",
                        ),
                        name="registration_signed_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "returned"), _negated=True),
                            models.Q(("answer", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="registration_returned_has_a_reason",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own", "Đơn vị tự gửi"),
                            ("behalf", "Nhập thay đơn vị"),
                            ("link", "Qua đường dẫn một lần"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signatory", models.CharField(max_length=200)),
                ("position", models.CharField(blank=True, max_length=120)),
                ("signed_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_for", models.TextField(blank=True)),
                (
                    "pact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="pledging.pact",
                    ),
                ),
                (
                    "signed_by",
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
                "ordering": ["pact", "signed_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at__isnull", True)),
                        fields=("pact", "unit"),
                        name="pact_signed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at__isnull", True), ("withdrawn_for", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                models.Q(("withdrawn_for", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="signature_withdrawn_for_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Signing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("facts", models.JSONField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own", "Đơn vị tự gửi"),
                            ("behalf", "Nhập thay đơn vị"),
                            ("link", "Qua đường dẫn một lần"),
                        ],
                        max_length=10,
                    ),
                ),
                ("signatory", models.CharField(max_length=200)),
                ("signed_at", models.DateTimeField()),
                ("recalled_at", models.DateTimeField(null=True)),
                ("returned_for", models.TextField(blank=True)),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signings",
                        to="pledging.registration",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "vouched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["registration", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("registration", "number"), name="signing_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "link"), _negated=True),
                            models.Q(("signed_by__isnull", True), ("vouched_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="signing_by_link_names_its_maker",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Đang soạn"),
                            ("submitted", "Chờ xem xét"),
                            ("returned", "Trả lại"),
                            ("accepted", "Đạt"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("head", models.CharField(blank=True, max_length=120)),
                ("officer", models.CharField(blank=True, max_length=120)),
                ("document_number", models.CharField(blank=True, max_length=100)),
                ("document_on", models.DateField(null=True)),
                (
                    "general_verdict",
                    models.CharField(
                        choices=[("pending", "Chưa xem"), ("accepted", "Đạt"), ("returned", "Trả lại")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("remark", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "against",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="movement.plan"
                    ),
                ),
                (
                    "begun_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decided_by",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "movement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unit_plans",
                        to="movement.movement",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="unit_plans", to="org.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["movement", "unit__sort_key"],
                "constraints": [
                    models.UniqueConstraint(fields=("movement", "unit"), name="unit_plan_once_a_movement"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "submitted"), _negated=True),
                            models.Q(("submitted_at__isnull", False), ("version__gte", 1)),
                            _connector="OR",
                        ),
                        name="unit_plan_submitted_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["returned", "accepted"]), _negated=True),
                            ("decided_at__isnull", False),
                            _connector="OR",
                        ),
                        name="unit_plan_decided_has_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document_number", ""), ("document_on__isnull", True)),
                            models.Q(
                                models.Q(("document_number", ""), _negated=True),
                                ("document_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="unit_plan_document_has_number_and_day",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("edition", models.PositiveIntegerField()),
                ("facts", models.JSONField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("own", "Đơn vị tự gửi"),
                            ("behalf", "Nhập thay đơn vị"),
                            ("link", "Qua đường dẫn một lần"),
                        ],
                        max_length=10,
                    ),
                ),
                ("sender", models.CharField(max_length=200)),
                ("sent_at", models.DateTimeField()),
                ("recalled_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("is_accepted", models.BooleanField(null=True)),
                ("remark", models.TextField(blank=True)),
                ("verdicts", models.JSONField(default=list)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "vouched_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="pledging.unitplan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "number"), name="submission_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("way", "link"), _negated=True),
                            models.Q(("sent_by__isnull", True), ("vouched_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="submission_by_link_names_its_maker",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("is_accepted__isnull", True)),
                            models.Q(
                                ("decided_at__isnull", False),
                                ("is_accepted__isnull", False),
                                ("recalled_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="submission_decided_has_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("content", "Nội dung, lĩnh vực"),
                            ("target", "Chỉ tiêu"),
                            ("task", "Nhiệm vụ của đơn vị"),
                        ],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("applies", models.BooleanField(default=True)),
                ("reason", models.TextField(blank=True)),
                ("value", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("text", models.TextField(blank=True)),
                ("product", models.CharField(blank=True, max_length=300)),
                ("officer", models.CharField(blank=True, max_length=120)),
                ("due_words", models.CharField(blank=True, max_length=120)),
                ("due_on", models.DateField(null=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[("pending", "Chưa xem"), ("accepted", "Đạt"), ("returned", "Trả lại")],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                ("task_id", models.BigIntegerField(null=True)),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="movement.planitem",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="movement.targetline",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="promises",
                        to="pledging.unitplan",
                    ),
                ),
            ],
            options={
                "ordering": ["plan", "kind", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "content")),
                        fields=("plan", "item"),
                        name="promise_once_a_content",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "target")),
                        fields=("plan", "line"),
                        name="promise_once_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("item__isnull", False), ("kind", "content"), ("value__isnull", True)),
                            models.Q(("kind", "target"), ("line__isnull", False)),
                            models.Q(
                                ("kind", "task"),
                                ("value__isnull", True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="promise_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("verdict", "returned"), _negated=True),
                            models.Q(("note", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="promise_returned_has_a_reason",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
    ]
