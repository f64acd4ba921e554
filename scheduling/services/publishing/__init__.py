"""Publishing: a draft becomes what everybody sees, all or nothing, once."""

from scheduling.services.publishing.publish import publish_schedule
from scheduling.services.publishing.refusals import NotPublishable, StaleEdition

__all__ = ["NotPublishable", "StaleEdition", "publish_schedule"]
