"""Deeds on movements: bringing a plan in, deciding on what was read, approval and launch, who reports what."""

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
    "add_item",
    "approve_plan",
    "assign_indicator",
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
    "propose_closing",
    "read_plan",
    "recall_plan",
    "reopen_movement",
    "restore_item",
    "return_plan",
    "settle_open_point",
    "submit_plan",
]
