"""Who may type, hand in, return, verify, lock, publish; and what state allows it.

draft → awaiting_head → submitted ⇄ returned → (with_leader →) verified → locked        (docs/domain/states.md)
"""

from thidua.core import formatting
from thidua.core.permissions import Actor, Rule, Scope, allow, rule
from thidua.movement.models import Movement
from thidua.reporting.enums import ReportState, RevisionKind
from thidua.reporting.models import Figure, FigureRevision, Period, Report, WorkbookDraft

ON_THE_UNITS_DESK = {ReportState.DRAFT, ReportState.RETURNED}


@rule(otherwise="Phong trào chưa phát động nên chưa mở được kỳ báo cáo.")
def is_launched(who: Actor, movement: Movement) -> bool:
    return movement.launched_at is not None


@rule(otherwise="Kỳ báo cáo đã khóa.")
def is_period_open(who: Actor, thing: Period | Report | Figure | WorkbookDraft) -> bool:
    if isinstance(thing, Period):
        return not thing.is_locked
    return _report(thing).is_open


@rule(otherwise="Kỳ báo cáo chưa khóa.")
def is_period_locked(who: Actor, thing: Period | Report | Figure) -> bool:
    return _period(thing).is_locked


@rule(otherwise="Báo cáo đã gửi, không sửa được nữa. Muốn sửa, xin thu hồi hoặc đề nghị trả lại.")
def is_on_the_units_desk(who: Actor, thing: Report | Figure | WorkbookDraft) -> bool:
    return _report(thing).state in ON_THE_UNITS_DESK


@rule(otherwise="Chỉ sửa được số liệu đã bị trả lại; các số khác đã được nhận.")
def is_asked_for(who: Actor, figure: Figure) -> bool:
    return figure.report.received_at is None or figure.return_reason != ""


@rule(otherwise="Báo cáo không chờ thủ trưởng duyệt.")
def is_awaiting_head(who: Actor, report: Report) -> bool:
    return report.state == ReportState.AWAITING_HEAD


@rule(otherwise="Báo cáo chưa gửi nên không có gì để thu hồi.")
def is_sent(who: Actor, report: Report) -> bool:
    return report.state not in ON_THE_UNITS_DESK


@rule(otherwise="Chỉ thu hồi được báo cáo đã gửi mà chưa ai kiểm tra.")
def is_recallable(who: Actor, report: Report) -> bool:
    """From the head's desk always; from the commune's only while no figure was returned or given another value there."""
    if report.state != ReportState.SUBMITTED:
        return report.state == ReportState.AWAITING_HEAD
    touched = [RevisionKind.RETURNED, RevisionKind.CHECKED]
    return not FigureRevision.objects.filter(figure__report=report, kind__in=touched).exists()


@rule(otherwise="Báo cáo không ở bước kiểm tra.")
def is_submitted(who: Actor, report: Report) -> bool:
    return report.state == ReportState.SUBMITTED


@rule(otherwise="Báo cáo không ở bước kiểm tra.")
def is_checkable(who: Actor, report: Report) -> bool:
    """Also one that was found in order, until the lock: a checker may have overlooked something."""
    return report.state in {ReportState.SUBMITTED, ReportState.VERIFIED}


@rule(otherwise="Báo cáo không ở bước kiểm tra.")
def is_being_checked(who: Actor, figure: Figure) -> bool:
    """Several figures of one report may be returned one after the other."""
    report = figure.report
    return report.state == ReportState.SUBMITTED or (
        report.state == ReportState.RETURNED and report.received_at is not None
    )


@rule(otherwise="Báo cáo không chờ lãnh đạo duyệt.")
def is_with_leader(who: Actor, report: Report) -> bool:
    return report.state == ReportState.WITH_LEADER


@rule(otherwise="Báo cáo này đã đạt, không cần gửi nữa.")
def is_not_accepted(who: Actor, report: Report) -> bool:
    return report.state not in {ReportState.VERIFIED, ReportState.LOCKED}


def _report(thing: Report | Figure | WorkbookDraft) -> Report:
    return thing if isinstance(thing, Report) else thing.report


def _period(thing: Period | Report | Figure) -> Period:
    return thing if isinstance(thing, Period) else _report(thing).period


def _why_after_the_end(who: Actor, thing: Period | Report | Figure | WorkbookDraft) -> str | None:
    period = thing if isinstance(thing, Period) else _report(thing).period
    if not period.is_after_the_end:
        return None
    ended = formatting.day(period.movement.ends_on)
    return f"Phong trào đã kết thúc hết ngày {ended}; kỳ này bắt đầu sau ngày đó nên không nhận số liệu nữa."


is_within_movement = Rule(_why_after_the_end)
can_be_typed = is_period_open & is_within_movement & is_on_the_units_desk

allow("reporting.view_period", scope=Scope.COMMUNE)
allow("reporting.view_report")
allow("reporting.view_figure", scope=Scope.COMMUNE)
allow("reporting.view_board", scope=Scope.COMMUNE)
allow("reporting.open_period", is_launched)
allow("reporting.open_past_periods", is_launched)
allow("reporting.change_period_dates", is_period_open)
allow("reporting.save_figure", can_be_typed & is_asked_for)
allow("reporting.import_figures", can_be_typed)
allow("reporting.upload_workbook", can_be_typed)
allow("reporting.correct_workbook", can_be_typed)
allow("reporting.apply_workbook", can_be_typed)
allow("reporting.link_evidence", can_be_typed & is_asked_for)
allow("reporting.attach_evidence", can_be_typed & is_asked_for)
allow("reporting.detach_evidence", can_be_typed & is_asked_for)
allow("reporting.submit_report", can_be_typed)
allow("reporting.recall_report", is_period_open & is_sent & is_recallable)
allow("reporting.approve_report", is_period_open & is_within_movement & is_awaiting_head)
allow("reporting.hand_back_report", is_period_open & is_awaiting_head)
allow("reporting.return_figure", is_period_open & is_being_checked)
allow("reporting.check_figure", is_period_open & is_being_checked)
allow("reporting.check_report", is_period_open & is_checkable)
allow("reporting.verify_report", is_period_open & is_submitted)
allow("reporting.set_approval", scope=Scope.COMMUNE)
allow("reporting.endorse_report", is_period_open & is_with_leader)
allow("reporting.send_back_report", is_period_open & is_with_leader)
allow("reporting.withdraw_report", is_period_open & is_with_leader)
allow("reporting.extend_report", is_period_locked & is_within_movement & is_not_accepted)
allow("reporting.close_extension")
allow("reporting.lock_period", is_period_open)
allow("reporting.revise_figure", is_period_locked)
allow("reporting.publish_period", is_period_locked)
allow("reporting.adopt_binding")
allow("reporting.change_binding")
allow("reporting.end_binding")
allow("reporting.take_count", can_be_typed & is_asked_for)
allow("reporting.revise_by_count", is_period_locked)
allow("reporting.remind_units", is_period_open & is_within_movement)
allow("reporting.tell_late_units", is_period_open & is_within_movement)
allow("reporting.set_threshold", scope=Scope.COMMUNE)
allow("reporting.set_baseline", scope=Scope.COMMUNE)
allow("reporting.set_year_step", scope=Scope.COMMUNE)
allow("reporting.ask_breakdown", scope=Scope.COMMUNE)
allow("reporting.end_breakdown", scope=Scope.COMMUNE)
allow("reporting.save_parts", can_be_typed & is_asked_for)
allow("reporting.set_levels", scope=Scope.COMMUNE)
allow("reporting.choose_level")
