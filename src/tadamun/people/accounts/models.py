"""Persons and the addresses they keep."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

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
