"""Importers and exporters of the directory."""
