"""What happened, what happens now and what is still to come, as a list of steps."""

from collections.abc import Iterable, Mapping

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tadamun.ui.escaping import escaped


def timeline_html(
    steps: Iterable[Mapping[str, str]], label: str = "", slot: str = "", attrs: str = ""
) -> SafeString:
    """``steps`` have a title, a state (done, now or next) and perhaps a time and a text. ``slot`` and ``attrs`` are HTML."""
    said = {"done": _("done"), "now": _("now")}
    later = _("still to come")
    rows = "\n".join(_step(step, said.get(step["state"], later)) for step in steps)
    named = f' aria-label="{escaped(label)}"' if label else ""
    return mark_safe(f'<ol class="timeline"{named}{attrs}>\n{rows}\n{slot}\n</ol>')


def _step(step: Mapping[str, str], state: str) -> str:
    current = ' aria-current="step"' if step["state"] == "now" else ""
    time = f' <span class="muted"><bdi>{escaped(step["time"])}</bdi></span>' if step.get("time") else ""
    text = f"<p><bdi>{escaped(step['text'])}</bdi></p>" if step.get("text") else ""
    return (
        f'<li class="{escaped(step["state"])}"{current}><span class="dot"></span>'
        f"<strong><bdi>{escaped(step['title'])}</bdi></strong>"
        f'<span class="visually-hidden"> ({escaped(state)})</span>{time}{text}</li>'
    )
