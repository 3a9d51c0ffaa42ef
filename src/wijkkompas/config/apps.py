"""Loads the policies of all rooms and ties events to who hears them."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps


class ConfigConfig(AppConfig):
    """Listed last: every room is loaded by then."""

    name = "wijkkompas.config"
    label = "config"

    def ready(self) -> None:
        """Policies and the register first (migrations and the boot check read them), then the wiring."""
        for app in apps.get_app_configs():
            for module in ("policies", "personal"):
                if app.name.startswith("wijkkompas.") and find_spec(f"{app.name}.{module}"):
                    import_module(f"{app.name}.{module}")
        from wijkkompas.config import wiring

        wiring.connect()
