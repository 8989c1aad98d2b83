"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings")
application = get_wsgi_application()

# What was loaded stays: the collector need not look at it again, nor look round after every few hundred objects. More than
# a few thousand save no more time and let each worker grow by 3 MB.
gc.collect()
gc.freeze()
gc.set_threshold(5_000, 10, 10)
