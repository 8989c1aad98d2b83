import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import thidua.core.placing


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0003_privacy"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("registers", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="made_here",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="batch",
            name="worked_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name="CheckSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("only_replaceable", models.BooleanField(default=False)),
                ("population", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("seed", models.BigIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Đang kiểm tra"), ("closed", "Đã vào sổ"), ("dropped", "Đã bỏ")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "batch",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sheet",
                        to="registers.batch",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "register",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registers.register"
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
                "ordering": ["-opened_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("since__lte", models.F("until"))), name="sheet_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__lte", models.F("population"))),
                        name="sheet_no_larger_than_all",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="sheet_closed_at",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
        migrations.CreateModel(
            name="CheckMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("key", models.CharField(max_length=200)),
                ("day", models.DateField()),
                ("procedure", models.CharField(blank=True, max_length=40)),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("khong_yeu_cau", "Không yêu cầu giấy tờ"),
                            ("chua_co_du_lieu", "Có yêu cầu: chưa có dữ liệu"),
                            ("du_lieu_sai", "Có yêu cầu: dữ liệu sai, thiếu"),
                            ("he_thong_loi", "Có yêu cầu: hệ thống lỗi"),
                            ("yeu_cau_sai_quy_dinh", "Có yêu cầu: sai quy định"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("cu_tru", "Thẻ căn cước, thông tin cư trú"),
                            ("ho_tich", "Khai sinh, kết hôn, tình trạng hôn nhân, khai tử"),
                            ("bao_hiem", "Thẻ BHYT, sổ BHXH"),
                            ("lai_xe", "Giấy phép lái xe, đăng ký xe"),
                            ("kinh_doanh", "Đăng ký doanh nghiệp, hộ kinh doanh, hợp tác xã"),
                            ("dat_dai", "Giấy chứng nhận quyền sử dụng đất ở"),
                            ("ly_lich", "Phiếu lý lịch tư pháp"),
                            ("suc_khoe", "Giấy khám sức khỏe"),
                            ("khac", "Bản sao, giấy tờ khác"),
                        ],
                        max_length=24,
                    ),
                ),
                ("marked_at", models.DateTimeField(null=True)),
                (
                    "marked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="registers.checksheet",
                    ),
                ),
            ],
            options={
                "ordering": ["sheet", "place"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "place"), name="mark_place_once_a_sheet"),
                    models.UniqueConstraint(fields=("sheet", "key"), name="mark_dossier_once_a_sheet"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("conclusion", ""),
                            models.Q(("conclusion", "khong_yeu_cau"), ("paper", "")),
                            models.Q(
                                models.Q(("conclusion", "khong_yeu_cau"), _negated=True),
                                models.Q(("paper", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mark_names_the_paper_asked_for",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Regime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=300)),
                ("document", models.CharField(max_length=300)),
                ("receiver", models.CharField(max_length=200)),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("month", "Hằng tháng"),
                            ("quarter", "Hằng quý"),
                            ("half_year", "6 tháng"),
                            ("year", "Hằng năm"),
                        ],
                        max_length=10,
                    ),
                ),
                ("skips_larger", models.BooleanField(default=False)),
                ("due_day", models.PositiveSmallIntegerField()),
                ("due_months_after", models.PositiveSmallIntegerField(default=0)),
                ("software", models.CharField(blank=True, max_length=120)),
                ("approver", models.CharField(blank=True, max_length=120)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
                ("end_reason", models.TextField(blank=True)),
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["unit__sort_key", "code"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ends_on__isnull", True)),
                        fields=("unit", "code"),
                        name="regime_code_once_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="regime_dates_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_day__gte", 1), ("due_day__lte", 31)),
                        name="regime_due_day_of_a_month",
                    ),
                ],
            },
            bases=(thidua.core.placing.Within, models.Model),
        ),
    ]
