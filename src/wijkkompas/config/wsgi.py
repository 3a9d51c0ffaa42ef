"""What granian serves. Refuses to start when the database does not protect people's data."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkkompas.config.settings")
application = get_wsgi_application()

from wijkkompas.config import boot  # noqa: E402

boot.check()
