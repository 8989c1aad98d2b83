"""The whole demonstration, on an empty database: ward, people, the real plan, a year of reports."""

from datetime import date, timedelta

from django.db.models import F

from thidua.demo import accounts, letters, plan, sending, stage
from thidua.demo.year import Year
from thidua.notifications.models import Notice

QUIET_DAYS = 5


def build_demo(on: date) -> None:
    """Everything that happened in the ward up to the morning of `on`, through the actions, always the same."""
    ward = stage.set_up()
    movement = plan.bring_in(ward)
    officer = ward.actors["thuongtruc"]
    sending.take_forms(by=officer, at=stage.local(movement.starts_on, 16))
    Year(ward, movement, on).play()
    letters.urge(ward, on)
    accounts.report_year(ward, movement, on)
    accounts.report(ward, movement, on)
    _read_old_notices(on)


def _read_old_notices(on: date) -> None:
    """People have read what is older than a few days; nobody gets a year of mail at once."""
    quiet = stage.local(on - timedelta(days=QUIET_DAYS))
    Notice.objects.filter(created_at__lt=quiet).update(read_at=F("created_at"), mailed_at=F("created_at"))
