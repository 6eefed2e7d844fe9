"""The project's settings on a data folder of this test process's own, tuned for tests that start and end a lot."""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: they take the folder from here, and programs that tests start inherit it.
os.environ["TADAMUN_DATA"] = tempfile.mkdtemp(prefix="tadamun-tests-")
atexit.register(shutil.rmtree, os.environ["TADAMUN_DATA"], ignore_errors=True)

from tadamun.config.settings import *  # noqa: E402, F403
from tadamun.config.settings import DATA, DATABASES  # noqa: E402

database = DATABASES["default"]
if database["ENGINE"] == "tadamun.kernel.sqlite":
    # A file, not memory: threads then have connections of their own and meet the locks that users meet. Nothing
    # is kept, so nothing need reach the disk.
    database["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
    options = database["OPTIONS"]
    assert isinstance(options, dict)
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
else:
    # A test's threads end without saying goodbye; their connections must not outlive them.
    database["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
