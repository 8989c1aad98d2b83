"""Whether a checked number is an estimate stands beside it, not in what the unit types; a revised figure is a checked one."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def take_over(apps: Any, schema_editor: Any) -> None:
    figures = apps.get_model("reporting", "Figure").objects
    figures.filter(is_checked=True).update(checked_is_estimate=F("is_estimate"))
    figures.filter(is_revised=True, is_checked=False).update(
        is_checked=True,
        checked_state=F("state"),
        checked_numerator=F("numerator"),
        checked_denominator=F("denominator"),
        checked_is_estimate=F("is_estimate"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "__first__"),
        ("reporting", "0009_published_parts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="checked_is_estimate",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(take_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_revised", False), ("is_checked", True), _connector="OR"),
                name="figure_revised_is_checked",
            ),
        ),
    ]
