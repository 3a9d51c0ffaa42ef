"""Wijkkompas: question, way, help, aftercare, learning. Each folder here is a room of docs/explanation/the-house.md."""

__version__ = "0.1.0"
