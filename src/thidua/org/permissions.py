"""Who may see and change units, people and roles."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.org.models import Membership, Unit


@rule(otherwise="Đơn vị này đã kết thúc hoạt động.")
def is_open_ended(who: Actor, unit: Unit) -> bool:
    return unit.valid_to is None


@rule(otherwise="Không thể kết thúc chính phường/xã.")
def is_not_the_commune(who: Actor, unit: Unit) -> bool:
    return unit.parent_id is not None


@rule(otherwise="Vai trò này đã kết thúc.")
def is_running(who: Actor, membership: Membership) -> bool:
    return membership.valid_to is None


allow("org.view_units", scope=Scope.COMMUNE)
allow("org.view_people", scope=Scope.COMMUNE)
allow("org.change_commune", scope=Scope.COMMUNE)
allow("org.create_unit", is_open_ended)
allow("org.change_unit")
allow("org.close_unit", is_not_the_commune & is_open_ended)
allow("org.import_units", scope=Scope.COMMUNE)
allow("org.create_person", scope=Scope.COMMUNE)
allow("org.change_person", scope=Scope.COMMUNE)
allow("org.disable_person", scope=Scope.COMMUNE)
allow("org.enable_person", scope=Scope.COMMUNE)
allow("org.grant_membership", is_open_ended)
allow("org.end_membership", is_running)
allow("org.issue_reset_link", scope=Scope.COMMUNE)
allow("org.import_people", scope=Scope.COMMUNE)
