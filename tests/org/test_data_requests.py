"""Requests about personal data: filed or recorded, acknowledged, extended once, answered or refused with a reason."""

import io
from datetime import date

import openpyxl
import pytest

from tests.clock import local
from tests.factories import org
from tests.sight import sent
from thidua.core.errors import Refused
from thidua.core.models import AuditEvent
from thidua.org import actions
from thidua.org.models import DataRequest, User
from thidua.org.privacy import errors, queries

AT = local(2026, 6, 1, 9)  # a Monday
ASKED = {"kind": "correct", "content": "Xin sửa số điện thoại 0912345678.", "contact": "mai@x.vn"}


@pytest.fixture
def reporter(neighbourhood):
    return org.actor("reporter", neighbourhood, full_name="Bà Mai")


@pytest.fixture
def asked(reporter) -> DataRequest:
    return actions.file_data_request(reporter, **ASKED, by=reporter, at=AT)


@pytest.fixture
def clock(set_clock):
    set_clock(AT)


def as_user(client, actor):
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def test_file_data_request(asked, reporter, ward):
    assert (asked.number, asked.commune, asked.requester_id, asked.requester_name) == (
        1,
        ward,
        reporter.user_id,
        "Bà Mai",
    )
    assert (asked.filed_on, asked.acknowledge_by, asked.due_on) == (
        date(2026, 6, 1),
        date(2026, 6, 3),
        date(2026, 6, 11),
    )
    assert (asked.citation.startswith("NĐ 356/2025"), asked.trust, asked.state) == (True, "C2", "received")


def test_the_book_of_deeds_says_that_and_when_but_not_what(asked):
    event = AuditEvent.objects.latest("pk")
    assert event.detail == {"request": asked.pk, "number": 1, "kind": "correct", "due_on": "2026-06-11"}
    assert "0912345678" not in f"{event.reason} {event.detail} {event.object_label}"


def test_numbers_run_by_commune(asked, reporter, elsewhere):
    second = actions.file_data_request(reporter, **ASKED, by=reporter, at=AT)
    there = actions.file_data_request(elsewhere, **ASKED, by=elsewhere, at=AT)
    assert (second.number, there.number) == (2, 1)


def test_record_data_request_counts_from_the_day_it_came(ward, admin):
    facts = {**ASKED, "requester_name": "Ông Ngoài"}
    made = actions.record_data_request(ward, **facts, filed_on=date(2026, 5, 29), by=admin, at=AT)
    assert (made.acknowledge_by, made.due_on, made.requester, made.recorded_by_id) == (
        date(2026, 6, 2),
        date(2026, 6, 8),
        None,
        admin.user_id,
    )
    with pytest.raises(errors.FiledInTheFuture):
        actions.record_data_request(ward, **facts, filed_on=date(2026, 6, 2), by=admin, at=AT)
    with pytest.raises(errors.NoTermYet):
        actions.record_data_request(ward, **facts, filed_on=date(2025, 12, 31), by=admin, at=AT)


def test_acknowledge_data_request_once(asked, admin):
    actions.acknowledge_data_request(asked, by=admin, at=AT)
    assert (asked.state, asked.acknowledged_at, asked.acknowledged_by_id) == (
        "acknowledged",
        AT,
        admin.user_id,
    )
    with pytest.raises(Refused, match="Đã phản hồi"):
        actions.acknowledge_data_request(asked, by=admin, at=AT)


def test_extend_data_request_once_and_in_time(asked, admin):
    with pytest.raises(errors.ExtendedTooLate):
        actions.extend_data_request(asked, reason="Chờ", by=admin, at=local(2026, 6, 12, 0))
    actions.extend_data_request(asked, reason="Chờ đối chiếu", by=admin, at=local(2026, 6, 11, 23))
    assert (asked.first_due_on, asked.due_on, asked.extension_reason) == (
        date(2026, 6, 11),
        date(2026, 6, 21),
        "Chờ đối chiếu",
    )
    with pytest.raises(Refused, match="gia hạn một lần"):
        actions.extend_data_request(asked, reason="Nữa", by=admin, at=AT)


def test_answer_data_request(asked, admin):
    actions.answer_data_request(asked, answer="Đã sửa.", by=admin, at=AT)
    assert (asked.state, asked.answer, asked.closed_at, asked.acknowledged_at) == (
        "answered",
        "Đã sửa.",
        AT,
        AT,
    )
    for again in (actions.answer_data_request, actions.refuse_data_request):
        with pytest.raises(Refused, match="đã được trả lời"):
            again(asked, answer="Khác", by=admin, at=AT)


def test_refuse_data_request(asked, admin):
    actions.refuse_data_request(asked, answer="Phải giữ theo luật.", by=admin, at=AT)
    assert (asked.state, asked.answer) == ("refused", "Phải giữ theo luật.")


def test_who_keeps_no_register_sees_and_answers_nothing(asked, reporter, elsewhere):
    assert list(queries.visible_data_requests(reporter)) == []
    assert list(queries.visible_data_requests(elsewhere)) == []
    for who in (reporter, elsewhere):
        with pytest.raises(Refused) as refused:
            actions.answer_data_request(asked, answer="Xong", by=who, at=AT)
        assert refused.value.hidden


@pytest.mark.parametrize(
    ("facts", "on", "words", "tone"),
    [
        ({}, date(2026, 6, 3), "Mới nhận", "waiting"),
        ({}, date(2026, 6, 4), "Trễ hạn phản hồi 1 ngày", "late"),
        ({"acknowledged_at": AT, "state": "acknowledged"}, date(2026, 6, 11), "Đang giải quyết", "waiting"),
        (
            {"acknowledged_at": AT, "state": "acknowledged"},
            date(2026, 6, 13),
            "Trễ hạn trả lời 2 ngày",
            "late",
        ),
        (
            {"closed_at": local(2026, 6, 11, 23), "state": "answered"},
            date(2026, 7, 1),
            "Đã trả lời",
            "reached",
        ),
        (
            {"closed_at": local(2026, 6, 12, 1), "state": "refused"},
            date(2026, 7, 1),
            "Đã từ chối, trễ 1 ngày",
            "returned",
        ),
    ],
)
def test_late_is_shown(ward, facts, on, words, tone):
    made = org.DataRequestFactory(commune=ward, **facts)
    standing = queries.standing_of(made, on=on)
    assert (standing.words, standing.tone) == (words, tone)
    assert made.is_late_on(on) is (tone == "late")
    assert DataRequest.objects.late(on).exists() is (tone == "late")


def test_page_of_the_register(client, admin, asked, clock, django_assert_max_num_queries):
    as_user(client, admin)
    with django_assert_max_num_queries(8) as first:
        page = client.get("/yeu-cau-du-lieu/").content.decode()
    assert ("Bà Mai" in page, "0912345678" in page, "mai@x.vn" in page) == (True, False, False)
    for number in range(2, 5):
        org.DataRequestFactory(commune=asked.commune, number=number)
    with django_assert_max_num_queries(len(first)):
        client.get("/yeu-cau-du-lieu/")


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ({}, [3, 1]),
        ({"tinh-trang": "tre"}, [3]),
        ({"tinh-trang": "xong"}, [2]),
        ({"tinh-trang": "tat-ca", "xep": "so"}, [1, 2, 3]),
        ({"tinh-trang": "tat-ca", "xep": "-so"}, [3, 2, 1]),
        ({"loai": "delete", "tinh-trang": "tat-ca"}, [2]),
        ({"tim": "ONG ngoai"}, [3]),
        ({"tim": "khong co"}, []),
    ],
)
def test_search_of_the_register(client, ward, admin, clock, query, numbers):
    org.DataRequestFactory(commune=ward, number=1, folded="1 ba mai")
    org.DataRequestFactory(commune=ward, number=2, kind="delete", state="answered", closed_at=AT, folded="2")
    early = {"acknowledge_by": date(2026, 5, 20), "due_on": date(2026, 5, 28)}
    org.DataRequestFactory(commune=ward, number=3, folded="3 ong ngoai", **early)
    org.DataRequestFactory(number=4)
    shown = as_user(client, admin).get("/yeu-cau-du-lieu/", query).context["rows"]
    assert [one.number for one, _ in shown] == numbers


def test_export_is_the_same_list_without_ways_to_reach_people(client, admin, asked, clock):
    answer = as_user(client, admin).get("/yeu-cau-du-lieu/tep/", {"tim": "ba mai"})
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book["Yêu cầu"].iter_rows()]
    assert (rows[0][:3], rows[1][0], rows[1][2], len(rows)) == (
        ["Số", "Nhận ngày", "Người yêu cầu"],
        1,
        "Bà Mai",
        2,
    )
    assert "mai@x.vn" not in str(rows)


def test_pages_of_one_request(client, admin, asked, clock):
    as_user(client, admin)
    url = f"/yeu-cau-du-lieu/{asked.pk}/"
    assert "Đã phản hồi người yêu cầu" in client.get(url).content.decode()
    assert sent(client, f"{url}phan-hoi/", {}, page=url).status_code == 303
    assert client.post(f"{url}gia-han/", {"reason": ""}).status_code == 422
    assert sent(client, f"{url}gia-han/", {"reason": "Chờ đối chiếu"}).status_code == 303
    assert client.post(f"{url}tu-choi/", {"answer": ""}).status_code == 422
    assert sent(client, f"{url}tra-loi/", {"answer": "Đã sửa."}).status_code == 303
    page = client.get(url).content.decode()
    assert ("Đã sửa." in page, "Việc phải làm" in page, "từ 11/06/2026: Chờ đối chiếu" in page) == (
        True,
        False,
        True,
    )
    assert client.get(f"{url}tra-loi/").status_code == 403


def test_record_on_the_page(client, admin, ward, clock):
    as_user(client, admin)
    typed = ASKED | {"requester_name": "Ông Ngoài", "filed_on": "2026-06-02"}
    refused = client.post("/yeu-cau-du-lieu/them/", typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["filed_on"])
    assert client.post("/yeu-cau-du-lieu/them/", typed | {"filed_on": "2026-06-01"}).status_code == 303
    assert DataRequest.objects.get().requester_name == "Ông Ngoài"


def test_a_person_files_and_follows_his_own(client, reporter, admin, clock):
    as_user(client, reporter)
    assert client.post("/tai-khoan/du-lieu/yeu-cau/", ASKED | {"kind": "all"}).status_code == 422
    assert client.post("/tai-khoan/du-lieu/yeu-cau/", ASKED).status_code == 303
    made = DataRequest.objects.get()
    actions.refuse_data_request(made, answer="Phải giữ theo luật.", by=admin, at=AT)
    org.DataRequestFactory(commune=made.commune, number=2, content="Của người khác")
    page = client.get("/tai-khoan/du-lieu/").content.decode()
    assert ("Phải giữ theo luật." in page, "Của người khác" in page) == (True, False)
    assert client.get(f"/yeu-cau-du-lieu/{made.pk}/").status_code == 404


def test_copy_of_ones_own_data(client, reporter, admin, asked, clock):
    org.SessionFactory(user_id=admin.user_id, address="198.51.100.9")
    answer = as_user(client, reporter).get("/tai-khoan/du-lieu/ban-sao/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Tài khoản", "Vai trò", "Phiên đăng nhập", "Yêu cầu", "Việc đã làm"]
    said = str([[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()])
    assert ("Bà Mai" in said, "Cán bộ đầu mối" in said, ASKED["content"] in said) == (True, True, True)
    assert ("198.51.100.9" in said, "Vũ Thị Quản" in said) == (False, False)
