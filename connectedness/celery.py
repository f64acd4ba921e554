"""The Celery app: finds the tasks, nothing else."""

import os

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connectedness.settings")

app = Celery("connectedness")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def prepare_embedded_broker() -> None:
    """Make the folders through which the filesystem transport passes messages."""
    for folder in ("messages", "control"):
        (settings.BROKER_DIR / folder).mkdir(parents=True, exist_ok=True)


if not settings.ENV.redis_url:
    prepare_embedded_broker()
