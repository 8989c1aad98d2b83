"""Deeds on communes: the first day of an installation, and what stands in the head of documents."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from thidua.core import audit, text
from thidua.core.actions import action
from thidua.core.permissions import Actor
from thidua.core.sight import Sight
from thidua.org import addresses, errors, queries, roles, sights
from thidua.org.actions import memberships, passwords, people
from thidua.org.enums import UnitKind
from thidua.org.models import Commune, Membership, Unit, User, index_unit


@transaction.atomic
def found_commune(
    *,
    name: str,
    slug: str,
    place: str,
    issuer: str,
    parent_issuer: str,
    province: str,
    founded_on: date,
    at: datetime,
) -> Unit:
    """Lay the root of a commune. No gate: called by the first visitor of an empty installation, or on the server.

    `slug` names the public pages (`/nam-dong/`); "" makes one from the name, one that is taken raises SlugTaken,
    one that a page of ours has raises SlugReserved.
    """
    slug = slug or suggested_slug(name)
    if slug in addresses.taken_by_pages():
        raise errors.SlugReserved
    if Commune.objects.filter(slug=slug).exists():
        raise errors.SlugTaken
    root = Unit(kind=UnitKind.COMMUNE, name=text.nfc(name), valid_from=founded_on)
    index_unit(root)
    root.save()
    root.commune = root
    root.path = f"{root.pk}."
    root.save(update_fields=["commune", "path"])
    Commune.objects.create(
        unit=root,
        slug=slug,
        place=text.nfc(place),
        issuer=text.nfc(issuer),
        parent_issuer=text.nfc(parent_issuer),
        province=text.nfc(province),
    )
    by = queries.system_actor(root)
    audit.write("org.found_commune", root, by=by, at=at, reason="", detail={"slug": slug})
    return root


@transaction.atomic
def found_first_commune(
    *,
    name: str,
    slug: str,
    place: str,
    issuer: str,
    parent_issuer: str,
    province: str,
    founded_on: date,
    full_name: str,
    username: str,
    password: str,
    email: str,
    at: datetime,
) -> User:
    """The first commune and its first administrator, by the first visitor; closed as soon as there is any commune."""
    if queries.is_founded():
        raise errors.AlreadyFounded
    root = found_commune(
        name=name,
        slug=slug,
        place=place,
        issuer=issuer,
        parent_issuer=parent_issuer,
        province=province,
        founded_on=founded_on,
        at=at,
    )
    return appoint_first_administrator(
        root, full_name=full_name, username=username, password=password, email=email, at=at
    )


@transaction.atomic
def appoint_first_administrator(
    commune: Unit,
    *,
    full_name: str,
    username: str,
    password: str,
    email: str,
    at: datetime,
    position: str = "",
) -> User:
    """The first account of a commune. No gate: refused as soon as the commune has any membership."""
    if Membership.objects.in_commune(commune.pk).exists():
        raise errors.AlreadyFounded
    person = people.new_person(
        commune, full_name=full_name, username=username, email=email, position=position, at=at
    )
    passwords.set_password(person, password=password, at=at)
    person.save()
    memberships.add_membership(
        commune, person=person, role=roles.ADMINISTRATOR.code, valid_from=timezone.localdate(at)
    )
    by = queries.system_actor(commune)
    audit.write("org.appoint_first_administrator", person, by=by, at=at, reason="", detail={})
    return person


@action("org.change_commune", look=sights.COMMUNE)
def change_commune(
    commune: Commune,
    *,
    place: str,
    issuer: str,
    parent_issuer: str,
    province: str,
    by: Actor,
    at: datetime,
    privacy_contact: str = "",
    seen: Sight | None = None,
) -> Commune:
    audit.note(before={"place": commune.place, "issuer": commune.issuer, "province": commune.province})
    commune.place, commune.issuer = text.nfc(place), text.nfc(issuer)
    commune.parent_issuer, commune.province = text.nfc(parent_issuer), text.nfc(province)
    commune.privacy_contact = text.nfc(privacy_contact)
    commune.save()
    return commune


def suggested_slug(name: str) -> str:
    """'phường Nam Đồng' gives 'nam-dong': the word for the kind of commune stays out."""
    words = slugify(text.fold(name)).split("-")
    kinds = (["dac", "khu"], ["thi", "tran"], ["phuong"], ["xa"])
    for kind in kinds:
        if words[: len(kind)] == kind and len(words) > len(kind):
            words = words[len(kind) :]
            break
    return "-".join(words)[:60].strip("-")
