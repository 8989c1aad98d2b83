"""Which indicators tell about which content of a plan: as an officer said it, else by their words."""

import re
from collections.abc import Mapping
from itertools import pairwise

from thidua.core import text
from thidua.movement.models import Movement
from thidua.movement.queries.hub import Hub

SHARED_PAIRS = 2
Links = dict[str, list[str]]


def links_of(movement: Movement, hub: Hub) -> Links:
    """Content's item id → codes, by the last that was said of these contents. One query."""
    for said in movement.content_links.order_by("-number").values_list("links", flat=True):
        if (found := _carried_over(hub, said)) is not None:
            return found
    return suggested_links(hub)


def _carried_over(hub: Hub, links: Mapping[str, list[str]]) -> Links | None:
    """For the contents of the plan as it is: an amendment gives each a new id. None where none of them is known."""
    known = {
        str(tree.item.pk): links.get(str(tree.item.pk), links.get(str(tree.item.before_id)))
        for tree in hub.contents
    }
    if all(codes is None for codes in known.values()):
        return None
    return {key: list(codes or []) for key, codes in known.items()}


def suggested_links(hub: Hub) -> Links:
    """Each indicator under the content whose words it shares most (two neighbouring words at a time); a person decides."""
    words = {str(tree.item.pk): _pairs(f"{tree.item.text} {tree.item.quote}") for tree in hub.contents}
    links: Links = {key: [] for key in words}
    for target in hub.targets:
        if target.indicator is None or any(target.indicator.code in codes for codes in links.values()):
            continue
        own = _pairs(f"{target.item.text} {target.indicator.name}")
        shared = {key: len(own & pairs) for key, pairs in words.items()}
        best = max(shared, key=lambda key: shared[key], default="")
        if best and shared[best] >= SHARED_PAIRS:
            links[best].append(target.indicator.code)
    return links


def codes_in(hub: Hub) -> dict[str, str]:
    """Code → name of the indicators that the plan asks for."""
    return {target.indicator.code: target.indicator.name for target in hub.targets if target.indicator}


def _pairs(said: str) -> set[tuple[str, str]]:
    words = re.findall(r"\w+", text.fold(said))
    return set(pairwise(words))
