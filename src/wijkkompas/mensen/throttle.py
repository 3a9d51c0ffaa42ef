"""Strict limits on writing and on guessing codes, shared by all processes; and a light one on reading, per process.

The client's address is kept only as keyed hash, at most 24 hours (design.md, "Limits").
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from wijkkompas.kern import clock
from wijkkompas.mensen.models import Attempt


@dataclass(frozen=True)
class Limit:
    """At most `most` times within `seconds`."""

    bucket: str
    most: int
    seconds: int


# All paper comes from one press, whatever the room; a desk shares one address with its whole building.
PRINT_LIMIT = Limit("print", most=120, seconds=3600)


class TooMany(Exception):
    """Come back after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"too many attempts, retry after {retry_after} seconds")
        self.retry_after = retry_after


def _address(request: HttpRequest) -> str:
    """Who asks: behind a trusted proxy the last address it names; of IPv6 the /64, which one household has."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES and address in settings.TRUSTED_PROXIES:
        address = request.META.get("HTTP_X_FORWARDED_FOR", address).rsplit(",", 1)[-1].strip()
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 6:
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return address


def pseudonymous_address(request: HttpRequest) -> str:
    """The keyed hash of the client in the form of a private IPv6 address, for packages that store an address."""
    return str(ipaddress.IPv6Address(bytes([0xFD]) + bytes.fromhex(client_of(request))[:15]))


def client_of(request: HttpRequest) -> str:
    """A keyed hash of the client's address, different every day."""
    address = _address(request)
    day = clock.today().isoformat()
    return hmac.new(settings.CONTEXT_KEY, f"client|{day}|{address}".encode(), hashlib.sha256).hexdigest()[:32]


def take(limit: Limit, client: str, *, now: datetime | None = None) -> None:
    """Count one try; raises `TooMany` past the limit. Counts in its own statement, safe against races."""
    moment = now or clock.now()
    start_epoch = int(moment.timestamp()) // limit.seconds * limit.seconds
    start = datetime.fromtimestamp(start_epoch, UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            """insert into mensen_attempt (bucket, client, window_start, count) values (%s, %s, %s, 1)
            on conflict (bucket, client, window_start) do update set count = mensen_attempt.count + 1 returning count""",
            [limit.bucket, client, start],
        )
        count = cursor.fetchone()[0]
    if count > limit.most:
        raise TooMany(start_epoch + limit.seconds - int(moment.timestamp()) + 1)


def forget_old(now: datetime) -> int:
    """Remove counters older than a day."""
    return Attempt.objects.filter(window_start__lt=now - timedelta(hours=24)).delete()[0]


class ReadMeter:
    """Counts page reads per client in this process; no database, forgets every minute."""

    def __init__(self, most_per_minute: int) -> None:
        self.most = most_per_minute
        self._minute = 0
        self._counts: dict[str, int] = {}
        self._lock = threading.Lock()

    def take(self, client: str, *, at: float | None = None) -> None:
        """Count one read; raises `TooMany` past the limit."""
        moment = at if at is not None else time.time()
        minute = int(moment // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            count = self._counts[client] = self._counts.get(client, 0) + 1
        if count > self.most:
            raise TooMany(60 - int(moment % 60))
