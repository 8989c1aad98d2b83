"""Who may read notices, send the clock's, and see the demonstration's mail."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.notifications.models import Notice


@rule(otherwise="Thông báo này gửi cho người khác.")
def is_own(who: Actor, notice: Notice) -> bool:
    return notice.user_id == who.user_id


allow("notifications.send_notice", scope=Scope.COMMUNE)
allow("notifications.read_notice", is_own, scope=Scope.COMMUNE)
allow("notifications.read_all_notices", scope=Scope.COMMUNE)
allow("notifications.view_sent_mail", scope=Scope.COMMUNE)
