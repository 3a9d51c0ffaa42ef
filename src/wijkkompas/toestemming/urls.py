"""Addresses of this room."""

from django.urls import path

from wijkkompas.toestemming import views

urlpatterns = [path("logboek.json", views.heads, name="log_heads")]
