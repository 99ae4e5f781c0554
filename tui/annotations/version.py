"""What an article said once: one version, and how it lies on disk."""

from __future__ import annotations

import gzip
import json
import os
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from tui.annotations.facts import path_of
from tui.annotations.loose_json import Json, as_address, as_line, as_object, as_text
from tui.articles.addresses import address_key

LARGEST = 256 * 1024 * 1024
"""Bytes of an unpacked version that are read: a file that another program left may be a bomb."""

FORM = 1
"""What stands as `format` in each file. A file of another form is passed over."""

NO_ADDRESS = "-"
"""Stands in a file's name where there is no address."""


@dataclass(frozen=True)
class Version:
    """What an article said once.

    Attributes:
        path: Its file, which says something else now. To show it, `clean_path`.
        sha256: Hexadecimal SHA-256 of the file's bytes.
        url: Its address, or empty.
        headline: Its title, or empty, and so on.
        byline: Who wrote it.
        outlet: The publication.
        published: ISO 8601, as precise as the file was.
        seen: When it was first indexed, ISO 8601 in UTC.
        replaced: When its file was found to say something else, ISO 8601 in UTC; empty where
            that has not happened.
        text: The kept text, its paragraphs parted by blank lines.
    """

    path: Path
    sha256: str = ""
    url: str = ""
    headline: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    seen: str = ""
    replaced: str = ""
    text: str = ""

    @property
    def content(self) -> str:
        """A short hash of its words; versions that differ in blanks only have the same."""
        return _short_hash(" ".join(self.text.split()).encode("utf-8", "surrogatepass"))

    @property
    def file_name(self) -> str:
        """The name of its file: hashes of its path, its address and its words."""
        return f"{path_hash(self.path)}.{address_hash(self.url)}.{self.content}.json.gz"

    @property
    def last_known(self) -> str:
        """The last moment at which it is known to have been the article."""
        return self.replaced or self.seen

    @classmethod
    def from_json(cls, record: Json) -> Version | None:
        """Read what `to_json` wrote, made safe; None where it is something else."""
        path = path_of(record.get("path"))
        if record.get("format") != FORM or path is None or not isinstance(record.get("text"), str):
            return None
        return cls(
            path=path,
            sha256=as_line(record.get("sha256")),
            url=as_address(record.get("url")),
            headline=as_line(record.get("headline")),
            byline=as_line(record.get("byline")),
            outlet=as_line(record.get("outlet")),
            published=as_line(record.get("published")),
            seen=as_line(record.get("seen")),
            replaced=as_line(record.get("replaced")),
            text=as_text(record.get("text")),
        )

    def to_json(self) -> Json:
        """Return it as it stands in its file; the path as a `file:` URI, which is ASCII."""
        return {
            "format": FORM,
            "sha256": self.sha256,
            "path": self.path.absolute().as_uri(),
            "url": self.url,
            "headline": self.headline,
            "byline": self.byline,
            "outlet": self.outlet,
            "published": self.published,
            "seen": self.seen,
            "replaced": self.replaced,
            "text": self.text,
        }


def are_versions(old: str, new: str) -> bool:
    """Tell whether two texts are two versions: they differ in more than their blanks."""
    return old != new and old.split() != new.split()


def newest_first(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Return versions of one article, the newest first, of equal texts the newest."""
    found: dict[str, Version] = {}
    for version in sorted(versions, key=lambda version: version.last_known, reverse=True):
        found.setdefault(version.content, version)
    return tuple(found.values())


def packed(version: Version) -> bytes:
    """Return the bytes of a version's file: the same version gives the same bytes everywhere."""
    data = json.dumps(version.to_json(), ensure_ascii=True, indent=1).encode()
    return gzip.compress(data, 6, mtime=0)


def unpacked(data: bytes) -> Version | None:
    """Return the version in a file's bytes; None where there is none, or it is damaged."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        plain = unpacker.decompress(data, LARGEST)
        return Version.from_json(as_object(json.loads(plain))) if unpacker.eof else None
    except (zlib.error, ValueError, RecursionError):
        return None


def path_hash(path: Path) -> str:
    """Return the hash of a path, absolute and in the file system's own bytes."""
    return _short_hash(os.fsencode(path.absolute()))


def address_hash(url: str) -> str:
    """Return the hash of an address; `NO_ADDRESS` for none and for a front page: no article's."""
    key = address_key(url)
    try:
        parts = urlsplit(key)
    except ValueError:
        return NO_ADDRESS
    if not key or not (parts.path.strip("/") or parts.query):
        return NO_ADDRESS
    return _short_hash(key.encode("utf-8", "surrogatepass"))


def _short_hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
