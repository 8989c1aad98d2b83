"""Who may compose, issue and send reports, and what their state allows."""

from thidua.composing.enums import ReportState
from thidua.composing.models import Part, PeriodReport
from thidua.core.permissions import Actor, Scope, allow, rule

NO_DRAFT = "Báo cáo này đã ban hành hoặc đã bỏ, không sửa được nữa."


@rule(otherwise=NO_DRAFT)
def is_draft(who: Actor, report: PeriodReport) -> bool:
    return report.is_draft


@rule(otherwise=NO_DRAFT)
def is_of_a_draft(who: Actor, part: Part) -> bool:
    return part.report.is_draft


@rule(otherwise="Chỉ làm được với báo cáo đang có hiệu lực.")
def is_in_force(who: Actor, report: PeriodReport) -> bool:
    return report.state == ReportState.ISSUED


@rule(otherwise="Chỉ lập bản thay thế cho báo cáo đã ban hành.")
def was_issued(who: Actor, report: PeriodReport) -> bool:
    return report.is_frozen


allow("composing.link_contents", scope=Scope.COMMUNE)
allow("composing.view_report", scope=Scope.COMMUNE)
allow("composing.view_draft", scope=Scope.COMMUNE)
allow("composing.draft_report", scope=Scope.COMMUNE)
allow("composing.refresh_report", is_draft, scope=Scope.COMMUNE)
allow("composing.write_part", is_of_a_draft, scope=Scope.COMMUNE)
allow("composing.carry_part", is_of_a_draft, scope=Scope.COMMUNE)
allow("composing.reset_part", is_of_a_draft, scope=Scope.COMMUNE)
allow("composing.keep_part", is_of_a_draft, scope=Scope.COMMUNE)
allow("composing.choose_charts", is_draft, scope=Scope.COMMUNE)
allow("composing.discard_report", is_draft, scope=Scope.COMMUNE)
allow("composing.issue_report", is_draft, scope=Scope.COMMUNE)
allow("composing.send_report", is_in_force, scope=Scope.COMMUNE)
allow("composing.recall_report", is_in_force, scope=Scope.COMMUNE)
allow("composing.replace_report", was_issued, scope=Scope.COMMUNE)
