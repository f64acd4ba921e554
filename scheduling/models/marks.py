"""That what describes a year has changed."""

from django.db import models


class DataMark(models.Model):
    """Left by the database after a statement that changed what describes a year (`scheduling.marks`); of no meaning by itself."""

    token = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.token)
