"""Uploading, looking at and applying tables of units and people, through the actions and the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.clock import local
from tests.factories import org
from thidua.core import sheets
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions, errors, importing, queries
from thidua.org.models import ImportDraft, Membership, Unit, User

AT = local(2026, 6, 1)
UNIT_TITLES = [column.title for column in importing.UNIT_COLUMNS]
PEOPLE_TITLES = [column.title for column in importing.PEOPLE_COLUMNS]
UNITS = [
    ["UB", "Ủy ban nhân dân", "UBND", "Ủy ban nhân dân", "", "01/07/2025"],
    ["T1", "Tổ dân phố 1", "", "Tổ dân phố", "KT", ""],
    ["KT", "Phòng Kinh tế", "", "Phòng, ban", "UB", ""],
    ["SAI", "Đơn vị sai", "", "Chi bộ", "", ""],
]


def upload(admin, kind, titles, rows) -> ImportDraft:
    columns = importing.UNIT_COLUMNS if kind == "units" else importing.PEOPLE_COLUMNS
    read = importing.read_rows([titles, *rows], columns)
    root = queries.root_of(admin)
    return actions.upload_import(root, kind=kind, file_name="tep.xlsx", rows=read, by=admin, at=AT)


def apply_units(admin, rows=UNITS):
    draft = upload(admin, "units", UNIT_TITLES, rows)
    fingerprint = queries.unit_plan(draft, on=AT.date()).fingerprint
    return draft, actions.import_units(draft, fingerprint=fingerprint, by=admin, at=AT)


def apply_people(admin, rows):
    draft = upload(admin, "people", PEOPLE_TITLES, rows)
    fingerprint = queries.people_plan(draft, on=AT.date()).fingerprint
    return draft, actions.import_people(draft, fingerprint=fingerprint, by=admin, at=AT)


def test_import_units_applies_the_good_rows(ward, admin):
    draft, plan = apply_units(admin)
    kt, t1 = Unit.objects.get(code="KT"), Unit.objects.get(code="T1")
    assert (plan.order, kt.parent.code, t1.parent) == ((2, 4, 3), "UB", kt)
    assert (t1.path, t1.folded) == (f"{kt.path}{t1.pk}.", "to dan pho 1 t1")
    assert not Unit.objects.filter(code="SAI").exists()
    draft.refresh_from_db()
    assert (draft.rows, draft.applied_at) == ([], AT)


def test_import_units_is_one_event(ward, admin):
    apply_units(admin)
    events = AuditEvent.objects.filter(commune_id=ward.pk).values_list("action", flat=True)
    assert list(events) == ["org.upload_import", "org.import_units"]
    applied = AuditEvent.objects.latest("pk").detail["applied"]
    assert [(note["row"], note["new"]) for note in applied] == [(2, True), (4, True), (3, True)]


def test_second_import_of_the_same_file_changes_nothing(ward, admin):
    apply_units(admin)
    before = list(Unit.objects.order_by("pk").values())
    draft = upload(admin, "units", UNIT_TITLES, UNITS)
    plan = queries.unit_plan(draft, on=AT.date())
    assert [str(row.verdict) for row in plan.rows] == ["same", "same", "same", "refused"]
    with pytest.raises(errors.NothingToImport):
        actions.import_units(draft, fingerprint=plan.fingerprint, by=admin, at=AT)
    assert list(Unit.objects.order_by("pk").values()) == before


def test_import_changes_what_the_file_says_and_keeps_the_rest(ward, admin, department, neighbourhood):
    neighbourhood.is_standing_body = True
    neighbourhood.short_name = "TDP ĐN"
    neighbourhood.save()
    apply_units(admin, [["DN", "Tổ dân phố Đồng Ngọ 1", "", "", "VHXH", ""]])
    changed = Unit.objects.get(pk=neighbourhood.pk)
    assert (changed.name, changed.short_name, changed.kind, changed.parent, changed.is_standing_body) == (
        "Tổ dân phố Đồng Ngọ 1",
        "TDP ĐN",
        "neighbourhood",
        department,
        True,
    )


def test_import_is_checked_again_when_it_is_applied(ward, admin):
    draft = upload(admin, "units", UNIT_TITLES, UNITS)
    seen = queries.unit_plan(draft, on=AT.date()).fingerprint
    org.UnitFactory(parent=ward, code="UB", name="Khác")
    with pytest.raises(errors.ImportChanged):
        actions.import_units(draft, fingerprint=seen, by=admin, at=AT)
    assert not Unit.objects.filter(code="KT").exists()


def test_import_is_applied_once_and_by_nobody_else(admin, elsewhere):
    draft, plan = apply_units(admin)
    with pytest.raises(Refused, match="đã được áp dụng"):
        actions.import_units(draft, fingerprint=plan.fingerprint, by=admin, at=AT)
    fresh = upload(admin, "units", UNIT_TITLES, UNITS)
    with pytest.raises(Refused):
        actions.import_units(fresh, fingerprint="", by=elsewhere, at=AT)


def test_import_is_whole_or_nothing(admin, monkeypatch):
    draft = upload(admin, "units", UNIT_TITLES, UNITS)
    fingerprint = queries.unit_plan(draft, on=AT.date()).fingerprint
    original, calls = Unit.save, []

    def break_at_the_third(self, *args, **kwargs):
        calls.append(self.name)
        if len(calls) == 5:
            raise RuntimeError("power")
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Unit, "save", break_at_the_third)
    with pytest.raises(RuntimeError):
        actions.import_units(draft, fingerprint=fingerprint, by=admin, at=AT)
    assert not Unit.objects.filter(code__in=["UB", "KT", "T1"]).exists()
    assert ImportDraft.objects.get(pk=draft.pk).applied_at is None
    assert not AuditEvent.objects.filter(action="org.import_units").exists()


def test_new_upload_lets_go_of_ones_earlier_table(admin, elsewhere):
    theirs = upload(elsewhere, "units", UNIT_TITLES, UNITS)
    old = upload(admin, "units", UNIT_TITLES, UNITS)
    people = upload(admin, "people", PEOPLE_TITLES, [["A B", "", "", "", "X", "Y"]])
    new = upload(admin, "units", UNIT_TITLES, UNITS)
    assert set(ImportDraft.objects.all()) == {theirs, people, new}
    assert old.pk not in ImportDraft.objects.values_list("pk", flat=True)


def test_import_people(ward, admin, department, neighbourhood):
    rows = [
        ["Đỗ Thị Ơn", "", "on@x.vn", "Tổ trưởng", "DN", "Thủ trưởng đơn vị"],
        ["Lê Bình", "le.binh", "", "", "DN", "Cán bộ đầu mối"],
        ["Lê Bình", "le.binh", "", "", "VHXH", "Cơ quan thường trực"],
    ]
    apply_people(admin, rows)
    on, binh = User.objects.get(username="do.thi.on"), User.objects.get(username="le.binh")
    assert (on.full_name, on.email, on.position, on.has_usable_password()) == (
        "Đỗ Thị Ơn",
        "on@x.vn",
        "Tổ trưởng",
        False,
    )
    assert {(one.unit, one.role) for one in binh.memberships.all()} == {
        (neighbourhood, "reporter"),
        (department, "standing_body"),
    }
    again = upload(admin, "people", PEOPLE_TITLES, rows)
    assert [str(row.verdict) for row in queries.people_plan(again, on=AT.date()).rows] == ["same"] * 3


def test_import_people_of_the_whole_commune(ward, admin, department):
    rows = [
        ["Đỗ Thị Ơn", "", "", "Chủ tịch", "", "Lãnh đạo UBND"],
        ["Lê Bình", "le.binh", "", "", "", "Cơ quan thường trực"],
        ["Lê Bình", "le.binh", "", "", "VHXH", "Cơ quan thường trực"],
    ]
    _, plan = apply_people(admin, rows)
    held = {(one.user.username, one.unit_id) for one in Membership.objects.exclude(user=admin.user_id)}
    assert held == {("do.thi.on", ward.pk), ("le.binh", ward.pk), ("le.binh", department.pk)}
    marked = Unit.objects.in_commune(ward.pk).filter(is_standing_body=True)
    assert list(marked) == [department]
    assert [row.changes[-1].column for row in plan.rows] == ["Vai trò", "Vai trò", "Cơ quan thường trực"]


def test_import_people_changes_accounts_and_adds_roles(admin, department, neighbourhood):
    person = org.UserFactory(home=neighbourhood.commune, username="ong.on")
    held = org.MembershipFactory(unit=neighbourhood, user=person)
    apply_people(admin, [["Đỗ Thị Ơn", "ong.on", "on@x.vn", "", "VHXH", "Cán bộ đầu mối"]])
    held.user.refresh_from_db()
    assert (held.user.full_name, held.user.email) == ("Đỗ Thị Ơn", "on@x.vn")
    assert {one.unit for one in held.user.memberships.all()} == {neighbourhood, department}


@pytest.fixture
def as_admin(client, admin):
    client.force_login(User.objects.get(pk=admin.user_id))
    return client


def post_file(client, url, rows, name="tep.csv"):
    file = SimpleUploadedFile(name, sheets.write_csv(rows))
    return client.post(url, {"file": file})


def test_page_of_import_shows_each_row_and_applies(as_admin, ward):
    answer = post_file(as_admin, "/don-vi/nhap/", [UNIT_TITLES, *UNITS])
    page = as_admin.get(answer.url)
    assert [(row.number, row.state) for row in page.context["rows"]] == [
        (2, "Tạo mới"),
        (3, "Tạo mới"),
        (4, "Tạo mới"),
        (5, "Từ chối"),
    ]
    assert "Áp dụng 3 dòng" in page.content.decode()
    assert Unit.objects.in_commune(ward.pk).count() == 1
    done = as_admin.post(answer.url, {"fingerprint": page.context["plan"].fingerprint})
    assert (done.status_code, done.url) == (303, "/don-vi/")
    assert Unit.objects.in_commune(ward.pk).count() == 4


def test_page_of_import_asks_again_when_something_changed(as_admin, ward):
    url = post_file(as_admin, "/don-vi/nhap/", [UNIT_TITLES, *UNITS]).url
    answer = as_admin.post(url, {"fingerprint": "cũ"})
    assert answer.status_code == 422
    assert "đã thay đổi từ lúc kiểm tra" in answer.content.decode()
    assert Unit.objects.in_commune(ward.pk).count() == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([["Cột lạ", "Khác"], ["a", "b"]], "thiếu cột “Tên đơn vị”, “Loại”"),
        ([UNIT_TITLES], "chưa có dòng dữ liệu nào"),
        ([[""]], "trống"),
    ],
)
def test_file_that_is_no_list_is_refused_with_a_sentence(as_admin, rows, sentence):
    answer = post_file(as_admin, "/don-vi/nhap/", rows)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert ImportDraft.objects.count() == 0


def test_file_of_another_kind_is_refused(as_admin):
    answer = as_admin.post("/nguoi-dung/nhap/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.7")})
    assert answer.status_code == 422
    assert "Đây là tệp PDF" in answer.content.decode()


@pytest.mark.parametrize(
    ("url", "columns"),
    [("/don-vi/nhap/mau/", importing.UNIT_COLUMNS), ("/nguoi-dung/nhap/mau/", importing.PEOPLE_COLUMNS)],
)
def test_template_holds_the_titles_and_an_example_that_is_skipped(as_admin, url, columns):
    answer = as_admin.get(url)
    table = sheets.read_table(answer.content, "mau.xlsx").rows
    assert table[2] == ["Khóa", *(column.title for column in columns)]
    assert importing.read_rows(table, columns) == ()


def test_exported_list_comes_back_unchanged(as_admin, admin, department, neighbourhood):
    table = sheets.read_table(as_admin.get("/don-vi/tep/").content, "don-vi.xlsx").rows
    draft = upload(admin, "units", table[0], table[1:])
    plan = queries.unit_plan(draft, on=AT.date())
    assert [str(row.verdict) for row in plan.rows] == ["same"] * 3


def test_table_of_somebody_else_is_unknown(as_admin, ward, elsewhere):
    theirs = upload(elsewhere, "units", UNIT_TITLES, UNITS)
    colleague = upload(org.actor("administrator", ward), "units", UNIT_TITLES, UNITS)
    assert [as_admin.get(f"/tep-nhap/{one.pk}/").status_code for one in (theirs, colleague)] == [404, 404]
