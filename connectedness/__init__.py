"""The installation: settings, wiring, users and the ground all pages stand on."""

from connectedness.celery import app as celery_app

__all__ = ["celery_app"]
