"""Both feeds. No slash at the end of an address, but for the root, which is asked both ways."""

from __future__ import annotations

from django.urls import URLPattern, path

from wijkkompas.wegwijzer.feeds import views
from wijkkompas.wegwijzer.feeds.fields import PROFILES, Profile


def _addresses(profile: Profile) -> list[URLPattern]:
    base, more = profile.base, {"profile": profile}
    return [
        path(base, views.root, more),
        path(f"{base}/", views.root, more, name=f"{profile.name}-root"),
        path(f"{base}/openapi.json", views.description, more, name=f"{profile.name}-openapi"),
        path(f"{base}/<str:collection>", views.listing, more, name=f"{profile.name}-list"),
        path(f"{base}/<str:collection>/<str:identity>", views.detail, more, name=f"{profile.name}-detail"),
        path(f"{base}/<path:rest>", views.unknown_address, more),
    ]


urlpatterns = [address for profile in PROFILES for address in _addresses(profile)]
