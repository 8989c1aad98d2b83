"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from thidua.config import bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
WORKING_THREADS = 4
django = get_wsgi_application()  # sets it up, which the next import needs

from thidua.documents import middleware  # noqa: E402

application = bodies.WholeBodies(django, at_once=WORKING_THREADS, largest=middleware.largest_body)

# What was loaded stays: the collector need not look at it again, nor look round after every few hundred objects. More than
# a few thousand save no more time and let each worker grow by 3 MB.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 10, 10)
