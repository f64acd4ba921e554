"""A web process has done what every first request would otherwise wait for, before it serves any."""

from connectedness.env import BASE_DIR
from tests.installation import Installation

TEMPLATES = BASE_DIR / "templates"
ASKED = """
import gc, sys
from connectedness.wsgi import application
from django.db import connection
from django.template import engines
[partials] = engines["django"].engine.template_loaders
[kept] = partials.loaders
print("pages:", *sorted(kept.get_template_cache))
print("views:", *sorted(name for name in sys.modules if ".views" in name))
print("connected:", connection.connection is not None)
print("frozen:", gc.get_freeze_count() > 100_000)
"""


def test_pages_and_views_are_there_before_anybody_asks_and_no_connection_is_shared(
    full_installation: Installation,
) -> None:
    printed = full_installation.manage("shell", "--no-imports", "--command", ASKED)
    said = dict(line.split(": ", 1) for line in printed.splitlines() if ": " in line)
    pages = {str(page.relative_to(TEMPLATES)) for page in TEMPLATES.rglob("*.html")}
    assert "coaching/resident_home.html" in pages
    assert pages <= set(said["pages"].split())
    assert {"coaching.views.residents", "scheduling.views.grid"} <= set(said["views"].split())
    assert (said["connected"], said["frozen"]) == ("False", "True")
