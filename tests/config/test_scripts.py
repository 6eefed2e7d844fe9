"""Scripts are sent without what is written for their readers, and do the same."""

from pathlib import Path

from django.core.files.base import ContentFile

from tadamun.config.scripts import Smaller

SCRIPT = b"""/* For readers. */
const words = `two  words // and no comment`; // why
const found = /a\\/ {2}b/.test(words);
"""


def test_a_script_is_kept_without_comments_and_a_page_as_it_is(tmp_path: Path) -> None:
    storage = Smaller(location=tmp_path)
    for name in ("here.js", "there.min.js", "page.html"):
        content = ContentFile(SCRIPT)
        content.read()  # as whoever takes its digest
        storage.save(name, content)
    kept = (tmp_path / "here.js").read_text()
    assert "readers" not in kept and "why" not in kept and "`two  words // and no comment`" in kept
    assert len(kept) < len(SCRIPT)
    assert (tmp_path / "there.min.js").read_bytes() == (tmp_path / "page.html").read_bytes() == SCRIPT
