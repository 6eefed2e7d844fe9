"""Persons, the addresses they keep, and what opens the door to them."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference


class PersonManager(BaseUserManager["Person"]):
    """Persons belong to nobody: a person reads herself, operations read whom they were given."""


class Spoken(models.TextChoices):
    """What a person understands by ear (ISO 639), each by its own name. Not all of them are written on our pages."""

    AR = "ar", "العربية"
    ARY = "ary", "الدارجة"
    ZGH = "zgh", "ⵜⴰⵎⴰⵣⵉⵖⵜ"
    MEY = "mey", "الحسانية"
    APC = "apc", "الشامية"
    FR = "fr", "Français"
    EN = "en", "English"


class Person(AbstractBaseUser):
    """Someone who can sign in. Written by ``accounts.operations``. An erased person keeps her row, without her data."""

    phone = models.CharField(max_length=20, null=True, unique=True, help_text="E.164")
    phone_verified_at = models.DateTimeField(null=True)
    email = models.EmailField(null=True, unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="ar")
    spoken_language = models.CharField(
        max_length=3, choices=Spoken, default=Spoken.AR, help_text="of the voice she understands"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    erased_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(phone__isnull=True, email__isnull=True),
                name="an_erased_person_has_no_phone_or_email",
            ),
            models.CheckConstraint(
                condition=models.Q(spoken_language__in=Spoken.values), name="a_voice_speaks_a_known_language"
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def reference(self) -> Reference:
        return Reference("person", str(self.pk))


class Address(models.Model):
    """Where a person wants her parcels, kept at her wish. Owner: the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    full_name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    country = models.CharField(max_length=2, default="MA")
    city = models.CharField(max_length=80)
    address = models.CharField(max_length=250)
    landmark = models.CharField(max_length=160, blank=True)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-used_at"]
        constraints = [
            models.UniqueConstraint(fields=["person", "city", "address"], name="address_once_per_person"),
        ]


GUESSES = 5


class Guessed(models.Model):
    """What opens together with a person's PIN. Five wrong ones in a row close it, until she proves herself otherwise."""

    wrong = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrong__lte=GUESSES), name="%(class)s_is_guessed_five_times"
            )
        ]

    def owner(self) -> Person:
        """Whose PIN opens it."""
        raise NotImplementedError


class Pin(Guessed):
    """Six digits she knows by heart, hashed, and the hash sealed: a copy of the database opens nothing.

    What is counted here are guesses on devices that are not trusted. Before ``holds_from`` it sends no money.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="pin")
    sealed = models.TextField()
    set_at = models.DateTimeField(default=timezone.now)
    holds_from = models.DateTimeField(default=timezone.now)

    class Meta(Guessed.Meta):
        pass

    def owner(self) -> Person:
        return self.person


class TrustedDevice(Guessed):
    """A phone on which a person is known by her face and PIN; a family's phone has several. Owner: the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64, help_text="of the secret its cookie carries")
    name = models.CharField(max_length=60, blank=True)
    trusted_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    session_key = models.CharField(max_length=40, blank=True, help_text="ended with the trust")

    class Meta(Guessed.Meta):
        ordering = ["-used_at"]
        constraints = [
            *Guessed.Meta.constraints,
            models.UniqueConstraint(fields=["token_hash", "person"], name="a_device_knows_a_person_once"),
        ]

    def owner(self) -> Person:
        return self.person


class Card(Guessed):
    """A printed code that stands for a person's phone number: with her PIN it opens. Owner: the person."""

    code = models.CharField(max_length=12, unique=True, default=new_code)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="cards")
    token_hash = models.CharField(max_length=64, unique=True)
    printed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    printed_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta(Guessed.Meta):
        ordering = ["-pk"]
        constraints = [
            *Guessed.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
                name="a_new_card_ends_the_old_one",
            ),
        ]

    def owner(self) -> Person:
        return self.person


class Passkey(models.Model):
    """A key in a phone's own keeping (WebAuthn level 3), good for one host. Owner: the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="passkeys")
    host = models.CharField(max_length=253, help_text="relying party id")
    credential_id = models.CharField(max_length=1400, unique=True, help_text="base64url")
    credential = models.TextField(help_text="attested credential data, base64url")
    sign_count = models.PositiveBigIntegerField(default=0)
    name = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]


class Trustee(models.Model):
    """An organisation that a person allows to let her in again. Owner: the person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="trustees")
    organisation_ref = models.CharField(max_length=80)
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "organisation_ref"], name="a_trustee_is_named_once")
        ]


class LetIn(models.Model):
    """One use of a trustee's right: a code that opens once, until its time is over. The row stays as proof."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="let_in")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    organisation_ref = models.CharField(max_length=80)
    code_hash = models.CharField(max_length=64, unique=True)
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(given_by=models.F("person")), name="nobody_lets_herself_in"
            )
        ]
