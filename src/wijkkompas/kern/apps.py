"""Django's name for this room."""

from django.apps import AppConfig


class KernConfig(AppConfig):
    """No tables; after every migrate the access declarations are applied."""

    name = "wijkkompas.kern"
    label = "kern"

    def ready(self) -> None:
        """Policies reach the database after migrate, as the owner."""
        from django.db.models.signals import post_migrate

        post_migrate.connect(apply_access, dispatch_uid="kern.access")


def apply_access(app_config: AppConfig, using: str = "default", **_: object) -> None:
    """Runs once per migrate: after the last app that has tables."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connections

    from wijkkompas.kern.access.database import apply_all, install_context_key

    if app_config is not [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        return
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("select to_regclass('vault.secret') is not null")
        if not cursor.fetchone()[0]:
            return
    apply_all(connection)
    install_context_key(connection, settings.CONTEXT_KEY)
