"""Builds the template database of the tests. Run in a process of its own by conftest."""


def build() -> None:
    """Migrate, load the example neighbourhoods, build the search index."""
    import django

    django.setup()
    from django.db import connections

    from wijkkompas.config.commands.database import run_migrations
    from wijkkompas.config.commands.example import load_everything
    from wijkkompas.wegwijzer.finding import rebuild_index

    run_migrations(quiet=True)
    load_everything()
    rebuild_index()
    connections.close_all()
