"""A file that others read while it is written."""

import contextlib
import os
import secrets
from pathlib import Path


def write_whole(path: str | Path, data: bytes) -> None:
    """Put it in place, whole or not at all; several may write the same at once. Its folder is made. Raises ``OSError``."""
    folder, name = os.path.split(path)
    new = f"{folder or '.'}/.{name}.{secrets.token_hex(4)}"
    try:
        handle = _create(new)
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)
        handle = _create(new)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(new, path)  # noqa: PTH105
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(new)  # noqa: PTH108
        raise


def _create(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
