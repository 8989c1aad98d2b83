"""Who may prepare papers, number and send them, and what their state allows."""

from thidua.core.permissions import Actor, Scope, allow, rule
from thidua.outgoing.enums import PaperState
from thidua.outgoing.models import FormTemplate, FormVersion, OutgoingPaper


@rule(otherwise="Mẫu này đã ngừng dùng.")
def is_in_use(who: Actor, form: FormTemplate) -> bool:
    return form.is_in_use


@rule(otherwise="Mẫu này đã ngừng dùng.")
def is_of_a_form_in_use(who: Actor, version: FormVersion) -> bool:
    return version.form.is_in_use


@rule(otherwise="Văn bản này đã có số hoặc đã bỏ.")
def has_no_number(who: Actor, paper: OutgoingPaper) -> bool:
    return paper.state == PaperState.PREPARED


@rule(otherwise="Chỉ ghi gửi văn bản đã có số và chưa ghi gửi.")
def waits_to_be_sent(who: Actor, paper: OutgoingPaper) -> bool:
    return paper.state == PaperState.ISSUED


@rule(otherwise="Văn bản này chưa gửi đi.")
def was_sent(who: Actor, paper: OutgoingPaper) -> bool:
    return paper.is_sent


@rule(otherwise="Văn bản này đã có bản PDF.")
def has_no_pdf(who: Actor, paper: OutgoingPaper) -> bool:
    return paper.pdf_id is None


@rule(otherwise="Văn bản này đã bỏ.")
def is_not_discarded(who: Actor, paper: OutgoingPaper) -> bool:
    return paper.state != PaperState.DISCARDED


allow("outgoing.view_paper", scope=Scope.COMMUNE)
allow("outgoing.add_receiver", scope=Scope.COMMUNE)
allow("outgoing.change_receiver", scope=Scope.COMMUNE)
allow("outgoing.add_form", scope=Scope.COMMUNE)
allow("outgoing.adopt_form", scope=Scope.COMMUNE)
allow("outgoing.change_form", scope=Scope.COMMUNE)
allow("outgoing.add_version", is_in_use, scope=Scope.COMMUNE)
allow("outgoing.make_paper", is_of_a_form_in_use, scope=Scope.COMMUNE)
allow("outgoing.discard_paper", has_no_number, scope=Scope.COMMUNE)
allow("outgoing.number_paper", has_no_number, scope=Scope.COMMUNE)
allow("outgoing.send_paper", waits_to_be_sent, scope=Scope.COMMUNE)
allow("outgoing.ask_pdf", is_not_discarded & has_no_pdf, scope=Scope.COMMUNE)
allow("outgoing.keep_pdf", has_no_pdf, scope=Scope.COMMUNE)
allow("outgoing.note_no_pdf", has_no_pdf, scope=Scope.COMMUNE)
allow("outgoing.review_changes", was_sent, scope=Scope.COMMUNE)
