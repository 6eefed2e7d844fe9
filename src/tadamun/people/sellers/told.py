"""What sellers are told, in words: of decisions, papers, mandates, proposals and the week in her name."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tadamun.kernel.links import link
from tadamun.kernel.money import Money
from tadamun.people.notices.voice import Said, Voice
from tadamun.people.sellers.models import Admission, Appeal, Decision, Grant, Proposal, Submission


def _workshop(voice: Voice, rest: str = "") -> str:
    return link("workshop", market=voice.market, language=voice.language) + rest


def _sentence(reason: str) -> str:
    """The reason as a sentence of its own."""
    reason = reason.strip()
    return reason if not reason or reason.endswith((".", "!", "?", "؟")) else f"{reason}."


def _said(title: str, text: str, address: str) -> Said:
    return Said(title, f"{text} {address}", address)


def decided(voice: Voice, admission: Admission) -> Said:
    title, text = _WORDS[admission.status](admission, voice)
    selling = admission.status == Admission.Status.ADMITTED
    return _said(title, text, _workshop(voice, "" if selling else "application/"))


def _names(admission: Admission, voice: Voice) -> dict[str, str]:
    return {
        "seller": admission.organisation.name(voice.language), "shop": voice.shop, "reason": _sentence(admission.reason),
    }  # fmt: skip


def _admitted(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = _names(admission, voice)
    return (
        _("You can now sell on %(shop)s") % names,
        _("%(seller)s can now sell on %(shop)s. Your workshop:") % names,
    )


def _refused(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = _names(admission, voice)
    return (
        _("Your application to %(shop)s") % names,
        _("%(shop)s cannot admit %(seller)s yet: %(reason)s You can apply again:") % names,
    )


def _suspended(admission: Admission, voice: Voice) -> tuple[str, str]:
    names = _names(admission, voice)
    return (
        _("Your shop on %(shop)s is paused") % names,
        _("The shop of %(seller)s on %(shop)s is paused: %(reason)s Orders under way go on:") % names,
    )


_WORDS: dict[str, Callable[[Admission, Voice], tuple[str, str]]] = {
    Admission.Status.ADMITTED: _admitted,
    Admission.Status.REFUSED: _refused,
    Admission.Status.SUSPENDED: _suspended,
}


def suspension_announced(voice: Voice, admission: Admission, decision: Decision) -> Said:
    names = {**_names(admission, voice), "day": voice.day(decision.effective_at)}
    text = _("From %(day)s the shop of %(seller)s on %(shop)s is paused: %(reason)s You can object:") % names
    return _said(_("Your shop on %(shop)s will be paused") % names, text, _workshop(voice, "application/"))


def appeal_answered(voice: Voice, admission: Admission, answered: Appeal) -> Said:
    names = {**_names(admission, voice), "answer": _sentence(answered.answer)}
    if answered.state == Appeal.State.GRANTED:
        text = _("%(shop)s agrees with you: %(answer)s") % names
    else:
        text = _("%(shop)s looked at it again and stays with its decision: %(answer)s") % names
    return _said(_("An answer to your objection"), text, _workshop(voice, "application/"))


def paper_rejected(voice: Voice, row: Submission) -> Said:
    names = {"shop": voice.shop, "reason": _sentence(row.note)}
    text = _("%(shop)s looked at a paper of yours: %(reason)s Please give it again:") % names
    return _said(_("A paper is missing"), text, _workshop(voice, "application/"))


def mandate_given(voice: Voice, grant: Grant) -> Said:
    names = {"helper": helper_name(grant, voice.language), "day": voice.day(grant.until)}
    text = _("%(helper)s may help you until %(day)s. If that is not what you want, end it here:") % names
    return _said(_("A mandate was given"), text, _workshop(voice, "mandates/"))


def mandate_ended(voice: Voice, grant: Grant) -> Said:
    names = {"helper": helper_name(grant, voice.language)}
    text = _("%(helper)s helps you no more, and can do nothing in your name. Who helps you:") % names
    return _said(_("A mandate has ended"), text, _workshop(voice, "mandates/"))


def helper_name(grant: Grant, language: str) -> str:
    """As it stands on the banner and in messages; the last digits of her phone where she has no name."""
    if grant.helpers is not None:
        return grant.helpers.name(language)
    if grant.helper is None:
        return ""
    return grant.helper.display_name or f"•••{(grant.helper.phone or '')[-4:]}"


def change_proposed(voice: Voice, row: Proposal) -> Said:
    before = Money(row.change["before_minor"], row.change["currency"])
    after = Money(row.change["after_minor"], row.change["currency"])
    names = {"helper": row.by_name, "before": voice.money(before), "after": voice.money(after)}
    if row.change.get("first"):
        text = _("%(helper)s added a product for you at %(after)s. Say yes or no to the price:") % names
        return _said(_("Is this your price?"), text, _workshop(voice, "proposals/"))
    text = _("%(helper)s proposes a new price: %(after)s instead of %(before)s. Say yes or no:") % names
    return _said(_("Your helper proposes a price"), text, _workshop(voice, "proposals/"))


def week_in_her_name(voice: Voice, *, count: int, week: str) -> Said:
    text = ngettext(
        "Last week %(count)s thing was done in your name. Hear what it was:",
        "Last week %(count)s things were done in your name. Hear what they were:",
        count,
    )
    return _said(_("Done in your name"), text % {"count": count}, _workshop(voice, f"helped/?week={week}"))
