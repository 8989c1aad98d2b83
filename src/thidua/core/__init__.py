"""The grammar of the house: permissions, actions, pages, audit, Vietnamese text. Knows no business."""
