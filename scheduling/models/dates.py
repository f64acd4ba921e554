"""Which day it is where: programs keep the calendar of their own clinic, not the server's."""

from datetime import datetime
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, DateTimeField, F, Func, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone


class DateThere(Func):
    """The date on the wall in the time zone that a column names, so that one query serves programs in several zones."""

    output_field = DateField()

    def __init__(self, zone: str, now: datetime | None = None) -> None:
        super().__init__(Value(now or timezone.now(), output_field=DateTimeField()), F(zone))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """By the function that Django's own ``TruncDate`` calls."""
        template = "django_datetime_cast_date(%(expressions)s, 'UTC')"
        return self.as_sql(compiler, connection, template=template, **context)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """By the database's own time zones."""
        template, joiner = "(%(expressions)s)::date", " AT TIME ZONE "
        return self.as_sql(compiler, connection, template=template, arg_joiner=joiner, **context)
