"""What a file says about its article, and where the file came from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about its article. Each is empty where the file does not say it.

    All are single lines that have passed the gate of `safe_text`.

    Attributes:
        headline: The article's own title.
        byline: Who wrote it, without "by".
        outlet: The publication.
        published: ISO 8601, as precise as the file is: `2026-02-03`, `2026-02-03T11:32`,
            `2026-02-03T11:32:00+01:00`.
        language: A BCP 47 tag ("en", "pt-BR"), where declared or certain.
        url: The article's address.
    """

    headline: str = ""
    byline: str = ""
    outlet: str = ""
    published: str = ""
    language: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Which bytes a Document was read from.

    Attributes:
        path: The file, as given, made absolute; links not resolved.
        sha256: Hexadecimal SHA-256 of the file's bytes.
        size: The file's size in bytes.
        modified: The file's modification time, in nanoseconds since the epoch.
        encoding: How the bytes were decoded ("utf-8", "windows-1252", …).
        first_seen: When copydesk first read these bytes, ISO 8601 in UTC; empty where nobody
            has kept it (the notes file keeps it for articles that were opened).
    """

    path: Path
    sha256: str
    size: int
    modified: int
    encoding: str = "utf-8"
    first_seen: str = ""
