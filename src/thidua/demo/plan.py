"""The real plan on its way: read by the reader, confirmed, settled, approved, launched; who reports what."""

from datetime import date, timedelta
from importlib import resources

from thidua.core.permissions import Actor
from thidua.demo.stage import Stage, local
from thidua.documents import actions as document_actions
from thidua.documents import examining
from thidua.documents.enums import FilePurpose
from thidua.indicator.models import Indicator
from thidua.movement import actions as movement_actions
from thidua.movement import planreader
from thidua.movement.enums import Choice, Decision, ItemKind
from thidua.movement.models import Movement, Plan
from thidua.org.models import Unit

NAME = "ke-hoach-phuong-nam-dong.md"
SIGNED_ON = date(2025, 8, 25)

# Target lines that the ward adds to its plan for "Bình dân học vụ số": KH 01-KH/BCĐTW of 21/03/2025; BD4 by local example.
ADDED_LINES = (
    ("BD1", 2025, 80, "cán bộ, công chức, viên chức có kiến thức, kỹ năng số"),
    ("BD1", 2026, 100, "cán bộ, công chức, viên chức có kiến thức, kỹ năng số"),
    ("BD2", 2025, 100, "học sinh được trang bị kỹ năng số"),
    ("BD2", 2026, 100, "học sinh được trang bị kỹ năng số"),
    ("BD3", 2025, 80, "người trưởng thành có kỹ năng số"),
    ("BD3", 2026, 100, "người trưởng thành có kỹ năng số"),
    ("BD4", 2025, 50, "người trưởng thành được xác nhận phổ cập kỹ năng số trên VNeID"),
    ("BD4", 2026, 60, "người trưởng thành được xác nhận phổ cập kỹ năng số trên VNeID"),
    ("BD5", 2025, 80, "người lao động trong doanh nghiệp có kỹ năng số"),
    ("BD5", 2026, 100, "người lao động trong doanh nghiệp có kỹ năng số"),
)
# Who really holds the figure in this ward; the library's default would ask every unit of the kind.
HOLDERS = {
    "CT1": ("PVHCC",),
    "CT2": ("PVHCC",),
    "CT3a": ("PVHCC",),
    "CT3b": ("PVHCC",),
    "CT5": ("PVHCC",),
    "CT7": ("VP", "VHXH", "KTHT", "VPDU"),
    "CT10": ("VHXH",),
    "BD4": ("CAP",),
}
LEFT_OPEN = "Chờ hướng dẫn của thành phố; phường thực hiện theo chỉ đạo khi có."
COVERED = {
    "VHXH": "Báo cáo năm của đơn vị kèm số văn bản đã ban hành hoặc đã tham mưu.",
    "VP": "Thống kê từ hệ thống quản lý văn bản và điều hành, có xác nhận của Văn phòng.",
    "MTTQ": "Biên bản, ảnh buổi tuyên truyền và danh sách người dự theo nhóm.",
}
NOT_COVERED = "Chưa có cách đo thống nhất; Phòng Văn hóa - Xã hội đề xuất cách đo trước sơ kết năm 2027."


def bring_in(stage: Stage) -> Movement:
    """Read the seed, decide on everything in it, approve and launch it in the last days of August 2025."""
    officer, leader = stage.actors["thuongtruc"], stage.actors["phochutich"]
    content = (resources.files("thidua.demo") / "data" / NAME).read_bytes()
    at = local(SIGNED_ON, 8, 30)
    examined = examining.examine(content, name=NAME, purpose=FilePurpose.PLAN)
    file = document_actions.store_file(stage.commune, file=examined, by=officer, at=at)
    draft = planreader.read_plan(planreader.read_file(content, NAME))
    movement = movement_actions.create_from_plan(stage.commune, draft=draft, file=file, by=officer, at=at)
    plan = movement.plans.get()
    _decide(plan, officer)
    _add_lines(plan, officer)
    movement_actions.submit_plan(movement, by=officer, at=local(SIGNED_ON, 15))
    movement_actions.approve_plan(movement, by=leader, at=local(SIGNED_ON + timedelta(days=1), 9))
    movement_actions.launch_movement(movement, by=leader, at=local(SIGNED_ON + timedelta(days=3), 8))
    _assign(movement, stage, officer)
    _cover(movement, stage, officer)
    return movement


def _decide(plan: Plan, officer: Actor) -> None:
    at = local(SIGNED_ON, 10)
    for item in plan.items.filter(kind=ItemKind.OPEN_POINT):
        both = Choice.BOTH in item.facts["choices"]
        movement_actions.settle_open_point(
            item,
            choice=Choice.BOTH if both else Choice.OPEN,
            reason="" if both else LEFT_OPEN,
            by=officer,
            at=at,
        )
    waiting = plan.items.filter(decision=Decision.PENDING).values_list("pk", flat=True)
    movement_actions.confirm_items(plan, items=list(waiting), by=officer, at=at)


def _add_lines(plan: Plan, officer: Actor) -> None:
    for code, year, value, words in ADDED_LINES:
        movement_actions.add_item(
            plan,
            kind=ItemKind.TARGET_LINE,
            text=f"{value}% {words} năm {year} (theo Kế hoạch số 01-KH/BCĐTW)",
            facts_given={
                "comparator": "==" if value == 100 else ">=",
                "value": value,
                "unit": "%",
                "indicator": code,
                "year": year,
            },
            by=officer,
            at=local(SIGNED_ON, 11),
        )


def _assign(movement: Movement, stage: Stage, officer: Actor) -> None:
    at = local(SIGNED_ON + timedelta(days=3), 14)
    for code, holders in HOLDERS.items():
        wanted: list[Unit] = [stage.units[holder] for holder in holders]
        for assignment in movement.assignments.current().filter(indicator__code=code):
            if assignment.unit not in wanted:
                movement_actions.end_assignment(
                    assignment, reason="Số liệu do đơn vị khác quản lý.", by=officer, at=at
                )
        asked = set(
            movement.assignments.current().filter(indicator__code=code).values_list("unit_id", flat=True)
        )
        missing = [unit for unit in wanted if unit.pk not in asked]
        if missing:
            indicator = Indicator.objects.get(code=code, commune__isnull=True)
            movement_actions.assign_indicator(movement, indicator=indicator, units=missing, by=officer, at=at)


def _cover(movement: Movement, stage: Stage, officer: Actor) -> None:
    """An owner and a rule for most criteria without figures; two stay open, with the reason."""
    at = local(SIGNED_ON + timedelta(days=7), 9)
    owners = list(COVERED)
    criteria = movement.criteria.filter(target_lines__isnull=True)
    for place, criterion in enumerate(criteria):
        is_covered = place % 5 != 4
        owner = owners[place % len(owners)]
        movement_actions.cover_criterion(
            criterion,
            owner=stage.units[owner] if is_covered else None,
            evidence_rule=COVERED[owner] if is_covered else "",
            uncovered_reason="" if is_covered else NOT_COVERED,
            by=officer,
            at=at,
        )
