from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.factories.indicator import DefinitionFactory, IndicatorFactory
from tests.factories.org import CommuneFactory, MembershipFactory
from tests.sight import seen_on, sent
from thidua.indicator.models import Definition

pytestmark = pytest.mark.django_db
LIST = "/chi-tieu/"


@pytest.fixture
def shipped() -> Definition:
    one: Definition = DefinitionFactory()
    return one


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(MembershipFactory(role="reporter").user)
    return client


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(MembershipFactory(role="standing_body", unit=CommuneFactory().unit).user)
    return client


def _change_url(one: Definition, variant: str = "A") -> str:
    return f"/chi-tieu/{one.indicator_id}/cach-tinh/{variant}/sua/"


def test_indicator_list_names_the_trust_in_words(reader: Client, shipped: Definition) -> None:
    response = reader.get(LIST)
    shown = response.content.decode()
    assert response.status_code == 200
    assert f'<a href="{LIST}{shipped.indicator_id}/">Hồ sơ nộp trực tuyến</a>' in shown
    assert '<span class="state state-empty">Đề xuất của phần mềm</span>' in shown


def test_indicator_list_filters_by_its_address(reader: Client, shipped: Definition) -> None:
    other = DefinitionFactory(indicator=IndicatorFactory(kind="count"), trust="V")

    def found(**query: str) -> list[str]:
        return [entry.indicator.code for entry in reader.get(LIST, query).context["entries"]]

    assert (
        found(loai="count")
        == found(**{"can-cu": "V"})
        == found(tim=other.indicator.code)
        == [other.indicator.code]
    )
    assert "Không có chỉ tiêu nào khớp" in reader.get(LIST, {"tim": "zzz"}).content.decode()


def test_indicator_list_when_nothing_is_loaded(reader: Client) -> None:
    assert "Thư viện còn trống" in reader.get(LIST).content.decode()


def test_indicator_list_costs_the_same_for_one_and_three(reader: Client) -> None:
    counts = []
    for more in (1, 2):
        DefinitionFactory.create_batch(more)
        with CaptureQueriesContext(connection) as asked:
            reader.get(LIST)
        counts.append(len(asked))
    assert counts == [6, 6]


def test_indicator_detail_never_lets_a_proposal_look_like_law(reader: Client, shipped: Definition) -> None:
    law = DefinitionFactory(indicator=shipped.indicator, variant="B", is_default=False, trust="V")
    warning = "Căn cứ này chưa đối chiếu với văn bản gốc"
    shown = reader.get(f"{LIST}{law.indicator_id}/").content.decode()
    proposal, _, original = shown.partition('id="cach-tinh-B"')
    assert (warning in proposal, warning in original) == (True, False)
    assert "Đã đọc nguyên văn" in original


def test_indicator_detail_shows_each_version_with_its_dates(reader: Client, shipped: Definition) -> None:
    shown = reader.get(f"{LIST}{shipped.indicator_id}/").content.decode()
    for words in (
        shipped.numerator_label,
        shipped.text,
        shipped.evidence_rule,
        "từ 01/07/2025, chưa có ngày kết thúc",
    ):
        assert words in shown
    assert "Lập bản mới" not in shown


def test_indicator_detail_of_another_commune_is_not_found(reader: Client) -> None:
    foreign = DefinitionFactory(indicator=IndicatorFactory(commune=CommuneFactory().unit))
    assert [reader.get(f"{LIST}{pk}/").status_code for pk in (foreign.indicator_id, 999999)] == [404, 404]


@pytest.mark.parametrize("path", ["/chi-tieu/", "/chi-tieu/1/", "/chi-tieu/1/cach-tinh/A/sua/"])
def test_pages_send_strangers_to_sign_in(client: Client, path: str) -> None:
    assert client.get(path).status_code == 302


def _typed(one: Definition, **changes: str) -> dict[str, Any]:
    names = (
        "full_name",
        "numerator_label",
        "denominator_label",
        "text",
        "hint",
        "evidence_rule",
        "citation",
        "trust",
    )
    today = f"{timezone.localdate():%Y-%m-%d}"
    return {
        **{name: getattr(one, name) for name in names},
        "valid_from": today,
        "reason": "Họp giao ban.",
        **changes,
    }


def test_definition_change_starts_from_what_counts(officer: Client, shipped: Definition) -> None:
    response = officer.get(_change_url(shipped))
    assert (response.status_code, response.context["form"]["text"].value()) == (200, shipped.text)
    assert _change_url(shipped) in officer.get(f"{LIST}{shipped.indicator_id}/").content.decode()


def test_definition_change_makes_a_version(officer: Client, shipped: Definition) -> None:
    response = sent(officer, _change_url(shipped), _typed(shipped, text="Bỏ hồ sơ bưu chính."))
    assert (response.status_code, response["Location"]) == (303, f"{LIST}{shipped.indicator_id}/")
    shown = officer.get(response["Location"]).content.decode()
    for words in ("Bản riêng", "Bỏ hồ sơ bưu chính.", "Lý do: Họp giao ban.", shipped.text):
        assert words in shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"reason": ""}, "reason"),
        ({"valid_from": "2025-01-01"}, "valid_from"),
        ({"trust": "X"}, "trust"),
        ({}, "__all__"),  # nothing was changed
    ],
)
def test_definition_change_refuses_and_loses_nothing(
    officer: Client, shipped: Definition, changes: dict[str, str], field: str
) -> None:
    response = sent(officer, _change_url(shipped), _typed(shipped, **changes))
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert response.context["form"]["citation"].value() == shipped.citation
    assert Definition.objects.count() == 1


def test_definition_change_of_a_count_asks_for_no_total(officer: Client) -> None:
    one = DefinitionFactory(indicator=IndicatorFactory(kind="count"))
    typed = _typed(one, text="Đếm cả tổ mới lập.")
    assert "denominator_label" not in officer.get(_change_url(one)).context["form"].fields
    assert sent(officer, _change_url(one), typed).status_code == 303


def test_definition_change_is_refused_to_others(reader: Client, shipped: Definition) -> None:
    assert reader.get(_change_url(shipped)).status_code == 403
    assert reader.post(_change_url(shipped), _typed(shipped)).status_code == 403


def test_definition_change_of_nothing_is_not_found(officer: Client, shipped: Definition) -> None:
    foreign = DefinitionFactory(indicator=IndicatorFactory(commune=CommuneFactory().unit))
    for url in (_change_url(shipped, "Z"), _change_url(foreign)):
        assert officer.get(url).status_code == 404


def test_definition_change_shows_the_version_that_another_made_meanwhile(
    officer: Client, shipped: Definition
) -> None:
    address = _change_url(shipped)
    seen = seen_on(officer, address)
    assert sent(officer, address, _typed(shipped, text="Của người khác.")).status_code == 303
    mine = _typed(shipped, text="Của tôi.") | seen
    response = officer.post(address, mine)
    shown = response.content.decode()
    assert (response.status_code, Definition.objects.count()) == (409, 2)
    assert ("<strong>Của người khác.</strong>" in shown, "Của tôi." in shown) == (True, True)
    later = {"valid_from": timezone.localdate() + timedelta(days=30)}
    again = mine | later | {"seen": response.context["form"].overtaken.now.sealed()}
    assert officer.post(address, again).status_code == 303
