"""Deeds on movements: bringing a plan in, deciding on what was read, approval and launch, who reports what."""

from thidua.movement.actions.adopting import approve_amendment, return_amendment
from thidua.movement.actions.amending import (
    abandon_amendment,
    change_amendment,
    open_amendment,
    recall_amendment,
    submit_amendment,
)
from thidua.movement.actions.approval import approve_plan, recall_plan, return_plan, submit_plan
from thidua.movement.actions.closing import (
    close_movement,
    decline_closing,
    propose_closing,
    reopen_movement,
)
from thidua.movement.actions.covering import cover_criterion, cover_item
from thidua.movement.actions.intake import change_movement, create_from_plan, create_movement, read_plan
from thidua.movement.actions.items import (
    add_item,
    change_item,
    confirm_item,
    confirm_items,
    drop_item,
    restore_item,
    settle_open_point,
)
from thidua.movement.actions.launch import (
    assign_indicator,
    end_assignment,
    launch_movement,
)

__all__ = [
    "abandon_amendment",
    "add_item",
    "approve_amendment",
    "approve_plan",
    "assign_indicator",
    "change_amendment",
    "change_item",
    "change_movement",
    "close_movement",
    "confirm_item",
    "confirm_items",
    "cover_criterion",
    "cover_item",
    "create_from_plan",
    "create_movement",
    "decline_closing",
    "drop_item",
    "end_assignment",
    "launch_movement",
    "open_amendment",
    "propose_closing",
    "read_plan",
    "recall_amendment",
    "recall_plan",
    "reopen_movement",
    "restore_item",
    "return_amendment",
    "return_plan",
    "settle_open_point",
    "submit_amendment",
    "submit_plan",
]
