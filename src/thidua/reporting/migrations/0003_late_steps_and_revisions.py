from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_figure_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="figure",
            name="is_revised",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="report",
            name="late_step",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
