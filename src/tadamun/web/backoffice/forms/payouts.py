"""What is said when money leaves, and of what the bank says."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _say
from django.utils.translation import gettext_lazy as _

from tadamun.kernel.money import Money, exponent
from tadamun.treasury.ledger.queries import DatedRate
from tadamun.treasury.payments.models import Contract
from tadamun.treasury.payouts.covering import Open
from tadamun.treasury.payouts.models import Payout, Rail, StatementLine
from tadamun.treasury.payouts.statements import MOST_BYTES
from tadamun.web.backoffice.forms.orders import OrderForm
from tadamun.web.backoffice.forms.sellers import LatinNumber

# The day after it is counted with, and the calendar ends.
_WITHIN = MaxValueValidator(date(9000, 1, 1))


class PrepareForm(OrderForm):
    currency = forms.CharField(max_length=3)
    rail = forms.ChoiceField(choices=Rail.choices)
    until = forms.DateField(required=False, validators=[_WITHIN])


class UntilForm(OrderForm):
    """The last day of a payout run; empty, up to now."""

    until = forms.DateField(
        label=_("What was ready until"), required=False, help_text=_("Empty: everything that is ready."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), validators=[_WITHIN],
    )  # fmt: skip


class ConfirmForm(OrderForm):
    reference = forms.CharField(
        label=_("Reference"), max_length=120, help_text=_("As on the bank’s statement, or the number of the signed slip."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        error_messages={"required": _("Please write the reference.")},
    )  # fmt: skip
    receipt = forms.CharField(label=_("Who received it"), max_length=200, required=False)

    def __init__(
        self, *args: object, payout: Payout, dated: DatedRate | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.home, self.foreign = (
            payout.batch.market.currency,
            payout.currency != payout.batch.market.currency,
        )
        if self.foreign:
            label = _say("What left our account")
            self.fields["cost"] = LatinNumber(
                label=f"{label} ({self.home})", min_value=0, max_digits=12, required=False,
                decimal_places=exponent(self.home), help_text=_("As on the bank’s statement, its fee included."),
            )  # fmt: skip
        if self.foreign and dated:
            words = _say("We do not know it yet: take the rate of %(day)s, %(rate)s")
            said = {"day": dated.on.isoformat(), "rate": f"{dated.rate.normalize():f}"}
            self.fields["at_rate"] = forms.BooleanField(label=words % said, required=False)

    def clean_cost(self) -> Money | None:
        said = self.cleaned_data["cost"]
        return Money.of(said, self.home) if said is not None else None

    def clean(self) -> dict[str, object]:
        said = {**self.cleaned_data}
        if self.foreign and "cost" not in self.errors and not said["cost"] and not said.get("at_rate"):
            self.add_error("cost", _say("Please write what left our account: more than nothing."))
        return said


class FailForm(OrderForm):
    reason = forms.CharField(
        label=_("Why it was not paid"), max_length=200, help_text=_("The seller is told. Her money stays hers."),
        error_messages={"required": _("Please say why.")},
    )  # fmt: skip


class StatementForm(OrderForm):
    file = forms.FileField(
        label=_("Statement of the bank"), help_text=_("camt.053 (XML) or CSV. The same file again does no harm."),
        widget=forms.FileInput(attrs={"accept": ".xml,.csv,.txt,text/csv,application/xml"}),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
    )  # fmt: skip

    def data_of(self) -> bytes:
        """What was sent, and one byte more than is taken when it is too much."""
        file = self.cleaned_data["file"]
        assert isinstance(file, UploadedFile)
        data: bytes = file.read(MOST_BYTES + 1)
        return data


CARRIER, TRANSFER, NOTE = "carrier:", "transfer", "note"
FEE_AT_MOST = 10  # one part in so many; above that a person writes it


class MatchForm(OrderForm):
    """``kind``: a contract's code, a carrier by name, a buyer's transfer, or words of a person."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        error_messages={
            "required": _("Please choose what it is."),
            "invalid_choice": _("Please choose what it is."),
        },
    )
    note = forms.CharField(label=_("In your words"), max_length=200, required=False)

    def __init__(
        self, *args: object, line: StatementLine, contracts: Sequence[Contract], carriers: Iterable[str],
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.line = line
        choices: list[tuple[str, object]] = [(NOTE, _("Something else, in your words"))]
        if line.amount_minor > 0:
            owners = [(contract.code, contract.acquirer) for contract in contracts]
            cash, whose = _say("Cash that a carrier brings"), _say("Cash that %(carrier)s brings")
            bringing = [
                (f"{CARRIER}{name}", whose % {"carrier": name} if name else cash) for name in carriers
            ]
            choices = [*owners, *bringing, *choices]
            self.fields["gross"] = LatinNumber(
                label=_("What they took for us"), required=False, min_value=0, max_digits=12,
                decimal_places=exponent(line.currency),
                help_text=_("If it is more than what arrived, the rest is their fee. Empty: exactly what arrived."),
            )  # fmt: skip
        if line.state == StatementLine.State.PROPOSED:
            back = line.subject.startswith("refund:")
            named = _("The refund that it names") if back else _("The buyer’s transfer that it names")
            choices.insert(0, (TRANSFER, named))
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        self.order_fields(["kind", "gross", "note"])

    def clean(self) -> dict[str, object]:
        said = {**self.cleaned_data}
        if said.get("kind") == NOTE and not said.get("note"):
            self.add_error("note", _say("Please say what it is."))
        return said

    def gross(self) -> Money:
        said = self.cleaned_data.get("gross")
        return Money.of(said, self.line.currency) if said else self.line.amount


class CoverForm(OrderForm):
    """Which of what somebody has they brought: ``of`` its codes, ticked; ``list`` any text of theirs that names them."""

    of = forms.MultipleChoiceField(
        required=False, error_messages={"invalid_choice": _("One of these was brought by another line meanwhile. Look again.")}
    )  # fmt: skip
    list = forms.CharField(
        label=_("Their list"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"dir": "ltr", "rows": 6}),
        help_text=_("Paste the list of the acquirer or carrier: numbers of payments, orders or parcels are found in it."),
    )  # fmt: skip

    def __init__(self, *args: object, rows: Sequence[Open], came: Money | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.came = came
        choices = self.fields["of"]
        assert isinstance(choices, forms.MultipleChoiceField)
        choices.choices = [(row.code, row.code) for row in rows if row.code]
        if came is not None:
            self.fields["gross"] = LatinNumber(
                label=_say("What they took for us"), required=False, min_value=0, max_digits=12,
                decimal_places=exponent(came.currency), help_text=_say("Empty: what you choose here; the rest is their fee."),
            )  # fmt: skip

    def chosen(self, listed: Collection[str]) -> set[str]:
        """Ticked, or in their list."""
        return {*self.cleaned_data["of"], *listed}

    def gross_of(self, named: Money, *, loose: bool) -> Money | None:
        """As written; else what was named. ``None``, with the error in place, where that would leave a strange fee.

        ``loose``: they brought more before than was named, so what is named now may be of that.
        """
        assert self.came is not None
        said = self.cleaned_data.get("gross")
        if said:
            return Money.of(said, self.came.currency)
        if loose or named <= self.came:
            return self.came
        if (named - self.came).minor * FEE_AT_MOST > named.minor:
            self.add_error(
                "gross", _say("That would leave them a large fee. If it is so, write what they took for us.")
            )
            return None
        return named
