"""Her PIN before money goes another way: asked for on a page that carries what she sent, once for each act.

A view calls ``ask`` when everything else is right, and goes on when there is nothing to answer::

    if form.is_valid() and (asked := pin.ask(request)):
        return asked
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tadamun.kernel import clock
from tadamun.people.accounts.models import GUESSES, Guessed, Pin
from tadamun.people.accounts.operations import Guess
from tadamun.web.shared.entering.forms import PinForm
from tadamun.web.shared.entering.session import guessed_here, prove
from tadamun.web.shared.entering.trying import tried
from tadamun.web.shared.signin import PhoneCode
from tadamun.web.shared.signin_forms import CodeForm
from tadamun.web.workshop.access import desk_of
from tadamun.web.workshop.pages import page

OURS = ("pin", "code", "again")  # fields of the page itself, never of what she sent


def ask(request: HttpRequest, *, money: bool = True) -> HttpResponse | None:
    """The page to answer with, or ``None`` when she typed her PIN; who has none types a code that is sent to her phone.

    ``money``: a PIN that was set after she was let in again waits a day before it sends any.
    """
    where = guessed_here(request, desk_of(request).person)
    if where is None:
        return _ask_code(request, money)
    pin = Pin.objects.filter(person=desk_of(request).person).first()
    if money and pin and pin.holds_from > clock.now():
        return _page(request, 403, waits_until=pin.holds_from)
    return _ask_pin(request, where, money)


def _ask_pin(request: HttpRequest, where: Guessed, money: bool) -> HttpResponse | None:
    typed = "pin" in request.POST
    form = PinForm(request.POST if typed else None)
    if where.closed_at is None and tried(where, form) == Guess.RIGHT:
        prove(request)
        return None
    if where.closed_at is not None:
        return _page(request, 403, closed=True)
    return _page(request, 422 if typed else 200, form=form, left=range(GUESSES - where.wrong), money=money)


def _ask_code(request: HttpRequest, money: bool) -> HttpResponse | None:
    person = desk_of(request).person
    process = PhoneCode.awaited(request)
    if "code" not in request.POST or process is None or process.phone != person.phone:
        PhoneCode.begin(request, person.phone or "", "", hidden=True)
        return _page(request, 200, code_form=CodeForm(), money=money)
    form = CodeForm(request.POST)
    if form.is_valid():
        if process.is_right(form.cleaned_data["code"]):
            process.abort()
            prove(request)
            return None
        if not process.record_invalid_attempt():
            return _page(request, 403, ended=True)
        form.add_error("code", _("This code is not right. Please look at the message again."))
    return _page(request, 422, code_form=form, money=money)


def _page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    carried = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OURS
        for value in map(str, values)
    ]
    return page(request, "confirm", status=status, carried=carried, back_url=request.path, **context)
