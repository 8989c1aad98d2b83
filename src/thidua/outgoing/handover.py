"""Papers in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by
from thidua.outgoing import queries

MOST = 200


@listed_by
def papers_in_hand(holder: Actor, on: date) -> list[Item]:
    """Papers that wait for a number or to be sent, for those who prepare them."""
    if not holder.may("outgoing.make_paper"):
        return []
    waiting = queries.papers_to_finish(holder)[:MOST]
    return [Item("Báo cáo gửi đi đang làm", str(one), one.get_state_display()) for one in waiting]
