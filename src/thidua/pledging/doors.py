"""From a movement's page to the plans of the units and to what they registered."""

from django.urls import reverse

from thidua.core.permissions import Actor
from thidua.movement.doors import Door, opened_by
from thidua.movement.models import Movement


@opened_by
def doors_to_plans(who: Actor, movement: Movement) -> list[Door]:
    """The board for those who follow everybody's plans, one's own plan for the others. Asks the database for nothing."""
    if not who.may("pledging.view_unit_plan"):
        return []
    if who.may("pledging.follow_plans"):
        board = reverse("pledging:unit_plan_board", args=[movement.pk])
        return [Door("Kế hoạch của các đơn vị", board, "ai đã gửi, ai chờ xem xét, ai còn thiếu")]
    own = reverse("pledging:unit_plan_list")
    return [Door("Kế hoạch của đơn vị mình", own, "nội dung thực hiện, chỉ tiêu, nhiệm vụ")]
