"""Units, communes, people and what binds them."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from thidua.core import text
from thidua.core.placing import OfCommune, Within
from thidua.org import roles
from thidua.org.access.models import (
    Guess,
    Handover,
    Identity,
    Passkey,
    RecoveryCode,
    Session,
    TotpDevice,
)
from thidua.org.enums import ImportKind, LinkPurpose, UnitKind
from thidua.org.privacy.models import DataRequest

__all__ = [
    "Commune",
    "DataRequest",
    "Guess",
    "Handover",
    "Identity",
    "ImportDraft",
    "Membership",
    "Passkey",
    "RecoveryCode",
    "ResetLink",
    "Session",
    "TotpDevice",
    "Unit",
    "User",
]


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows whose validity holds `day`; both ends count, an open end has no limit."""
    starts = Q(**{f"{prefix}valid_from__lte": day})
    ends = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gte": day})
    return starts & ends


class UnitQuerySet(models.QuerySet["Unit"]):
    def in_commune(self, commune_id: int) -> "UnitQuerySet":
        return self.filter(commune_id=commune_id)

    def valid_on(self, day: date) -> "UnitQuerySet":
        return self.filter(valid_on(day))

    def below(self, path: str) -> "UnitQuerySet":
        """The unit at `path` and everything under it."""
        return self.filter(path__startswith=path)

    def matching(self, words: str) -> "UnitQuerySet":
        """Units whose name or code holds every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class Unit(models.Model):
    """A place in the tree. `path` is the ids from the root, '1.2.23.', so a subtree is a prefix.

    The commune is the root: its `commune` is itself. `folded` and `sort_key` are filled by the actions.
    """

    commune = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="units")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, blank=True)
    kind = models.CharField(max_length=20, choices=UnitKind.choices)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=40, blank=True)
    folded = models.CharField(max_length=400)
    sort_key = models.CharField(max_length=900)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    predecessors = models.ManyToManyField("self", symmetrical=False, related_name="successors")
    is_standing_body = models.BooleanField(default=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "code"], condition=~Q(code=""), name="unit_code_once_a_commune"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="unit_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=False) | Q(kind=UnitKind.COMMUNE), name="unit_root_is_a_commune"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def commune_pk(self) -> int:
        return self.commune_id or self.pk

    @property
    def scope_path(self) -> str:
        return self.path

    @property
    def depth(self) -> int:
        """How far below the root, which is 0."""
        return self.path.count(".") - 1

    def is_valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Commune(models.Model):
    """What only a root unit has: its public address and what stands in the head of its documents."""

    unit = models.OneToOneField(
        Unit, on_delete=models.PROTECT, related_name="commune_profile", primary_key=True
    )
    slug = models.SlugField(max_length=60, unique=True)
    place = models.CharField(max_length=100)
    issuer = models.CharField(max_length=200)
    parent_issuer = models.CharField(max_length=200)
    province = models.CharField(max_length=100)
    # Where requests about personal data are taken: an office, its address, its telephone.
    privacy_contact = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.unit.name

    @property
    def name(self) -> str:
        return self.unit.name

    @property
    def commune_pk(self) -> int:
        return self.unit_id

    @property
    def scope_path(self) -> str:
        return self.unit.path


class UserQuerySet(models.QuerySet["User"]):
    def known_in(self, commune_id: int) -> "UserQuerySet":
        """People whose account the commune keeps, or who hold or held a role in it."""
        held = Membership.objects.filter(user=OuterRef("pk"), unit__commune_id=commune_id, is_void=False)
        return self.filter(Q(home_id=commune_id) | Exists(held))

    def matching(self, words: str) -> "UserQuerySet":
        """People whose name, username or address holds every word, with or without marks."""
        found = self
        for word in text.fold(words).split():
            found = found.filter(folded__contains=word)
        return found


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def known_in(self, commune_id: int) -> UserQuerySet:
        return self.get_queryset().known_in(commune_id)

    def get_by_natural_key(self, username: str | None) -> "User":
        """Usernames are kept in lower case, so that nobody needs to remember the capitals."""
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. Rights come from memberships alone; there are no superusers.

    `home` is the commune that keeps the account; the person may hold roles in others too.
    """

    home = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="accounts")
    username = models.CharField(max_length=80, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=120)
    position = models.CharField(max_length=120, blank=True)
    folded = models.CharField(max_length=300)
    sort_key = models.CharField(max_length=600)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    # When the password was chosen, and whether it would do without a second factor beside it.
    password_set_at = models.DateTimeField(null=True)
    password_stands_alone = models.BooleanField(default=True)
    # An account that nobody uses is closed: counted from here if that is later than the last sign-in.
    idle_from = models.DateTimeField(null=True)
    idle_told_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name

    @property
    def commune_pk(self) -> int:
        return self.home_id

    @property
    def scope_path(self) -> str:
        return self.home.path


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_commune(self, commune_id: int) -> "MembershipQuerySet":
        return self.filter(unit__commune_id=commune_id)

    def valid_on(self, day: date) -> "MembershipQuerySet":
        """Valid memberships of active people in units that still exist."""
        return self.filter(valid_on(day), valid_on(day, "unit__"), is_void=False, user__is_active=True)


class Membership(Within, models.Model):
    """A person holds a role in a unit, from a day, perhaps to a day. A void one was given by mistake and never counts."""

    within = "unit"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=roles.CHOICES)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    is_void = models.BooleanField(default=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["user__sort_key", "role", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit", "role", "valid_from"],
                condition=Q(is_void=False),
                name="membership_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.unit}"

    @property
    def definition(self) -> roles.Role:
        return roles.BY_CODE[self.role]

    def is_valid_on(self, day: date) -> bool:
        """Whether the dates hold `day`; the unit and the account are not looked at."""
        return not self.is_void and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class ResetLink(models.Model):
    """A link to choose a password, once, until it expires or is taken back. Only the hash of its secret is stored.

    The first one of an account is its activation.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="reset_links")
    purpose = models.CharField(max_length=12, choices=LinkPurpose.choices, default=LinkPurpose.RESET)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-issued_at"]

    def __str__(self) -> str:
        return f"{self.user} {self.issued_at:%d/%m/%Y}"


class ImportDraft(OfCommune, models.Model):
    """A table that somebody sent, kept between looking at what it would change and applying it.

    `rows` are the cells as texts, without the rows that stay out; they are dropped when the draft has been applied.
    """

    commune = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=ImportKind.choices)
    file_name = models.CharField(max_length=200)
    rows = models.JSONField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


def index_unit(unit: Unit) -> None:
    """Fill the columns for search and order from the names."""
    unit.folded = text.fold(f"{unit.name} {unit.short_name} {unit.code}")[:400]
    unit.sort_key = text.sort_key(unit.name)[:900]


def index_person(user: User) -> None:
    user.folded = text.fold(f"{user.full_name} {user.username} {user.email}")[:300]
    user.sort_key = text.person_sort_key(user.full_name)[:600]
