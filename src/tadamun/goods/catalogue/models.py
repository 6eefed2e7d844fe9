"""Products, variants, pieces, pictures, listings, waiting edits and slugs."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from tadamun.goods.catalogue.reasons import told
from tadamun.kernel import clock
from tadamun.kernel.codes import new_code
from tadamun.kernel.money import Money
from tadamun.kernel.references import Reference
from tadamun.kernel.scopes import ScopedManager
from tadamun.kernel.text import TranslatedTextField
from tadamun.people.markets.models import Market
from tadamun.people.sellers.models import Maker, Organisation

BY_ADMISSION = "organisation__admissions__market"


class Picture(models.Model):
    """A stored photograph, re-encoded, without EXIF: files are ``<key>/<width>.<format>`` under the media folder.

    Owner: the organisation. ``widths`` are those written; ``formats`` grows when the AVIF job has run.
    """

    key = models.CharField(max_length=60, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="pictures")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)
    formats = models.JSONField(default=list)
    digest = models.CharField(max_length=64, help_text="sha256 of the upload: the same file is kept once")
    stored_at = models.DateTimeField(default=timezone.now)

    objects = ScopedManager["Picture"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "digest"], name="a_picture_is_kept_once"),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0), name="a_picture_has_a_size"
            ),
        ]


class Product(models.Model):
    """What an organisation makes. Written by ``catalogue.operations``.

    ``review``: draft → waiting → approved or sent_back; ``shown`` is the seller's own switch; ``removed_at`` ends it
    (its page answers 410). ``price_to_hear``: a helper typed its price, and its seller has not said yes to it yet.
    """

    class Review(models.TextChoices):
        DRAFT = "draft"
        WAITING = "waiting"
        APPROVED = "approved"
        SENT_BACK = "sent_back"

    FOLLOWS: ClassVar[dict[str, tuple[str, ...]]] = {
        Review.DRAFT: (Review.WAITING, Review.APPROVED),
        Review.WAITING: (Review.APPROVED, Review.SENT_BACK),
        Review.SENT_BACK: (Review.WAITING,),
        Review.APPROVED: (Review.SENT_BACK,),
    }

    code = models.CharField(max_length=12, unique=True, default=new_code)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="products")
    external_id = models.CharField(
        max_length=200, blank=True, help_text="handle in the file it was imported from"
    )
    craft = models.CharField(max_length=60, help_text="slug of taxonomy")
    titles = TranslatedTextField()
    stories = TranslatedTextField()
    care = TranslatedTextField()
    attributes = models.JSONField(default=dict, help_text="size, technique, hours … by the craft's schema")
    materials = models.JSONField(default=list)
    labels = models.JSONField(default=list)
    tags = models.JSONField(default=list)
    region = models.CharField(max_length=10, blank=True, help_text="where it is made, ISO 3166-2")
    review = models.CharField(max_length=10, choices=Review, default=Review.DRAFT)
    review_reason = models.TextField(blank=True)
    review_codes = models.JSONField(default=list, help_text="reasons that have a picture, by their codes")
    review_voice = models.CharField(max_length=12, blank=True, help_text="code of the reason as a recording")
    shown = models.BooleanField(default=True)
    price_to_hear = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    makers = models.ManyToManyField(Maker, blank=True, related_name="products")

    objects = ScopedManager["Product"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        indexes = [models.Index(fields=["review", "created_at"], name="product_review")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=~models.Q(external_id=""),
                name="a_handle_once_per_organisation",
            ),
            models.CheckConstraint(
                condition=~models.Q(review="approved") | models.Q(price_to_hear=False),
                name="a_helpers_price_is_heard_before_it_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def reference(self) -> Reference:
        return Reference("product", self.code)

    @property
    def reason_told(self) -> str:
        """Why it went back, in the active language; empty where that was only spoken."""
        return told(self.review_codes, self.review_reason)


class ProductPicture(models.Model):
    """A picture of a product, in order, with words for those who do not see it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="used_by")
    position = models.PositiveSmallIntegerField(default=0)
    alt = TranslatedTextField()

    objects = ScopedManager["ProductPicture"](
        organisation="product__organisation", through=f"product__{BY_ADMISSION}"
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["product", "picture"], name="a_picture_once_per_product")
        ]


class Variant(models.Model):
    """What is bought: options, one price in the one currency its seller names, and how it comes to be."""

    class Mode(models.TextChoices):
        UNIQUE = "unique"
        EDITION = "edition"
        STOCK = "stock"
        MADE_TO_ORDER = "made_to_order"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(max_length=80)
    barcode = models.CharField(max_length=40, blank=True)
    options = models.JSONField(default=dict, help_text='{"Size": "38"}, in the order shown')
    mode = models.CharField(max_length=14, choices=Mode, default=Mode.STOCK)
    edition_size = models.PositiveIntegerField(null=True)
    lead_days_min = models.PositiveSmallIntegerField(default=0)
    lead_days_max = models.PositiveSmallIntegerField(default=0)
    price_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    weight_g = models.PositiveIntegerField(null=True)
    size_mm = models.JSONField(default=list, help_text="length, width, height")
    position = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    objects = ScopedManager["Variant"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sku"], name="a_sku_once_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(price_minor__gt=0, price_minor__lte=10**12), name="a_price_is_above_zero"
            ),
            models.CheckConstraint(
                condition=models.Q(lead_days_min__lte=models.F("lead_days_max")), name="lead_days_in_order"
            ),
        ]

    @property
    def price(self) -> Money:
        return Money(self.price_minor, self.currency)


class Piece(models.Model):
    """One object of a unique or edition variant. Written by ``catalogue.operations``; sold by stock's movement."""

    class State(models.TextChoices):
        AVAILABLE = "available"
        SOLD = "sold"
        WITHDRAWN = "withdrawn"

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="pieces")
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.AVAILABLE)
    sold_to = models.CharField(max_length=80, blank=True, help_text="reference of the seller order")

    objects = ScopedManager["Piece"](organisation="variant__organisation", through=f"variant__{BY_ADMISSION}")

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["variant", "serial"], name="a_serial_once_per_variant")
        ]


class Listing(models.Model):
    """Where a market overrides a product; no row, no override."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="listings")
    hidden = models.BooleanField(default=False)
    featured = models.BooleanField(default=False)

    objects = ScopedManager["Listing"](market="market", organisation="product__organisation")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["product", "market"], name="one_listing_a_market")]


class ProductEdit(models.Model):
    """A change to an approved product that waits for review: what was, what shall be."""

    class State(models.TextChoices):
        WAITING = "waiting"
        APPROVED = "approved"
        SENT_BACK = "sent_back"

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="edits")
    changes = models.JSONField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.TextField(blank=True)
    codes = models.JSONField(default=list, help_text="reasons that have a picture, by their codes")
    voice = models.CharField(max_length=12, blank=True, help_text="code of the reason as a recording")
    asked_by = models.CharField(max_length=80)
    asked_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)

    objects = ScopedManager["ProductEdit"](
        organisation="product__organisation", through=f"product__{BY_ADMISSION}"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(state="waiting"), name="one_waiting_edit_a_product"
            )
        ]

    @property
    def reason_told(self) -> str:
        """Why it went back, in the active language; empty where that was only spoken."""
        return told(self.codes, self.reason)


class Slug(models.Model):
    """An address in one market and language. An old one stays and leads to the current one (301)."""

    market = models.ForeignKey(Market, on_delete=models.CASCADE, related_name="slugs")
    language = models.CharField(max_length=5)
    path = models.CharField(max_length=120)
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="slugs")
    current = models.BooleanField(default=True)

    objects = ScopedManager["Slug"](market="market", organisation="product__organisation")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["market", "language", "path"], name="a_slug_once_per_market_and_language"
            ),
            models.UniqueConstraint(
                fields=["market", "language", "product"],
                condition=models.Q(current=True),
                name="one_current_slug",
            ),
        ]


class Draft(models.Model):
    """A product being listed on a phone that may have no network. Written by ``operations.drafting``.

    ``key`` is made by the phone: the same key is the same draft, whatever was sent how often. ``content`` is what
    ``operations.drafting.cleaned`` lets in; its pictures and voice are named by the sha256 of their files.
    ``edit`` counts on the phone that wrote last, ``revision`` here: two phones that wrote on the same revision
    make two drafts. No instant of the phone's own clock is kept.
    """

    key = models.UUIDField()
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="drafts")
    step = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    writer = models.CharField(
        max_length=40, blank=True, help_text="the phone that wrote last, by its own name"
    )
    edit = models.PositiveBigIntegerField(default=0)
    voice = models.CharField(max_length=12, blank=True, help_text="code of the recording")
    voice_digest = models.CharField(max_length=64, blank=True)
    copy_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies")
    kept_by = models.CharField(max_length=80)
    started_at = models.DateTimeField(default=clock.now)
    kept_at = models.DateTimeField(default=clock.now)
    sent_as = models.OneToOneField(Product, on_delete=models.CASCADE, null=True, related_name="draft")
    sent_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True, help_text="put aside by her; nothing is deleted")

    objects = ScopedManager["Draft"](organisation="organisation", through=BY_ADMISSION)

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="a_draft_once_per_organisation"),
            models.CheckConstraint(
                condition=models.Q(sent_as__isnull=True, sent_at__isnull=True)
                | models.Q(sent_as__isnull=False, sent_at__isnull=False),
                name="a_sent_draft_has_its_instant",
            ),
        ]


class Wording(models.Model):
    """The words of a product whose maker spoke and did not write. Written by ``operations.wording``.

    wanted → to_hear → agreed: somebody writes, she hears it read, she presses the green hand. Her no, or a change of
    the words, begins it anew. ``provenance``: language → how, by whom and from which recording or language.
    """

    class State(models.TextChoices):
        WANTED = "wanted"
        TO_HEAR = "to_hear"
        AGREED = "agreed"

    product = models.OneToOneField(Product, on_delete=models.CASCADE, related_name="wording")
    state = models.CharField(max_length=8, choices=State, default=State.WANTED)
    needs_hand = models.BooleanField(default=True, help_text="not approved before she agreed")
    voice = models.CharField(max_length=12, blank=True, help_text="code of what she said of it")
    provenance = models.JSONField(default=dict)
    reading = models.CharField(max_length=12, blank=True, help_text="code of the words read aloud")
    answer = models.CharField(max_length=12, blank=True, help_text="code of why she said no")
    asked_at = models.DateTimeField(default=clock.now)
    written_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True)

    objects = ScopedManager["Wording"](
        organisation="product__organisation", through=f"product__{BY_ADMISSION}"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="agreed") | models.Q(answered_at__isnull=False),
                name="words_are_agreed_by_somebody",
            )
        ]

    @property
    def version(self) -> str:
        """Changes whenever they are written anew."""
        return self.written_at.isoformat() if self.written_at else ""
