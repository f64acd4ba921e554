from django.db import migrations


def take_over(apps, schema_editor):
    """What schedules had in a history of their own is part of the one trail."""
    event = apps.get_model("trail", "Event")
    old = apps.get_model("scheduling", "ScheduleEvent").objects.select_related("actor").order_by("id")
    event.objects.bulk_create(
        (
            event(
                at=row.at,
                kind=row.kind,
                actor_id=row.actor_id,
                actor_name=row.actor.name[:150] if row.actor else "",
                program_id=row.program_id,
                subject=row.subject,
                after=row.detail,
            )
            for row in old.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("trail", "0001_events_are_only_added"),
        ("scheduling", "0005_programs_set_their_days_of_notice"),
    ]

    # There is no way back: the events would be lost.
    operations = [migrations.RunPython(take_over)]
