"""Where a browser goes after a form was sent."""

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """303: look there with GET, so that loading the page again sends nothing again."""

    status_code = 303


def see(address: str) -> SeeOther:
    return SeeOther(address)
