"""Addresses of articles, as they are compared."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = frozenset(
    ("fbclid", "gclid", "dclid", "msclkid", "twclid", "mc_cid", "mc_eid", "_ga", "_gl", "si")
)


def address_key(url: str) -> str:
    """Return a URL as it is compared: without fragment and tracking parameters."""
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return url
    kept = [(name, value) for name, value in query if not _is_tracking(name)]
    wanted = parts.query if len(kept) == len(query) else urlencode(kept)
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, wanted, ""))


def _is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING
