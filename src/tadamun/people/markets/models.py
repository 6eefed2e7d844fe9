"""Markets, their hosts, texts, fees, regions and teams."""

from datetime import date
from functools import cached_property

from django.db import models
from django.utils import timezone

from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField, words
from tadamun.people.accounts.models import Person
from tadamun.people.markets.policies import Policies


class Market(models.Model):
    """A tenant. Owner: itself; read by everybody. Written by ``markets.operations``.

    ``languages``: codes, the first is the default. ``locales``: language → CLDR locale (``{"ar": "ar-MA"}``).
    ``theme``: accent, accent_dark, motif, seed, radius, logo. ``identity``: legal name, address, phone, e-mail and
    registers. ``policies``: see ``markets.policies``.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        CLOSED = "closed"

    slug = models.SlugField(max_length=40, unique=True)
    names = TranslatedTextField()
    taglines = TranslatedTextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    languages = models.JSONField(default=list)
    locales = models.JSONField(default=dict)
    digits = models.CharField(max_length=4, blank=True, help_text="latn, arab, or empty for CLDR's choice")
    currency = models.CharField(max_length=3)
    display_currencies = models.JSONField(default=list)
    sell_countries = models.JSONField(default=list)
    ship_countries = models.JSONField(default=list)
    time_zone = models.CharField(max_length=40, default="Africa/Casablanca")
    identity = models.JSONField(default=dict)
    theme = models.JSONField(default=dict)
    policies = models.JSONField(default=dict)
    position = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.slug

    @property
    def reference(self) -> Reference:
        return Reference("market", self.slug)

    @property
    def default_language(self) -> str:
        return str(self.languages[0]) if self.languages else "ar"

    def name(self, language: str) -> str:
        return words(self.names, language, self.languages)

    def locale(self, language: str) -> str:
        """The CLDR locale in which this market speaks a language: ``ar-MA``."""
        return str(self.locales.get(language, language))

    @cached_property
    def policy(self) -> Policies:
        return Policies.from_dict(self.policies)

    def fact(self, key: str, language: str = "") -> str:
        """A fact of the legal identity as text, in the language where it was given in several; empty when unknown."""
        value = self.identity.get(key, "")
        return words(value, language, self.languages) if isinstance(value, dict) else str(value)


class MarketHost(models.Model):
    """A host name that shows a market; the first by position is written in absolute links. Owner: everybody."""

    host = models.CharField(max_length=120, unique=True)
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="hosts")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]


class LegalText(models.Model):
    """One version of a legal text in all languages. Append-only in spirit: a change is a new version."""

    class Kind(models.TextChoices):
        TERMS = "terms"
        PRIVACY = "privacy"
        LEGAL = "legal"
        DELIVERY = "delivery"
        ABOUT = "about"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="legal_texts")
    kind = models.CharField(max_length=10, choices=Kind)
    version = models.PositiveIntegerField()
    body = TranslatedTextField(help_text="A small subset of Markdown")
    published_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["LegalText"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market", "kind", "version"], name="one_text_a_version"),
        ]


class FeePlan(models.Model):
    """What a market keeps of sellers' goods, under a name. A seller is admitted under one, or under the market's default;
    its percents are ``FeeTerm``. Written by ``markets.operations``.
    """

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="fee_plans")
    code = models.CharField(max_length=12, unique=True, default=new_code)
    names = TranslatedTextField()
    is_default = models.BooleanField(default=False)
    debt_most_minor = models.BigIntegerField(
        null=True,
        help_text="of fees a seller under it may owe of cash she kept; 0: no limit; none: as the market's rules say",
    )

    objects = ScopedManager["FeePlan"](market="market")

    class Meta:
        ordering = ["-is_default", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["market"], condition=models.Q(is_default=True), name="one_default_fee_plan_a_market"
            ),
            models.CheckConstraint(
                condition=models.Q(debt_most_minor=None) | models.Q(debt_most_minor__range=(0, 10**12)),
                name="a_debt_has_a_limit_that_can_be_counted",
            ),
        ]

    def name(self, language: str) -> str:
        return words(self.names, language, self.market.languages)


EVER = date(2000, 1, 1)  # the day of a plan's first term: a plan always has a percent


class FeeTerm(models.Model):
    """From a day of the market on, a plan's fee in hundredths of a percent of the goods. Append-only: a change is a new row,
    of two for one day the later is meant, and none begins before the day it was written.
    """

    plan = models.ForeignKey(FeePlan, on_delete=models.PROTECT, related_name="terms")
    basis_points = models.PositiveIntegerField()
    starts = models.DateField()
    set_on = models.DateField()
    set_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager["FeeTerm"](market="plan__market")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(basis_points__lte=10_000), name="a_fee_is_at_most_the_whole"
            ),
            models.CheckConstraint(
                condition=models.Q(starts__gte=models.F("set_on")) | models.Q(starts=EVER),
                name="a_fee_never_changes_backwards",
            ),
        ]


class MarketRegion(models.Model):
    """Where a market has opened: open, soon or closed, by ISO 3166-2 code of ``regions``."""

    class State(models.TextChoices):
        OPEN = "open"
        SOON = "soon"
        CLOSED = "closed"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="regions")
    region = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)

    objects = ScopedManager["MarketRegion"](market="market")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["market", "region"], name="region_once_per_market")]


class TeamMember(models.Model):
    """A person of a market's team and what she may do there: see ``markets.rules``."""

    class Role(models.TextChoices):
        OPERATOR = "operator"
        REVIEWER = "reviewer"
        SUPPORT = "support"
        TRAINER = "trainer"

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="team")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="teams")
    role = models.CharField(max_length=10, choices=Role)

    objects = ScopedManager["TeamMember"](market="market")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["market", "person"], name="one_role_a_person_and_market")
        ]


FILTERS_MOST = 20  # more names than a person finds again at a glance


class KeptFilter(models.Model):
    """How one person of a team likes a list to be asked, under a name of hers. Hers alone, gone with her role.

    ``asked``: what the list's address says, as its page writes it. ``slot`` lets the database count them.
    """

    class List(models.TextChoices):
        ORDERS = "orders"

    member = models.ForeignKey(TeamMember, on_delete=models.CASCADE, related_name="filters")
    of = models.CharField(max_length=10, choices=List)
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)

    objects = ScopedManager["KeptFilter"](market="member__market")

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "of", "name"], name="a_filter_has_a_name_of_its_own"),
            models.UniqueConstraint(fields=["member", "of", "slot"], name="a_slot_holds_one_filter"),
            models.CheckConstraint(
                condition=models.Q(slot__range=(1, FILTERS_MOST)), name="filters_are_few_enough_to_be_found"
            ),
            models.CheckConstraint(condition=~models.Q(name=""), name="a_kept_filter_is_named"),
        ]
