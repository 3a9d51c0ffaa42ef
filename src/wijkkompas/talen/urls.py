"""Addresses of this room."""

from django.urls import path

from wijkkompas.talen import views

urlpatterns = [
    path("vertalen", views.languages, name="translate"),
    path("vertalen/<slug:language>", views.work, name="translate_language"),
    path(
        "vertalen/<slug:language>/<slug:kind>/<slug:object_id>/<slug:field>",
        views.text,
        name="translate_text",
    ),
]
