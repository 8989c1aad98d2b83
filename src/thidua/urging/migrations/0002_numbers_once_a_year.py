import django.db.models.deletion
from django.db import migrations, models


def fill(apps, schema_editor):
    letters = apps.get_model("urging", "UrgingLetter").objects
    for letter in letters.select_related("unit").iterator():
        letter.commune_id = letter.unit.commune_id or letter.unit_id
        letter.issued_year = letter.issued_on.year if letter.issued_on else None
        letter.save(update_fields=["commune", "issued_year"])
    if (
        schema_editor.connection.vendor == "postgresql"
    ):  # the table is altered next, with no check of a key left waiting
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0003_privacy"),
        ("reporting", "0005_validation"),
        ("tasks", "0001_initial"),
        ("urging", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="urgingletter",
            name="commune",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="org.unit",
            ),
        ),
        migrations.AddField(
            model_name="urgingletter",
            name="issued_year",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="urgingletter",
            name="commune",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.unit"
            ),
        ),
        migrations.RemoveConstraint(model_name="urgingletter", name="letter_issued_has_number_and_day"),
        migrations.AddConstraint(
            model_name="urgingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "issued"), _negated=True),
                    models.Q(
                        ("issued_at__isnull", False),
                        ("issued_on__isnull", False),
                        ("issued_year__isnull", False),
                        models.Q(("number", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="letter_issued_has_number_and_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="urgingletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued")),
                fields=("commune", "issued_year", "symbol", "number"),
                name="letter_number_once_a_year",
            ),
        ),
    ]
