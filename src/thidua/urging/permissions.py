"""Who may urge by paper, and what the state of a letter allows."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.urging.enums import LetterState
from thidua.urging.models import UrgingLetter


@rule(otherwise="Văn bản này đã phát hành hoặc đã bỏ, không sửa được nữa.")
def is_draft(who: Actor, letter: UrgingLetter) -> bool:
    return letter.state == LetterState.DRAFT


@rule(otherwise="Văn bản này đã bỏ.")
def still_counts(who: Actor, letter: UrgingLetter) -> bool:
    return letter.state != LetterState.WITHDRAWN


allow("urging.view_letter", scope=Scope.COMMUNE)  # which ones is for the query: one's own unit's
allow("urging.view_owing")
allow("urging.draft_letter")
allow("urging.change_letter", is_draft)
allow("urging.relist_letter", is_draft)
allow("urging.issue_letter", is_draft)
allow("urging.withdraw_letter", still_counts)
