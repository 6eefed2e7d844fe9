"""A PIN typed into a form: tried where its guesses are counted; a wrong one is told in the form."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from tadamun.people.accounts.models import GUESSES, Guessed
from tadamun.people.accounts.operations import Guess, try_pin
from tadamun.web.shared.entering.forms import PinForm


def tried(where: Guessed, form: PinForm) -> Guess | None:
    """What the guess came to; ``None`` where nothing was typed that could be one. ``where`` is as it is after it."""
    if not form.is_valid():
        return None
    guess = try_pin(where, form.cleaned_data["pin"])
    if guess != Guess.RIGHT:
        where.refresh_from_db()
        form.add_error("pin", _("These are not your digits. Please look once more."))
    return guess


class Trial:
    """A page that asks for a PIN. ``opens``: it may still be typed; ``right``: it was."""

    def __init__(self, request: HttpRequest, where: Guessed | None, *, opens: bool = True) -> None:
        self.request, self.where = request, where
        self.form = PinForm(request.POST if request.method == "POST" else None)
        may = opens and where is not None and where.closed_at is None
        guess = tried(where, self.form) if may and where else None
        self.right, self.opens = guess == Guess.RIGHT, may and guess in (None, Guess.WRONG)

    def page(self, template: str, **context: Any) -> HttpResponse:
        where = self.where
        closed = where is not None and where.closed_at is not None
        left = range(GUESSES - where.wrong if where else 0)
        shown = {"form": self.form, "opens": self.opens, "closed": closed, "left": left, **context}
        status = 200 if not self.form.is_bound else 422 if self.opens else 403
        return render(self.request, f"shared/entering/{template}.html", shown, status=status)
