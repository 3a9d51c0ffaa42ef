"""Django's name for this room."""

from django.apps import AppConfig


class MensenConfig(AppConfig):
    """See the package docstring."""

    name = "wijkkompas.mensen"
    label = "mensen"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Who logs in notes that as themselves; Django's own handler would act as nobody (policies.py)."""
        from django.contrib.auth.signals import user_logged_in

        from wijkkompas.mensen.actions import note_log_in

        # Under the name of Django's handler, that connects later and then finds its place taken.
        user_logged_in.connect(note_log_in, dispatch_uid="update_last_login")
