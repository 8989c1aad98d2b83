"""What somebody has seen of a thing of this app before deciding about it (core/sight.py)."""

from thidua.core import formatting
from thidua.core.sight import Look, Rows, mark_of
from thidua.pledging.models import Bloc, BlocMembership, OneTimeLink, Pact, Promise, Registration, UnitPlan
from thidua.pledging.queries import plans, registrations, words


def _bloc_rows(bloc: Bloc) -> Rows:
    leaders = bloc.leaders.filter(replaced_at__isnull=True).select_related("unit")
    led = tuple((f"Trưởng năm {one.year}", one.unit.name) for one in leaders)
    return (("Tên", bloc.name), ("Quy chế", bloc.rules or "chưa ghi"), *led)


def _membership_rows(membership: BlocMembership) -> Rows:
    return (
        ("Đơn vị", membership.unit.name),
        ("Từ ngày", formatting.day(membership.valid_from)),
        ("Đến ngày", formatting.day(membership.valid_to) if membership.valid_to else "chưa định"),
    )


def _plan_rows(plan: UnitPlan) -> Rows:
    """The whole plan in words: whoever accepts it has read every line."""
    head = [("Tình trạng", plan.get_state_display()), ("Lần gửi", str(plan.version))]
    lines = [
        (f"{place}. {one.title[:80]}", words.words_of(one, chooses=plan.chooses))
        for place, one in enumerate(plans.promises_of(plan), start=1)
    ]
    return (*head, *words.general_words(plan), *lines)


def _promise_rows(promise: Promise) -> Rows:
    return (
        ("Nhiệm vụ", promise.text),
        ("Nội dung", words.words_of(promise)),
        ("Kế hoạch", promise.plan.get_state_display()),
    )


def _link_rows(link: OneTimeLink) -> Rows:
    return (
        ("Phiếu", link.get_form_display()),
        ("Dùng được đến", formatting.moment(link.expires_at)),
        ("Đã dùng", formatting.moment(link.used_at) if link.used_at else "chưa"),
        ("Đã thu hồi", formatting.moment(link.revoked_at) if link.revoked_at else "chưa"),
    )


def _registration_rows(registration: Registration) -> Rows:
    kept = registrations.registration_facts(registration)
    return (
        ("Tình trạng", registration.get_state_display()),
        ("Lần ký", str(registration.version)),
        ("Danh hiệu của tập thể", "; ".join(kept["titles"]) or "không"),
        ("Danh hiệu của người đứng đầu", "; ".join(kept["head_titles"]) or "không"),
        ("Chỉ tiêu phấn đấu", "; ".join(kept["targets"]) or "không"),
        ("Người đứng đầu", f"{registration.head} {registration.position}".strip() or "chưa ghi"),
    )


def _pact_rows(pact: Pact) -> Rows:
    signed = registrations.standing_signatures(pact).select_related("unit").order_by("pk")
    names = tuple(("Đã ký", f"{one.unit.name}: {one.signatory}") for one in signed)
    return (("Lời giao ước", pact.text), *names)


BLOC: Look[Bloc] = Look(mark=lambda bloc: mark_of(_bloc_rows(bloc)), rows=_bloc_rows)
MEMBERSHIP: Look[BlocMembership] = Look(
    mark=lambda one: mark_of(_membership_rows(one)), rows=_membership_rows
)
PLAN: Look[UnitPlan] = Look(
    mark=lambda plan: mark_of(_plan_rows(plan), plan.against_id, plan.remark), rows=_plan_rows
)
PROMISE: Look[Promise] = Look(mark=lambda one: mark_of(_promise_rows(one), one.verdict), rows=_promise_rows)
LINK: Look[OneTimeLink] = Look(mark=lambda link: mark_of(link.pk, _link_rows(link)), rows=_link_rows)
REGISTRATION: Look[Registration] = Look(
    mark=lambda one: mark_of(_registration_rows(one), one.answer), rows=_registration_rows
)
# Who else signed meanwhile changes nothing for one's own signature: only the words count.
PACT: Look[Pact] = Look(mark=lambda pact: mark_of(pact.pk, pact.text), rows=_pact_rows)
