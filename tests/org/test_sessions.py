"""Whose request it is: sessions and accounts, each asked for once a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import org
from thidua.org.models import User
from thidua.org.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(neighbourhood) -> User:
    user = org.UserFactory(home=neighbourhood.commune)
    org.MembershipFactory(unit=neighbourhood, user=user)
    return user


def test_a_session_keeps_what_was_put_into_it():
    session = SessionStore()
    session.update({"name": "Nguyễn Văn Ôn", "unit": 7})
    session.save()
    assert dict(SessionStore(session.session_key).items()) == {"name": "Nguyễn Văn Ôn", "unit": 7}


def test_an_unknown_session_is_empty_and_its_key_is_not_taken_over():
    session = SessionStore("a" * 32)
    assert (dict(session.items()), session.session_key) == ({}, None)


def test_a_closed_account_is_nobody_at_the_next_page(client, person):
    client.force_login(person)
    assert client.get("/tai-khoan/").status_code == 200
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/tai-khoan/").status_code == 302


def test_people_in_turns_stay_themselves(client, person):
    other = org.UserFactory(home=person.home)
    org.MembershipFactory(unit=person.home, user=other)
    for one in (person, other, person):
        client.force_login(one)
        shown = client.get("/tai-khoan/")
        assert (shown.context["actor"].user_id, one.full_name in shown.content.decode()) == (one.pk, True)


def test_the_frame_of_a_page_costs_four_queries(client, person):
    """Session, person, memberships, unread notices."""
    client.force_login(person)
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/tim/").status_code == 200
    assert len(asked) == 4
