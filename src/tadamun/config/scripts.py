"""Static files as they are sent: hashed and compressed, and scripts without what is written for their readers."""

from typing import Any

from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

from tadamun.ui.scripts import smaller


class Smaller(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """What ``collectstatic`` copies is made smaller before it is hashed."""

    def _save(self, name: str, content: File[Any]) -> str:
        if name.endswith(".js") and not name.endswith(".min.js"):
            content.seek(0)  # whoever took its digest has read it
            content = ContentFile(smaller(content.read().decode()).encode())
        return str(super()._save(name, content))
