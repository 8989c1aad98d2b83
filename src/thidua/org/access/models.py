"""What signing in leaves behind: sessions, second factors, tries, outside identities. Known to Django through `org.models`."""

from django.db import models

from thidua.core.placing import OfCommune


class Session(models.Model):
    """One browser that talks to us, signed in or about to. The cookie's key is kept as a hash only.

    `seen_at` is exact to a minute, so that it costs one short write a minute and not one a request.
    """

    key_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey("org.User", on_delete=models.CASCADE, null=True, related_name="sessions")
    data = models.TextField()
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        app_label = "org"
        ordering = ["-seen_at"]


class Guess(models.Model):
    """Tries at one secret from one place that count against a limit. The key says neither who nor where: it is a hash."""

    key = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()
    blocked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "org"


class TotpDevice(models.Model):
    """The app that makes codes. `last_step` is the time step of the last code taken, which is never taken again."""

    user = models.OneToOneField("org.User", on_delete=models.CASCADE, related_name="totp")
    sealed_secret = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    last_step = models.BigIntegerField(default=0)

    class Meta:
        app_label = "org"


class Passkey(models.Model):
    """A key kept by a telephone, a computer or a USB key. It is bound to the host name on which it was made."""

    user = models.ForeignKey("org.User", on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_hash = models.CharField(max_length=64, unique=True)
    credential = models.TextField()
    host = models.CharField(max_length=255)
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "org"
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class RecoveryCode(models.Model):
    """A code for the day on which the telephone is gone; each opens once."""

    user = models.ForeignKey("org.User", on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "org"
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]


class Identity(models.Model):
    """An outside identity by which a person signs in. Bound by a deed, never by an address alone."""

    user = models.ForeignKey("org.User", on_delete=models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    label = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField()
    linked_by = models.ForeignKey("org.User", on_delete=models.PROTECT, null=True, related_name="+")
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "org"
        ordering = ["linked_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["issuer", "subject"], name="identity_once")]


class Handover(OfCommune, models.Model):
    """What one officer handed to another, as it stood: `items` is the list that both sign."""

    commune = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    giver = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="handovers_given")
    taker = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="handovers_taken")
    from_day = models.DateField()
    reason = models.TextField()
    items = models.JSONField()
    handed_at = models.DateTimeField()
    handed_by = models.ForeignKey("org.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        app_label = "org"
        ordering = ["-handed_at", "-pk"]

    def __str__(self) -> str:
        return f"Bàn giao {self.from_day:%d/%m/%Y}"
