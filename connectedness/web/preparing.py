"""What the first requests would otherwise wait for: every address with its view, and every page's template."""

from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse


def prepare() -> None:
    """Import every view and compile every page of the project, before anybody asks. Touches no database."""
    reverse("home")
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for page in sorted(Path(folder).rglob("*.html")):
            get_template(str(page.relative_to(folder)))
