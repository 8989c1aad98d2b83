"""Units' plans and registrations in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by
from thidua.pledging.queries import work


@listed_by
def plans_in_hand(holder: Actor, on: date) -> list[Item]:
    """Plans of the holder's own units that are not settled, and those that wait for the standing body."""
    found = work.plans_in_work(holder)
    return [Item("Kế hoạch của đơn vị", one.unit.name, one.get_state_display()) for one in found]


@listed_by
def registrations_in_hand(holder: Actor, on: date) -> list[Item]:
    """Registrations of the holder's own units that are not settled, and those that wait to be received."""
    found = work.registrations_in_work(holder)
    return [Item(f"Đăng ký thi đua năm {one.year}", one.unit.name, one.get_state_display()) for one in found]
