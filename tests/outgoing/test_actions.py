"""Deeds with forms and papers, each with its refusals; what is printed, numbered or sent never changes afterwards."""

from datetime import date
from typing import Any

import pytest

from tests.clock import local
from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.outgoing import samples
from tests.web import stage
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.documents import queries as document_queries
from thidua.outgoing import actions, errors, forms_apart, preparing, queries, suggested
from thidua.outgoing.enums import PaperState
from thidua.outgoing.models import FormTemplate, FormVersion, OutgoingPaper, Receiver
from thidua.outgoing.queries.subjects import of_period, of_year
from thidua.reporting.enums import ReportState

pytestmark = pytest.mark.django_db
AT = local(2026, 10, 12)
CONTENT = samples.word("{{ ky.ten }} {{ phuong.ten }}", "{% for x in don_vi %}{{ x.ten }}{% endfor %}")


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=1)


@pytest.fixture
def officer(here: make.Ward) -> Any:
    return here.actor("standing_body")


def add_form(here: make.Ward, **more: Any) -> FormTemplate:
    officer = here.actor("standing_body")
    receiver = Receiver.objects.filter(commune=here.commune).first() or actions.add_receiver(
        officer, name="Sở Nội vụ", way="mail", by=officer, at=AT
    )
    told = {
        "title": "Báo cáo",
        "subject": "period",
        "blank": "",
        "content": CONTENT,
        "file_name": "mau.docx",
    } | more
    looked = preparing.checked(told["content"], commune=here.commune, subject=told["subject"])
    return actions.add_form(receiver, looked=looked, by=officer, at=AT, **told)


def make_paper(here: make.Ward, form: FormTemplate | None = None, **more: Any) -> OutgoingPaper:
    version = queries.newest_version(form or add_form(here))
    return preparing.make(version, of_period(here.period), by=here.actor("standing_body"), at=AT, **more)


def sent(here: make.Ward, officer: Any) -> OutgoingPaper:
    paper = make_paper(here)
    actions.number_paper(paper, number="17/BC-UBND", on=AT.date(), by=officer, at=AT)
    actions.send_paper(paper, way="exchange", to="Sở Nội vụ", on=AT.date(), by=officer, at=AT)
    return paper


def test_add_receiver_once_by_any_spelling(here: make.Ward, officer: Any) -> None:
    actions.add_receiver(officer, name="Sở Nội vụ", way="mail", by=officer, at=AT)
    for name, refused in (
        ("SỞ  NỘI VỤ", errors.NameTaken),
        ("so noi vu", errors.NameTaken),
        ("  ", errors.NameMissing),
    ):
        with pytest.raises(refused):
            actions.add_receiver(officer, name=name, way="mail", by=officer, at=AT)


def test_change_receiver(here: make.Ward, officer: Any) -> None:
    receiver = make_outgoing.ReceiverFactory(commune=here.commune, name="A")
    other = make_outgoing.ReceiverFactory(commune=here.commune, name="B")
    actions.change_receiver(receiver, name="C", way="paper", note="x", by=officer, at=AT)
    assert (receiver.name, receiver.folded, receiver.way) == ("C", "c", "paper")
    with pytest.raises(errors.NameTaken):
        actions.change_receiver(other, name="c", way="paper", note="", by=officer, at=AT)


def test_add_form_keeps_file_names_and_words_for_missing(here: make.Ward) -> None:
    form = add_form(here)
    version = form.versions.get()
    assert (form.suffix, form.blank, version.number, version.names) == (
        ".docx",
        "chưa có số liệu",
        1,
        ["ky.ten", "phuong.ten", "don_vi", "don_vi[].ten"],
    )
    assert document_queries.read_bytes(version.file) == CONTENT
    with pytest.raises(errors.NameTaken):
        add_form(here)
    with pytest.raises(errors.NameMissing):
        add_form(here, title=" ")


def test_a_form_with_wrong_names_is_told_with_every_place(here: make.Ward) -> None:
    bad = samples.word("{{ ky.tenn }}", "{{ ''.__class__ }}", "{{ don_vi }}")
    with pytest.raises(errors.FormFaulty) as faulty:
        preparing.checked(bad, commune=here.commune, subject="period")
    assert sorted(place.partition(",")[0] for place, _ in faulty.value.faults) == [
        "Đoạn 1",
        "Đoạn 2",
        "Đoạn 3",
    ]


def test_figures_of_units_are_for_forms_of_one_period(here: make.Ward) -> None:
    code = here.indicators[0].code
    content = samples.word(f"{{% for x in don_vi %}}{{{{ x.{code}.tu_so }}}}{{% endfor %}}")
    assert preparing.checked(content, commune=here.commune, subject="period").suffix == ".docx"
    with pytest.raises(errors.FormFaulty):
        preparing.checked(content, commune=here.commune, subject="year")


def test_add_version_leaves_older_papers_alone(here: make.Ward, officer: Any) -> None:
    form = add_form(here)
    paper = make_paper(here, form)
    content = samples.word("bản hai {{ ky.ten }}")
    looked = forms_apart.look_at(content)
    version = actions.add_version(form, content=content, looked=looked, file_name="b.docx", by=officer, at=AT)
    assert (version.number, queries.newest_version(form).pk) == (2, version.pk)
    paper.refresh_from_db()
    assert (paper.version.number, samples.texts(document_queries.read_bytes(paper.file))[0]) == (
        1,
        f"{here.period.label} {here.commune.name}",
    )
    with pytest.raises(errors.FormUnchanged):
        actions.add_version(form, content=content, looked=looked, file_name="b.docx", by=officer, at=AT)
    sheet = samples.sheet({"A1": "{{ ky.ten }}"})
    with pytest.raises(errors.KindChanged):
        actions.add_version(
            form, content=sheet, looked=forms_apart.look_at(sheet), file_name="b.xlsx", by=officer, at=AT
        )


def test_change_form_and_retire_it(here: make.Ward, officer: Any) -> None:
    form = add_form(here)
    version = form.versions.get()
    actions.change_form(form, title="Tên mới", blank="—", is_in_use=False, by=officer, at=AT)
    version = FormVersion.objects.select_related("form__receiver__commune", "file").get(pk=version.pk)
    with pytest.raises(Refused, match="ngừng dùng"):
        preparing.make(version, of_period(here.period), by=officer, at=AT)
    with pytest.raises(Refused, match="ngừng dùng"):
        actions.add_version(
            form, content=CONTENT, looked=forms_apart.look_at(CONTENT), file_name="x", by=officer, at=AT
        )


def test_adopt_form_once_with_its_receiver(here: make.Ward, officer: Any) -> None:
    name = "bieu-thang-bd"
    form = actions.adopt_form(officer, name=name, by=officer, at=AT)
    version = form.versions.get()
    assert (form.receiver.name, form.suggestion, version.is_suggested) == (
        suggested.load()[name].receiver,
        name,
        True,
    )
    assert tuple(version.names) == suggested.load()[name].names
    with pytest.raises(errors.AdoptedAlready):
        actions.adopt_form(officer, name=name, by=officer, at=AT)


def test_make_paper_keeps_file_and_values(here: make.Ward) -> None:
    paper = make_paper(here)
    assert paper.values == {
        "ky": {"ten": here.period.label},
        "phuong": {"ten": here.commune.name},
        "don_vi": [{"=": unit.name, "ten": unit.name} for unit in here.units],
    }
    said = samples.texts(document_queries.read_bytes(paper.file))
    assert said == [f"{here.period.label} {here.commune.name}", *(unit.name for unit in here.units)]
    assert (paper.state, paper.about, paper.missing) == (PaperState.PREPARED, f"ky-{here.period.pk}", [])
    event = AuditEvent.objects.filter(action="outgoing.make_paper").get()
    assert event.detail["sha256"] == paper.file.sha256


def test_a_form_is_not_filled_for_something_else(here: make.Ward, officer: Any) -> None:
    version = queries.newest_version(add_form(here))
    year = of_year(here.movement, 2026, on=AT.date())
    with pytest.raises(errors.NotOfThisForm):
        preparing.make(version, year, by=officer, at=AT)
    with pytest.raises(errors.NotOfThisForm):
        preparing.make(version, of_period(make.ward().period), by=officer, at=AT)


def test_number_paper_once_a_year(here: make.Ward, officer: Any) -> None:
    form = add_form(here)
    first, second = make_paper(here, form), make_paper(here, form)
    actions.number_paper(first, number="17/BC-UBND", on=date(2026, 10, 11), by=officer, at=AT)
    assert (first.state, first.number, first.issued_on) == (
        PaperState.ISSUED,
        "17/BC-UBND",
        date(2026, 10, 11),
    )
    with pytest.raises(errors.NumberTaken, match="Báo cáo: Tháng 10/2026"):
        actions.number_paper(second, number="17/bc-ubnd", on=date(2026, 10, 12), by=officer, at=AT)
    for number, on, refused in (
        (" ", date(2026, 10, 1), errors.NumberMissing),
        ("18", date(2026, 10, 13), errors.DayInFuture),
    ):
        with pytest.raises(refused):
            actions.number_paper(second, number=number, on=on, by=officer, at=AT)
    actions.number_paper(second, number="17/BC-UBND", on=date(2025, 12, 31), by=officer, at=AT)
    with pytest.raises(Refused, match="đã có số"):
        actions.number_paper(first, number="19", on=date(2026, 10, 11), by=officer, at=AT)


def test_another_commune_has_its_own_numbers(here: make.Ward) -> None:
    there = make.ward()
    for ward in (here, there):
        officer = ward.actor("standing_body")
        actions.number_paper(make_paper(ward), number="17", on=AT.date(), by=officer, at=AT)


def test_send_paper_after_its_day_and_once(here: make.Ward, officer: Any) -> None:
    paper = make_paper(here)
    with pytest.raises(Refused):
        actions.send_paper(paper, way="mail", to="Sở", on=AT.date(), by=officer, at=AT)
    actions.number_paper(paper, number="17", on=date(2026, 10, 11), by=officer, at=AT)
    for to, on, refused in (
        ("Sở", date(2026, 10, 10), errors.SentBeforeIssued),
        ("Sở", date(2026, 10, 13), errors.DayInFuture),
        (" ", date(2026, 10, 12), errors.NameMissing),
    ):
        with pytest.raises(refused):
            actions.send_paper(paper, way="mail", to=to, on=on, by=officer, at=AT)
    actions.send_paper(paper, way="mail", to="Sở Nội vụ", on=AT.date(), note="mã 12", by=officer, at=AT)
    assert (paper.state, paper.sent_to, paper.sent_by_id) == (PaperState.SENT, "Sở Nội vụ", officer.user_id)
    with pytest.raises(Refused):
        actions.send_paper(paper, way="mail", to="Sở", on=AT.date(), by=officer, at=AT)
    with pytest.raises(Refused):
        actions.discard_paper(paper, reason="x", by=officer, at=AT)


def test_discard_paper_before_its_number(here: make.Ward, officer: Any) -> None:
    paper = make_paper(here)
    with pytest.raises(errors.ReasonMissing):
        actions.discard_paper(paper, reason=" ", by=officer, at=AT)
    actions.discard_paper(paper, reason="lập nhầm kỳ", by=officer, at=AT)
    assert (paper.state, paper.discard_reason) == (PaperState.DISCARDED, "lập nhầm kỳ")


def test_review_changes_of_a_sent_paper(here: make.Ward, officer: Any) -> None:
    paper = make_paper(here)
    with pytest.raises(Refused, match="chưa gửi"):
        actions.review_changes(paper, changes=[], reason="x", by=officer, at=AT)
    actions.number_paper(paper, number="17", on=AT.date(), by=officer, at=AT)
    actions.send_paper(paper, way="mail", to="Sở", on=AT.date(), by=officer, at=AT)
    change = queries.Change("a", "", "A", "1", "2")
    with pytest.raises(errors.ReasonMissing):
        actions.review_changes(paper, changes=[change], reason="", by=officer, at=AT)
    review = actions.review_changes(paper, changes=[change], reason="nhỏ", by=officer, at=AT)
    assert (review.changes, paper.reviewed_at) == ([change.as_json()], AT)


def test_a_corrected_paper_stands_beside_the_first(here: make.Ward, officer: Any) -> None:
    first = sent(here, officer)
    second = make_paper(here, first.version.form, corrects=first)
    assert (second.corrects_id, second.state) == (first.pk, PaperState.PREPARED)
    third = make_paper(here, first.version.form, corrects=second)
    assert third.corrects_id is None


def test_what_waits_and_what_is_to_be_looked_at_again(here: make.Ward, officer: Any) -> None:
    paper = sent(here, officer)
    assert (list(queries.papers_to_finish(officer)), list(queries.papers_to_see_to(officer))) == ([], [])
    stage.fill(here.report(), 40, state=ReportState.VERIFIED, at=local(2026, 10, 13))
    assert list(queries.papers_to_see_to(officer)) == [paper]
    actions.review_changes(paper, changes=[], reason="không đổi", by=officer, at=local(2026, 10, 14))
    assert list(queries.papers_to_see_to(officer)) == []
    waiting = make_paper(here, paper.version.form)
    assert list(queries.papers_to_finish(officer)) == [waiting]


@pytest.mark.parametrize(
    "role", ["administrator", "leader", "council_member", "overseer", "unit_head", "reporter"]
)
def test_strangers_do_nothing(here: make.Ward, role: str) -> None:
    paper, by = make_paper(here), here.actor(role)
    for deed, more in (
        (actions.number_paper, {"number": "1", "on": AT.date()}),
        (actions.discard_paper, {"reason": "x"}),
    ):
        with pytest.raises(Refused):
            deed(paper, **more, by=by, at=AT)
    with pytest.raises(Refused):
        actions.adopt_form(by, name="bieu-thang-bd", by=by, at=AT)


def test_another_commune_is_hidden(here: make.Ward) -> None:
    paper, stranger = make_paper(here), make.ward().actor("standing_body")
    with pytest.raises(Refused) as refused:
        actions.discard_paper(paper, reason="x", by=stranger, at=AT)
    assert refused.value.hidden
    assert not queries.visible_papers(stranger).exists()
    assert queries.about_named(stranger, f"ky-{here.period.pk}", on=AT.date()) is None
    assert queries.about_named(stranger, f"nam-{here.movement.pk}-2026", on=AT.date()) is None


@pytest.mark.parametrize(
    "key", ["", "ky-x", "ky-999999", "nam-1", "nam-1-1999", "giai-doan-99", "ky-1-2026", "ky-1'--"]
)
def test_keys_that_name_nothing(here: make.Ward, officer: Any, key: str) -> None:
    assert queries.about_named(officer, key, on=AT.date()) is None
