"""Batches are called by a number of their register, no longer by their id; those that are there are counted in their order."""

from collections import Counter
from typing import Any

from django.db import migrations, models


def number(apps: Any, schema_editor: Any) -> None:
    last: Counter[int] = Counter()
    batches = apps.get_model("registers", "Batch").objects
    for pk, register in batches.order_by("uploaded_at", "pk").values_list("pk", "register_id"):
        last[register] += 1
        batches.filter(pk=pk).update(number=last[register])


class Migration(migrations.Migration):
    dependencies = [("registers", "0002_regimes_and_sheets")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="number",
            field=models.PositiveIntegerField(default=0),
            preserve_default=False,
        ),
        migrations.RunPython(number, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="batch",
            constraint=models.UniqueConstraint(
                fields=("register", "number"), name="batch_number_once_a_register"
            ),
        ),
    ]
