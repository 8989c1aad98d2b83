"""Yearly reports are kept by `composing`, whose 0002 has taken them over before this."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reporting", "0010_checked_estimates")]

    operations = [migrations.DeleteModel(name="YearlyReport")]
