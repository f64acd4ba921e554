"""The project's settings for measuring: pages name static files as they lie, so that none have to be collected."""

import os
from pathlib import Path

Path(os.environ["CONNECTEDNESS_VAR"], "static").mkdir(exist_ok=True)

from connectedness.settings import *  # noqa: E402, F403
from connectedness.settings import STORAGES  # noqa: E402

ALLOWED_HOSTS = ["testserver"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
