"""Units, people and roles for tests: `CommuneFactory()` is a whole ward with its root."""

from datetime import UTC, date, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from thidua.core.permissions import Actor
from thidua.org import queries
from thidua.org.enums import ImportKind, UnitKind
from thidua.org.models import (
    Commune,
    DataRequest,
    Guess,
    Handover,
    Identity,
    ImportDraft,
    Membership,
    Passkey,
    RecoveryCode,
    ResetLink,
    Session,
    TotpDevice,
    Unit,
    User,
    index_person,
    index_unit,
)

START = date(2025, 7, 1)
PASSWORD = "Sông xanh, núi đỏ 7"


# A public key of some key; nobody holds its other half.
KEY = (
    "AAAAAAAAAAAAAAAAAAAAAAAIa2hvYS10aHWlAQIDJiABIVggjlM7b6C/e0YluzBmfAH7YH75+LioD+9bMAYocDGHsqMiWCBz6x294DMYNm0Gn4Om"
    "9ZAAU8c2M8sEGyHFXhqGwfQAtA=="
)


class UnitFactory(DjangoModelFactory[Unit]):
    """A unit under `parent`; without one, the root of a new commune together with its profile."""

    class Meta:
        model = Unit
        skip_postgeneration_save = True

    parent: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    kind = UnitKind.NEIGHBOURHOOD
    name = factory.Sequence(lambda number: f"Tổ dân phố {number + 1}")
    valid_from = START

    @classmethod
    def _create(cls, model_class: type[Unit], *args: Any, **kwargs: Any) -> Unit:
        unit = model_class(*args, **kwargs)
        if unit.parent is not None:
            unit.commune_id = unit.parent.commune_pk
        index_unit(unit)
        unit.save()
        if unit.parent is None:
            unit.commune = unit
        unit.path = f"{unit.parent.path if unit.parent else ''}{unit.pk}."
        unit.save()
        return unit


class CommuneFactory(DjangoModelFactory[Commune]):
    class Meta:
        model = Commune

    unit: Any = factory.SubFactory(
        UnitFactory, parent=None, kind=UnitKind.COMMUNE, name=factory.SelfAttribute("..ward")
    )
    slug = factory.Sequence(lambda number: f"phuong-{number + 1}")
    place = "Nam Đồng"
    issuer = "Ủy ban nhân dân phường Nam Đồng"
    parent_issuer = "Ủy ban nhân dân thành phố Hải Phòng"
    province = "thành phố Hải Phòng"

    class Params:
        ward = "phường Nam Đồng"


class UserFactory(DjangoModelFactory[User]):
    """A person who can sign in with PASSWORD."""

    class Meta:
        model = User

    home: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    username = factory.Sequence(lambda number: f"nguoi.{number + 1}")
    full_name = factory.Sequence(lambda number: f"Nguyễn Thị Số {number + 1}")
    created_at = datetime(2025, 7, 1, tzinfo=UTC)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user = model_class(*args, **kwargs)
        user.set_password(kwargs.get("password", PASSWORD))
        index_person(user)
        user.save()
        return user


class MembershipFactory(DjangoModelFactory[Membership]):
    class Meta:
        model = Membership

    unit: Any = factory.SubFactory(UnitFactory)
    user: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.unit.commune or self.unit))
    role = "reporter"
    valid_from = START


class ResetLinkFactory(DjangoModelFactory[ResetLink]):
    class Meta:
        model = ResetLink

    user: Any = factory.SubFactory(UserFactory)
    secret_hash = factory.Sequence(lambda number: f"{number:064x}")
    issued_at = datetime(2026, 6, 1, tzinfo=UTC)
    expires_at = datetime(2026, 6, 4, tzinfo=UTC)


class ImportDraftFactory(DjangoModelFactory[ImportDraft]):
    class Meta:
        model = ImportDraft

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    uploaded_by: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.commune))
    kind = ImportKind.UNITS
    file_name = "don-vi.xlsx"
    rows: Any = factory.LazyFunction(list)
    uploaded_at = datetime(2026, 6, 1, tzinfo=UTC)


class SessionFactory(DjangoModelFactory[Session]):
    class Meta:
        model = Session

    user: Any = factory.SubFactory(UserFactory)
    key_hash = factory.Sequence(lambda number: f"{number:064x}")
    data = ""
    started_at = seen_at = datetime(2026, 6, 1, tzinfo=UTC)
    expires_at = datetime(2026, 6, 1, 12, tzinfo=UTC)
    address = "192.0.2.7"
    device = "Chrome trên Windows"


class GuessFactory(DjangoModelFactory[Guess]):
    class Meta:
        model = Guess

    key = factory.Sequence(lambda number: f"{number:064x}")
    since = last_at = datetime(2026, 6, 1, tzinfo=UTC)


class TotpDeviceFactory(DjangoModelFactory[TotpDevice]):
    """An app whose secret nobody knows; tests that need its codes add one by the deed."""

    class Meta:
        model = TotpDevice

    user: Any = factory.SubFactory(UserFactory)
    sealed_secret = "không mở được"
    added_at = datetime(2026, 6, 1, tzinfo=UTC)


class PasskeyFactory(DjangoModelFactory[Passkey]):
    class Meta:
        model = Passkey

    user: Any = factory.SubFactory(UserFactory)
    name = "Điện thoại"
    credential_hash = factory.Sequence(lambda number: f"{number:064x}")
    credential = KEY
    host = "testserver"
    added_at = datetime(2026, 6, 1, tzinfo=UTC)


class RecoveryCodeFactory(DjangoModelFactory[RecoveryCode]):
    class Meta:
        model = RecoveryCode

    user: Any = factory.SubFactory(UserFactory)
    code_hash = factory.Sequence(lambda number: f"{number:064x}")


class IdentityFactory(DjangoModelFactory[Identity]):
    class Meta:
        model = Identity

    user: Any = factory.SubFactory(UserFactory)
    issuer = "https://dinh-danh.example.vn"
    subject = factory.Sequence(lambda number: f"cong-dan-{number}")
    linked_at = datetime(2026, 6, 1, tzinfo=UTC)


class HandoverFactory(DjangoModelFactory[Handover]):
    class Meta:
        model = Handover

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    giver: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.commune))
    taker: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.commune))
    handed_by: Any = factory.LazyAttribute(lambda self: UserFactory(home=self.commune))
    from_day = date(2026, 6, 1)
    reason = "Chuyển công tác"
    items: Any = factory.LazyFunction(list)
    handed_at = datetime(2026, 6, 1, tzinfo=UTC)


class DataRequestFactory(DjangoModelFactory[DataRequest]):
    """Filed on 1 June 2026, a Monday: to be acknowledged by the 3rd, due on the 11th."""

    class Meta:
        model = DataRequest

    commune: Any = factory.LazyFunction(lambda: CommuneFactory().unit)
    number = factory.Sequence(lambda number: number + 1)
    kind = "view"
    requester_name = "Bà Mai"
    content = "Xin xem dữ liệu."
    folded = "ba mai"
    filed_at = datetime(2026, 6, 1, 2, tzinfo=UTC)
    filed_on = date(2026, 6, 1)
    acknowledge_by = date(2026, 6, 3)
    first_due_on = due_on = date(2026, 6, 11)
    citation = "NĐ 356/2025/NĐ-CP, Điều 5"
    trust = "C2"


def actor(role: str, unit: Unit, *, on: date = date(2026, 6, 1), **person: Any) -> Actor:
    """A new person with `role` in `unit`, as the actor that the actions take."""
    user = UserFactory(home=unit.commune or unit, **person)
    MembershipFactory(user=user, unit=unit, role=role)
    acting = queries.actor_for(user, on=on, commune_id=unit.commune_pk)
    assert acting is not None
    return acting
