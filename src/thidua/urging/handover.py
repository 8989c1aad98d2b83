"""Letters in somebody's hands: lines of the list that is signed at a handover."""

from datetime import date

from thidua.core.permissions import Actor
from thidua.org.handing import Item, listed_by
from thidua.urging import queries

MOST = 200


@listed_by
def letters_in_hand(holder: Actor, on: date) -> list[Item]:
    """Drafts that wait for their number, for those who enter it."""
    if not holder.may("urging.issue_letter"):
        return []
    return [
        Item("Văn bản đôn đốc chờ phát hành", str(one), f"soạn ngày {one.drafted_at:%d/%m/%Y}")
        for one in queries.drafts(holder)[:MOST]
    ]
