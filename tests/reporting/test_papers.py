"""Printed reports name the end of the book of deeds and the hashes of what was published, and how to check both."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from tests.clock import local
from tests.factories import reporting as make
from tests.reporting import deeds
from thidua.core import audit_check, formatting
from thidua.core.models import AuditEvent, AuditHead
from thidua.indicator.figures import Value
from thidua.org.models import User
from thidua.reporting.models import Publication, PublishedFigure

pytestmark = pytest.mark.django_db
NOW = local(2026, 11, 2, 9, 12)
COMMAND = re.compile(r"thidua verify_audit --commune (\d+) --head (\d+:[0-9a-f]{16})")


@pytest.fixture
def here(set_clock: Callable[[datetime], None]) -> make.Ward:
    set_clock(NOW)
    ward = make.ward(units=2, indicators=2)
    deeds.send(ward)
    deeds.verify(ward)
    deeds.lock(ward)
    return ward


@pytest.fixture
def publication(here: make.Ward) -> Publication:
    return deeds.publish(here)


def seen_by(person: User, name: str, *args: Any) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get(reverse(f"reporting:{name}", args=args)).content.decode().split())


def cut_the_tail() -> None:
    """Three deeds less, and the head put where the chain now ends: whole in itself."""
    last = AuditEvent.objects.order_by("-sequence")[3]
    AuditEvent.objects.filter(sequence__gt=last.sequence).delete()
    AuditHead.objects.update(sequence=last.sequence, hash=last.hash)


@pytest.mark.parametrize("name", ["period_board", "board_matrix"])
def test_a_printed_board_carries_the_end_of_the_book(here: make.Ward, name: str) -> None:
    head = audit_check.head_of(here.commune.pk)
    shown = seen_by(here.person("overseer"), name, here.period.pk)
    assert f"Nhật ký có {head.sequence} việc lúc 09:12 ngày 02/11/2026, mã cuối {head.hash[:16]}" in shown
    assert formatting.grouped(head.hash) in shown


def test_a_tail_cut_after_the_print_is_found_by_the_command_on_it(
    here: make.Ward, publication: Publication, capsys: pytest.CaptureFixture[str]
) -> None:
    found = COMMAND.search(seen_by(here.person("reporter"), "publication_show", publication.pk))
    assert found is not None
    commune, head = int(found[1]), found[2]
    deeds.revise(here, here.figures()[0], Value(20, 50))
    call_command("verify_audit", commune=commune, head=head)
    cut_the_tail()
    call_command("verify_audit", commune=commune)
    with pytest.raises(CommandError, match="1 chỗ"):
        call_command("verify_audit", commune=commune, head=head)
    assert f"sổ đã có số {head.partition(':')[0]} trên giấy" in capsys.readouterr().out


def test_the_publication_says_its_hashes_and_that_it_recomputes(
    publication: Publication, here: make.Ward
) -> None:
    shown = seen_by(here.person("reporter"), "publication_show", publication.pk)
    assert "Tính lại 2 kết quả từ số liệu đã đóng băng: khớp cả." in shown
    assert formatting.grouped(publication.sha256) in shown
    hashes = [formatting.grouped(one.sha256) for one in publication.figures.all()]
    assert [one for one in hashes if one not in shown] == []


def test_the_publication_says_when_it_does_not_recompute(publication: Publication, here: make.Ward) -> None:
    PublishedFigure.objects.filter(publication=publication).update(numerator=49)
    shown = seen_by(here.person("standing_body"), "publication_show", publication.pk)
    assert "Tính lại 2 kết quả: 2 chỗ không khớp." in shown
    assert f"{here.indicators[0].code}: kết quả đang lưu khác kết quả đã đóng băng" in shown
