"""From the receiver's form to the sent paper and what changed since, in the pages as an officer uses them."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests import sight
from tests.clock import local
from tests.factories import outgoing as make_outgoing
from tests.factories import reporting as make
from tests.outgoing import samples
from tests.web import stage
from thidua.outgoing.enums import PaperState
from thidua.outgoing.models import FormTemplate, OutgoingPaper, Receiver
from thidua.reporting.enums import Basis
from thidua.reporting.models import Total

pytestmark = pytest.mark.django_db
NOW = local(2026, 10, 12, 9)
HERE = "/bao-cao-gui-di/"


@pytest.fixture(autouse=True)
def clock(set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOW)


@pytest.fixture
def here() -> make.Ward:
    return make.ward(units=2, indicators=1)


@pytest.fixture
def client(here: make.Ward) -> Client:
    return stage.signed_in(here.person("standing_body"))


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def upload(client: Client, receiver: Receiver, content: bytes, name: str = "mau.docx", **typed: str) -> Any:
    told = {"title": "Báo cáo tháng", "subject": "period", "blank": "chưa có", "note": ""} | typed
    file = SimpleUploadedFile(name, content)
    return client.post(f"{HERE}noi-nhan/{receiver.pk}/them-mau/", {**told, "file": file})


def test_from_the_form_to_the_sent_paper(here: make.Ward, client: Client) -> None:
    client.post(f"{HERE}noi-nhan/them/", {"name": "Sở Nội vụ", "way": "mail", "note": ""})
    code = here.indicators[0].code
    content = samples.word(f"{{{{ ky.ten }}}}: {{{{ {code}.ket_qua }}}}")
    led = upload(client, Receiver.objects.get(), content)
    form = FormTemplate.objects.get()
    assert (led.status_code, led["Location"]) == (303, f"{HERE}mau/{form.pk}/")
    shown = words(client.get(led["Location"]))
    assert ("2 trường" in shown, "Lập văn bản" in shown, f"{code.casefold()}.ket_qua" in shown) == (
        True,
        True,
        True,
    )
    make_at = f"{HERE}mau/ban/{form.versions.get().pk}/lap/"
    shown = words(client.get(make_at))
    assert "Các trường sau chưa có số liệu, sẽ in “chưa có”" in shown
    made = client.post(make_at, {"about": f"ky-{here.period.pk}"})
    paper = OutgoingPaper.objects.get()
    assert (made.status_code, made["Location"]) == (303, f"{HERE}{paper.pk}/")
    given = client.get(f"{HERE}{paper.pk}/tai-ve/")
    assert samples.texts(given.content) == ["Tháng 10/2026: chưa có"]
    assert given["Content-Disposition"].startswith("attachment")
    assert "sandbox" in given["Content-Security-Policy"]
    sight.sent(client, f"{HERE}{paper.pk}/so/", {"number": "17/BC-UBND", "on": "2026-10-12"})
    sight.sent(
        client, f"{HERE}{paper.pk}/gui/", {"to": "Sở Nội vụ", "way": "mail", "on": "2026-10-12", "note": ""}
    )
    shown = words(client.get(f"{HERE}{paper.pk}/"))
    assert (
        "17/BC-UBND, 12/10/2026" in shown,
        "Đã gửi Sở Nội vụ, 12/10/2026, thư điện tử công vụ" in shown,
    ) == (True, True)
    assert "Không có giá trị nào khác với lúc lập" in shown


def test_a_wrong_field_is_told_with_its_place_and_the_right_name(here: make.Ward, client: Client) -> None:
    receiver = make_outgoing.ReceiverFactory(commune=here.commune)
    code = here.indicators[0].code
    rows = [["Kết quả", f"{{{{ {code}.ket_quaa }}}}"]]
    answer = upload(client, receiver, samples.word("{{ ''.__class__ }}", rows=rows))
    shown = words(answer)
    assert answer.status_code == 422
    assert "Mẫu có 2 chỗ cần sửa" in shown
    assert (
        f"Bảng 1, hàng 1, cột 2 Không có trường “{code.casefold()}.ket_quaa”. Có phải là “{code.casefold()}.ket_qua”?"
        in shown
    )
    assert not FormTemplate.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"khong phai tep", "hoặc Excel .xlsx"),
        (samples.changed(samples.word("x"), {"word/vbaProject.bin": b"x"}), "macro"),
        (
            samples.related(samples.word("x"), "attachedTemplate", "http://x/y.dotm", outside=True),
            "không dùng được trong mẫu",
        ),
        (samples.sheet({"A1": '=WEBSERVICE("http://x")'}), "Trang tính “BD”, ô A1: Hàm WEBSERVICE"),
        (b"PK" + b"x" * (5 * 1024**2), "lớn hơn 5 MB"),
    ],
)
def test_harm_is_refused_by_a_sentence(here: make.Ward, client: Client, content: bytes, said: str) -> None:
    receiver = make_outgoing.ReceiverFactory(commune=here.commune)
    answer = upload(client, receiver, content)
    assert (answer.status_code, said in words(answer)) == (422, True), words(answer)


def changed_paper(here: make.Ward) -> OutgoingPaper:
    """A sent paper of which one value is another now."""
    period = stage.past_period(here, 8, published=False)
    for total in Total.objects.filter(period=period, basis=Basis.SUBMITTED):
        total.pk, total.basis = None, Basis.VERIFIED
        total.save()
    paper = make_outgoing.paper_in(here.commune, period, state=PaperState.SENT)
    code = here.indicators[0].code
    paper.version.names = [f"{code.casefold()}.tu_so"]
    paper.version.save()
    paper.values = {code: {"tu_so": {"$": "70", "#": "70"}}}
    paper.save()
    return paper


def test_then_and_now_side_by_side_and_a_decision(here: make.Ward, client: Client) -> None:
    paper = changed_paper(here)
    compare = f"{HERE}{paper.pk}/thay-doi/"
    shown = words(client.get(compare))
    assert ("1 giá trị nay đã khác" in shown, "70 80" in shown, "Lập bản đính chính" in shown) == (
        True,
        True,
        True,
    )
    html = client.get(compare).content.decode()
    mark = re.search(r'name="mark" value="(\w+)"', html)
    assert mark is not None
    Total.objects.filter(period=paper.period).update(numerator=81)
    late = sight.sent(client, compare, {"reason": "nhỏ", "mark": mark[1]})
    assert (late.status_code, "Số liệu lại vừa đổi" in words(late), "70 81" in words(late)) == (
        422,
        True,
        True,
    )
    mark = re.search(r'name="mark" value="(\w+)"', late.content.decode())
    assert mark is not None
    done = sight.sent(client, compare, {"reason": "nhỏ", "mark": mark[1]})
    assert done.status_code == 303
    assert "xem 1 giá trị đổi, không gửi bản đính chính. Lý do: nhỏ" in words(
        client.get(f"{HERE}{paper.pk}/")
    )


def test_a_corrected_paper_is_made_from_the_comparison(here: make.Ward, client: Client) -> None:
    paper = changed_paper(here)
    html = client.get(f"{HERE}{paper.pk}/thay-doi/").content.decode()
    link = re.search(r'href="(/bao-cao-gui-di/mau/ban/\d+/lap/[^"]+)"', html)
    assert link is not None
    address = link[1].replace("&amp;", "&")
    assert "Bản đính chính của văn bản" in words(client.get(address))
    client.post(address.partition("?")[0], {"about": paper.about, "dinh-chinh": str(paper.pk)})
    assert OutgoingPaper.objects.exclude(pk=paper.pk).get().corrects_id == paper.pk


def test_who_judges_an_old_page_is_shown_what_stands_now(here: make.Ward, client: Client) -> None:
    paper = make_outgoing.paper_in(here.commune, here.period)
    address = f"{HERE}{paper.pk}/so/"
    seen = sight.seen_on(client, address)
    OutgoingPaper.objects.filter(pk=paper.pk).update(reviewed_at=NOW)
    answer = client.post(address, {"number": "17", "on": "2026-10-12", **seen})
    assert answer.status_code == 409
    assert client.post(address, {"number": "17", "on": "2026-10-12"}).status_code == 409
    paper.refresh_from_db()
    assert paper.number == ""


def test_a_print_on_trial_is_kept_nowhere(here: make.Ward, client: Client) -> None:
    version = make_outgoing.form_in(here.commune)
    answer = client.get(f"{HERE}mau/ban/{version.pk}/in-thu/?cho=ky-{here.period.pk}")
    assert samples.texts(answer.content)[-1] == "Tháng 10/2026"
    assert not OutgoingPaper.objects.exists()


def test_fields_are_listed_with_what_they_say_now(here: make.Ward, client: Client) -> None:
    shown = words(client.get(f"{HERE}truong/"))
    code = here.indicators[0].code
    assert (f"{{{{ {code}.ty_le }}}} Tỷ lệ, không kèm dấu % chưa có số liệu" in shown) is True
    assert "{{ phuong.ten }} Tên địa phương, đứng đầu câu" in shown
    assert client.get(f"{HERE}truong/?dung-cho=year").status_code == 200
    assert client.get(f"{HERE}truong/?dung-cho=phase").status_code == 200


def test_suggestions_are_taken_once(here: make.Ward, client: Client) -> None:
    address = f"{HERE}mau-goi-y/bao-cao-mttq/"
    assert client.post(address).status_code == 303
    assert "Báo cáo gửi Ủy ban Mặt trận Tổ quốc Mẫu gợi ý" in words(client.get(f"{HERE}mau/"))
    assert client.post(address).status_code == 422
    assert client.post(f"{HERE}mau-goi-y/khong-co/").status_code == 404


def test_nothing_to_make_a_paper_about(client: Client, here: make.Ward) -> None:
    version = make_outgoing.form_in(here.commune, form__subject="phase")
    assert "Chưa có gì để lập" in words(client.get(f"{HERE}mau/ban/{version.pk}/lap/"))
    assert client.get(f"{HERE}mau/ban/{version.pk}/in-thu/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_for_one_and_for_three(
    here: make.Ward, client: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(count):
        make_outgoing.paper_in(here.commune, here.period, state=PaperState.SENT)
    with django_assert_num_queries(6):
        client.get(HERE)
    with django_assert_num_queries(8):
        client.get(f"{HERE}mau/")


def test_pages_are_sound_markup(here: make.Ward, client: Client) -> None:
    paper = changed_paper(here)
    version = paper.version
    client.post(f"{HERE}mau-goi-y/bieu-thang-bd/")
    pages = [
        "",
        f"{paper.pk}/",
        f"{paper.pk}/thay-doi/",
        "mau/",
        f"mau/{version.form_id}/",
        f"mau/ban/{version.pk}/lap/",
    ]
    pages += [
        "truong/",
        "noi-nhan/them/",
        f"noi-nhan/{version.form.receiver_id}/them-mau/",
        f"mau/{version.form_id}/sua/",
    ]
    faulty = {page: stage.faults_of(client.get(HERE + page).content.decode()) for page in pages}
    assert {page: faults for page, faults in faulty.items() if faults} == {}


def test_search_by_number_and_words(here: make.Ward, client: Client) -> None:
    paper = make_outgoing.paper_in(here.commune, here.period, state=PaperState.SENT)
    title = paper.version.form.title
    assert title in words(client.get(f"{HERE}?tim=thang+10&tinh-trang=sent"))
    assert "Chưa có văn bản nào" in words(client.get(f"{HERE}?tinh-trang=discarded"))
