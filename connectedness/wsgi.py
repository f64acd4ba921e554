"""The door through which a web server calls the project."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from connectedness.web.preparing import prepare
from connectedness.web.turns import in_turns

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "connectedness.settings")

application = in_turns(get_wsgi_application())
prepare()

# What is kept of each version on the desk is a million small objects, none of them garbage: looked through seldom, not at
# every tenth request. Measured on the year's page of 170 residents: 148 ms of processor in place of 266.
gc.set_threshold(20_000, 20, 100)
# What is there by now stays for good. To look through it took 155 ms of processor, in the middle of somebody's request.
gc.collect()
gc.freeze()
