"""The Celery app: finds the tasks, and the embedded broker, nothing else."""

import os
from typing import Any

from celery import Celery
from django.conf import settings

from connectedness import embedded_broker  # noqa: F401 - makes embedded:// known

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connectedness.settings")

app = Celery("connectedness")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def prepare_embedded_broker(**_signal: Any) -> None:
    """Make the folder through which the embedded broker passes messages."""
    if not settings.ENV.redis_url:
        (settings.BROKER_DIR / "messages").mkdir(parents=True, exist_ok=True)
