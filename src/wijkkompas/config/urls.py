"""All addresses. Dutch without a prefix, other languages with /en/ /tr/ /pl/ /ar/ /uk/."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from wijkkompas.config import views
from wijkkompas.config.api import api
from wijkkompas.toestemming import views as trust

# The data pages have no log-in of their own: it would let somebody past the second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", views.metrics, name="metrics"),
    path("robots.txt", views.robots, name="robots"),
    path("api/v1/", api.urls),
    path("", include("wijkkompas.toestemming.urls")),
    path("", include("wijkkompas.wegwijzer.feeds.urls")),
    *i18n_patterns(
        path("", include("wijkkompas.wegwijzer.urls")),
        path("", include("wijkkompas.talen.urls")),
        path("", include("wijkkompas.wegwijzer.paper.urls")),
        path("", include("wijkkompas.regelingen.urls")),
        path("", include("wijkkompas.wijkteam.urls")),
        path("over", views.about, name="about"),
        path("privacy", views.privacy, name="privacy"),
        path("toegankelijkheid", views.accessibility, name="accessibility"),
        path("beheer", views.manage, name="manage"),
        path("beheer/gegevensbescherming", trust.personal_data, name="personal_data"),
        path("beheer/ingezien", trust.opened, name="openings"),
        path("beheer/stijl", views.style, name="style"),
        path("beheer/onbeantwoord", views.unanswered, name="unanswered"),
        path("beheer/gegevens/", admin.site.urls),
        path("account/", include("allauth.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "wijkkompas.config.views.bad_request"
handler403 = "wijkkompas.config.views.forbidden"
handler404 = "wijkkompas.config.views.not_found"
handler500 = "wijkkompas.config.views.server_error"
