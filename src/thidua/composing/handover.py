"""Reports in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.composing import queries
from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by

MOST = 200


@listed_by
def reports_in_hand(holder: Actor, on: date) -> list[Item]:
    """Drafts, for those who issue them."""
    if not holder.may("composing.issue_report"):
        return []
    return [
        Item("Báo cáo định kỳ đang soạn", str(one), f"lập ngày {one.composed_at:%d/%m/%Y}")
        for one in queries.drafts(holder)[:MOST]
    ]
