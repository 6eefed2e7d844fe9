"""Sending a private paper: to be looked at, never to be run, kept by nobody on the way."""

from django.http import HttpResponse

from tadamun.people.sellers.models import Document

_ENDINGS = {Document.Format.JPEG: "jpg", Document.Format.PDF: "pdf"}


def document_answer(document: Document) -> HttpResponse:
    """The caller checked who asks. A picture is shown, a PDF is always a download."""
    form = Document.Format(document.format)
    response = HttpResponse(bytes(document.body), content_type=form.value)
    how = "inline" if form == Document.Format.JPEG else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{document.code}.{_ENDINGS[form]}"'
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
