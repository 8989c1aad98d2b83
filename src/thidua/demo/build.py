"""The whole demonstration, on an empty database: ward, people, the real plan, a year of reports."""

from datetime import date, timedelta

from django.db.models import F

from thidua.demo import accounts, letters, plan, sending, stage
from thidua.demo.year import Year
from thidua.movement import queries as movement_queries
from thidua.movement.models import Movement
from thidua.notifications.models import Notice
from thidua.reporting import actions, queries

QUIET_DAYS = 5
PROPOSALS = (
    "Tiếp tục vận động người dân học kỹ năng số tại tổ dân phố.\n"
    "- Đề nghị thành phố sớm công bố danh mục thủ tục không theo địa giới cấp xã (dữ liệu minh họa)."
)


def build_demo(on: date) -> None:
    """Everything that happened in the ward up to the morning of `on`, through the actions, always the same."""
    ward = stage.set_up()
    movement = plan.bring_in(ward)
    officer = ward.actors["thuongtruc"]
    sending.take_forms(by=officer, at=stage.local(movement.starts_on, 16))
    Year(ward, movement, on).play()
    letters.urge(ward, on)
    _report_last_year(ward, movement, on)
    accounts.report(ward, movement, on)
    _read_old_notices(on)


def _report_last_year(ward: stage.Stage, movement: Movement, on: date) -> None:
    """The officer composed the report of the year before, if anything was reported in it."""
    year = on.year - 1
    if year not in queries.years_of(movement):
        return
    actions.compose_report(
        movement,
        year=year,
        links=queries.suggested_links(movement_queries.hub_of(movement, on=date(year, 12, 31))),
        texts={**queries.first_texts(movement, year, on=on), "proposals": PROPOSALS},
        by=ward.actors["thuongtruc"],
        at=stage.local(on - timedelta(days=3), 10),
    )


def _read_old_notices(on: date) -> None:
    """People have read what is older than a few days; nobody gets a year of mail at once."""
    quiet = stage.local(on - timedelta(days=QUIET_DAYS))
    Notice.objects.filter(created_at__lt=quiet).update(read_at=F("created_at"), mailed_at=F("created_at"))
