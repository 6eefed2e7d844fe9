"""The one thing the design serves by itself: tiles."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tadamun.ui.motifs import FAMILIES, motif_svg_document


@require_safe
def motif_tile(request: HttpRequest, family: str, seed: str, colour: str = "") -> HttpResponse:
    """A tile as an SVG file. It never changes, so caches may keep it for a year."""
    if family not in FAMILIES or len(seed) > 64:
        raise Http404
    document = motif_svg_document(seed, family, f"#{colour}") if colour else motif_svg_document(seed, family)
    return HttpResponse(
        document,
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
