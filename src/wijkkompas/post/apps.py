"""Django's name for this room."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.post"
    label = "post"
    default_auto_field = "django.db.models.BigAutoField"
