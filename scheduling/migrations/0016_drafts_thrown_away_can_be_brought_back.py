import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("scheduling", "0015_coaching_meetings_have_a_rhythm"),
    ]

    operations = [
        migrations.AddField(
            model_name="schedule",
            name="thrown_away_at",
            field=models.DateTimeField(
                blank=True, help_text="Since when it can only be brought back, for a while.", null=True
            ),
        ),
        migrations.AddField(
            model_name="schedule",
            name="thrown_away_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="schedule",
            constraint=models.CheckConstraint(
                condition=models.Q(("thrown_away_at", None), ("state", "draft"), _connector="OR"),
                name="schedule_thrown_away_was_a_draft",
            ),
        ),
    ]
