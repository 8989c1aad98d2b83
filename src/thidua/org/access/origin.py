"""From where a request comes: its address on the network, its browser in plain words, whether this browser is known."""

import ipaddress
import re
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

COOKIE = "thidua_device"
COOKIE_AGE = 180 * 24 * 3600
MOST_PEOPLE = 8  # who may share one browser and still be known there
DEVICE = re.compile(r"[A-Za-z0-9_-]{22}")
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "máy Mac"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Coc_Coc", "Cốc Cốc"),
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def address_of(request: HttpRequest) -> str:
    """The other end of the connection; behind our own proxy, what that proxy saw. "" where there is none.

    Only the last hop of X-Forwarded-For is believed: everything before it was written by the visitor.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or told
    try:
        return str(ipaddress.ip_address(told))
    except ValueError:
        return ""


def network_of(address: str) -> str:
    """What is counted as one place: an IPv4 address, or the /64 that one subscriber of IPv6 has to himself."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network(f"{found}/64", strict=False))
    return str(found)


def device_of(request: HttpRequest) -> str:
    """'Chrome trên Windows', as people call it; "trình duyệt khác" where nothing is recognised."""
    agent = request.META.get("HTTP_USER_AGENT", "")
    browser = next((words for mark, words in BROWSERS if mark in agent), "")
    system = next((words for mark, words in SYSTEMS if mark in agent), "")
    if browser and system:
        return f"{browser} trên {system}"
    return browser or system or "Trình duyệt khác"


def known_device(request: HttpRequest, person_id: int | None) -> str:
    """The id of this browser if that person signed in by it before, else ""; nobody can make one up."""
    device, marks = _read(request)
    if person_id is None or not device:
        return ""
    mark = _mark(device, person_id)
    return device if any(constant_time_compare(mark, one) for one in marks) else ""


def remember_device(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    """After signing in: this browser is known for that person from now on, for half a year."""
    device, marks = _read(request)
    device = device or secrets.token_urlsafe(16)
    mark = _mark(device, person_id)
    kept = [mark, *(one for one in marks if one != mark)][:MOST_PEOPLE]
    response.set_cookie(
        f"{settings.COOKIE_PREFIX}{COOKIE}",
        ".".join([device, *kept]),
        max_age=COOKIE_AGE,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    device, *marks = request.COOKIES.get(f"{settings.COOKIE_PREFIX}{COOKIE}", "").split(".")
    return (device, marks[:MOST_PEOPLE]) if DEVICE.fullmatch(device) else ("", [])


def _mark(device: str, person_id: int) -> str:
    return salted_hmac("thidua.device", f"{device}:{person_id}", algorithm="sha256").hexdigest()[:32]
