"""What an organisation is told when a market decided about it."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tadamun.kernel.events import reaction
from tadamun.kernel.links import link
from tadamun.people.notices.operations import occasion
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.events import OrganisationChanged, SellerAdmitted, SellerRefused, SellerSuspended
from tadamun.people.sellers.models import Admission
from tadamun.people.sellers.notices import tell_organisation
from tadamun.people.sellers.queries import admission_of


@reaction(SellerAdmitted, SellerRefused, SellerSuspended, when="later")
def tell_of_admission(event: OrganisationChanged) -> None:
    admission = admission_of(event.organisation_id, event.market_id)
    if admission is None or admission.status not in _WORDS:
        return
    tell_organisation(
        admission.organisation,
        admission.market,
        key=f"admission/{event.market_id}/{occasion(event)}",
        kind=f"admission_{admission.status}",
        subject_ref=str(admission.organisation.reference),
        compose=lambda voice: _said(admission, voice),
    )


def _said(admission: Admission, voice: Voice) -> Said:
    title, text = _WORDS[admission.status](admission, voice)
    address = link("workshop", market=admission.market, language=voice.language)
    return Said(title, f"{text} {address}", address)


def _admitted(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = {"seller": admission.organisation.name(voice.language), "shop": voice.shop}
    return (
        _("You can now sell on %(shop)s") % names,
        _("%(seller)s can now sell on %(shop)s. Your workshop:") % names,
    )


def _refused(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = {
        "seller": admission.organisation.name(voice.language), "shop": voice.shop, "reason": admission.reason,
    }  # fmt: skip
    return (
        _("Your application to %(shop)s") % names,
        _("%(shop)s cannot admit %(seller)s yet: %(reason)s You can apply again:") % _stopped(names),
    )


def _suspended(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = {
        "seller": admission.organisation.name(voice.language), "shop": voice.shop, "reason": admission.reason,
    }  # fmt: skip
    return (
        _("Your shop on %(shop)s is paused") % names,
        _("The shop of %(seller)s on %(shop)s is paused: %(reason)s Orders under way go on:")
        % _stopped(names),
    )


def _stopped(names: dict[str, str]) -> dict[str, str]:
    """The reason as a sentence of its own."""
    reason = names["reason"].strip()
    return {**names, "reason": reason if reason.endswith((".", "!", "?", "؟")) else f"{reason}."}


_WORDS: dict[str, Callable[[Admission, Voice], tuple[str, str]]] = {
    Admission.Status.ADMITTED: _admitted,
    Admission.Status.REFUSED: _refused,
    Admission.Status.SUSPENDED: _suspended,
}
