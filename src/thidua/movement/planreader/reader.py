"""`read_plan`: the text of a plan → what it says, with the place of every word it rests on."""

from dataclasses import replace

from thidua.movement.planreader import (
    bases,
    bodies,
    closing,
    header,
    openpoints,
    phases,
    substance,
    targets,
    timed,
)
from thidua.movement.planreader.blocks import Block, blocks_of
from thidua.movement.planreader.draft import Paragraph, PlanDraft
from thidua.movement.planreader.outline import Node, outline_of
from thidua.movement.planreader.source import SourceText
from thidua.movement.planreader.zones import Zones, find_zones


def read_plan(source: SourceText | str) -> PlanDraft:
    """Read a plan. Pure: the same text gives the same draft; any text gives a draft, an empty one at worst."""
    raw = source if isinstance(source, str) else source.text
    text, blocks = blocks_of(raw)
    zones = find_zones(blocks)
    nodes = outline_of(zones.body)
    head = zones.header + ([zones.type] if zones.type else []) + zones.title
    place, date = header.read_place_and_date(zones.header or zones.preamble[:6])
    recipients, signer = closing.read_closing(text, zones.closing)
    aims, requirements = substance.read_aims(nodes)
    figures = targets.read_targets(nodes, int(date.value[:4]) if date else None)
    rounds = phases.read_phases(nodes)
    responsible, duties = bodies.read_responsible(nodes)
    reporting, inspecting = timed.read_timed(nodes)
    draft = PlanDraft(
        text=text,
        doc_type=header.read_type(zones),
        issuer=header.read_issuer(text, zones),
        number=header.read_number(zones.header),
        place=place,
        date=date,
        title=header.read_title(text, zones.title),
        plan_title=header.read_title(text, zones.plan_title),
        legal_bases=bases.read_bases(zones.preamble),
        sections=substance.read_sections(nodes),
        quantitative_targets=figures,
        phases=rounds,
        overall_period=phases.read_overall(nodes, rounds),
        responsible=responsible,
        recipients=recipients,
        signer=signer,
        aims=aims,
        requirements=requirements,
        contents=substance.read_contents(nodes),
        sectors=substance.read_sectors(nodes),
        target_groups=substance.read_groups(nodes, figures),
        solutions=substance.read_solutions(nodes),
        duties=duties,
        reporting_duties=reporting,
        inspection_duties=inspecting,
        milestones=phases.read_milestones(nodes),
        paragraphs=_paragraphs(blocks, zones, nodes),
    )
    return replace(draft, open_points=openpoints.open_points(draft, head))


def _paragraphs(blocks: list[Block], zones: Zones, nodes: list[Node]) -> tuple[Paragraph, ...]:
    by_start = {node.block.start: node for node in nodes}
    zone_of: dict[int, str] = {}
    named = {"header": zones.header, "title": zones.title + zones.plan_title, "preamble": zones.preamble}
    for name, members in {**named, "body": zones.body, "closing": zones.closing}.items():
        zone_of.update((block.start, name) for block in members)
    if zones.type:
        zone_of[zones.type.start] = "title"
    return tuple(
        _paragraph(block, by_start.get(block.start), zone_of.get(block.start, "annex")) for block in blocks
    )


def _paragraph(block: Block, node: Node | None, zone: str) -> Paragraph:
    kind, level = "paragraph", 0
    if block.row or (block.cell and zone == "annex"):
        kind = "row"
    elif zone == "title":
        kind, level = "heading", 1
    elif node is not None and node.label is not None:
        heading = node.is_labelled and node.heading is not None
        kind = "heading" if heading else "bullet" if not node.is_labelled else "paragraph"
        level = max(1, node.depth if node.is_labelled else node.depth - 4)
    elif block.label is not None and block.label.kind in ("dash", "plus", "star"):
        kind, level = "bullet", 1
    clause = node.clause if node else ""
    return Paragraph(kind=kind, level=level, zone=zone, clause=clause, start=block.start, end=block.end)
