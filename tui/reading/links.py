"""The links of an article: where each leads, and whether its words say so.

Addresses that stand bare in the text count as links too (`https://…`, `www.…`, e-mail), in
whatever format it came. What a link's words say and where it leads are two things: a reporter is
told where they name different hosts.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload
from urllib.parse import urlsplit

from tui.articles.document import Block, Document, SpanKind
from tui.articles.safe_text import clean_line
from tui.boilerplate.verdict import Verdicts
from tui.reading.footnotes import page_of, place_name

_WEB = re.compile(
    r"""(?:[Hh][Tt][Tt][Pp][Ss]?://|(?<![A-Za-z0-9.@/-])[Ww]{3}\.)(?=[\w\[])"""
    r"""[^\s<>"“”«»（）。，、；：！？「」『』【】]{2,2000}"""
)
_MAIL = re.compile(
    r"(?<![\w.+%-])(?:mailto:)?[\w.+%-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])"
)
_AFTER = ".,;:!?'’…*_"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_LONGEST = 2100
_BEGINS = re.compile(r"[a-z]+://[^/?#\\]*|mailto:[^?]*", re.IGNORECASE)
"""An address up to where its host ends."""
_OPENED = ("http", "https", "mailto")
_NAMED = re.compile(r"https?://\S+|www\.\S+|[\w.+%-]{1,64}@\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,8}([^\W\d_]{2,24})(?:[/:?#…]\S*)?", re.IGNORECASE)
_FILES = frozenset(
    {
        *("csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "js", "json", "md", "mp3"),
        *("mp4", "pdf", "php", "png", "ppt", "txt", "xls", "xlsx", "xml", "zip"),
    }
)
"""What looks like the end of a domain and is that of a file."""


@dataclass(frozen=True, slots=True)
class Link:
    """One link.

    Attributes:
        start: Where its words begin in `Document.text`.
        end: Where they end (exclusive).
        words: Its words on one line, shortened where they are long.
        address: Where it leads, in full, on one safe line.
    """

    start: int
    end: int
    words: str
    address: str

    @property
    def host(self) -> str:
        """The host that it leads to, or the mail domain, in small letters."""
        return host_of(self.address)

    @property
    def opens(self) -> bool:
        """Whether it may be given to a browser: it is of the web or of e-mail."""
        return may_open(self.address)

    @property
    def pretends(self) -> str:
        """The host that its words name, where that is another than it leads to; else empty."""
        named = _named_host(self.words)
        return named if named and not _same_site(named, self.host) else ""

    @property
    def warning(self) -> str:
        """A sentence about what its words or its address hide; empty where they hide nothing."""
        host = self.host
        if self.pretends:
            return f"Its words name {self.pretends}, but it leads to {host}."
        if _has_user(self.address):
            return f"It leads to {host}; what stands before the @ is no host."
        if not host.isascii():
            return f"Its host has letters that may look like others: {_in_ascii(host)}"
        return ""


class Links(Sequence[Link]):
    """The links of an article in text order.

    Only their places are collected: 10 MB with 100,000 links take 0.4 s.

    Args:
        verdicts: The article.
        reveal: Whether links in stripped blocks count.
    """

    def __init__(self, verdicts: Verdicts, *, reveal: bool) -> None:
        document = verdicts.document
        self._text = document.text
        self._found: list[tuple[int, int, str]] = []
        page = page_of(document.metadata.url)
        for block, verdict in verdicts:
            if verdict.keep or reveal:
                self._found.extend(_in_block(block, page, 0, len(block.text)))

    def __len__(self) -> int:
        return len(self._found)

    def at(self, offset: int) -> int:
        """Return the number of the link at an offset, or of the next one; else of the last."""
        following = bisect_right(self._found, offset, key=lambda found: found[1])
        return max(0, min(following, len(self._found) - 1))

    @overload
    def __getitem__(self, index: int) -> Link: ...

    @overload
    def __getitem__(self, index: slice) -> list[Link]: ...

    def __getitem__(self, index: int | slice) -> Link | list[Link]:
        if isinstance(index, slice):
            return [_link(self._text, *found) for found in self._found[index]]
        return _link(self._text, *self._found[index])


def link_at(document: Document, offset: int) -> Link | None:
    """Return the link whose words hold an offset; None where there is none."""
    if not document.blocks:
        return None
    block = document.block_at(offset)
    low, high = offset - block.start - _LONGEST, offset - block.start + _LONGEST
    for start, end, address in _in_block(block, page_of(document.metadata.url), low, high):
        if start <= offset < end:
            return _link(document.text, start, end, address)
    return None


def may_open(address: str) -> bool:
    """Tell whether an address may be given to a browser."""
    return address.partition(":")[0].lower() in _OPENED


def host_of(address: str) -> str:
    """Return the host of a web address or the domain of a mail address, in small letters.

    Browsers take a backslash for a slash, so that what looks like a user's name may be a path.
    """
    scheme, _, rest = address.partition(":")
    if scheme.lower() == "mailto":
        return rest.partition("?")[0].rpartition("@")[2].lower()
    try:
        return urlsplit(address.replace("\\", "/")).hostname or ""
    except ValueError:
        return ""


def host_place(address: str) -> tuple[int, int]:
    """Return where an address's host begins and ends in it; 0 and 0 where it is not there so."""
    begins, host = _BEGINS.match(address), host_of(address)
    at = address.lower().rfind(host, 0, begins.end()) if begins and host else -1
    return (at, at + len(host)) if at >= 0 else (0, 0)


def shorten(address: str, width: int) -> str:
    """Cut an address to a width in characters; its host is the last to be cut, from the left.

    The end of a host says whose it is: `bank.example.of.somebody.else.example`.
    """
    if len(address) <= width:
        return address
    if width < 2:
        return "…"
    if 0 < host_place(address)[1] < width:
        return address[: width - 1] + "…"
    host = host_of(address)
    return ("…" + (host or address))[-width:] if len(host) < width else "…" + host[1 - width :]


# Finding


def _in_block(block: Block, page: str, low: int, high: int) -> list[tuple[int, int, str]]:
    """Return start, end and address of the links of a block, the bare ones between two places."""
    found = []
    for span in block.spans:
        stays = span.href[:1] == "#" or place_name(span, page)
        if span.kind is SpanKind.LINK and span.href and not stays:
            found.append((span.start, span.end, span.href))
    text = block.text
    low, high = max(0, low), min(high, len(text))
    if "://" in text or "www." in text or "WWW." in text:
        found = _merged(found, list(_web_addresses(block, low, high)))
    if "@" in text:
        found = _merged(found, list(_mail_addresses(block, low, high)))
    return found


def _web_addresses(block: Block, low: int, high: int) -> Iterator[tuple[int, int, str]]:
    """Yield the bare web addresses; looking for their signs takes a tenth of the pattern's time."""
    text, end = block.text, low
    starts = []
    for sign in ("://", "www.", "WWW."):
        at = text.find(sign, low, high)
        while at >= 0:
            # "http" and "https" before the one sign, nothing before the others.
            starts.append(
                at - 5 + (text[at - 5 : at - 4] not in ("h", "H")) if sign[0] == ":" else at
            )
            at = text.find(sign, at + 1, high)
    for start in sorted(starts):
        if start >= end and (match := _WEB.match(text, start, high)):
            words = _without_after(match[0])
            end, place = start + len(words), block.start + start
            yield place, place + len(words), words if ":" in words[:6] else f"https://{words}"


def _mail_addresses(block: Block, low: int, high: int) -> Iterator[tuple[int, int, str]]:
    for match in _MAIL.finditer(block.text, low, high):
        words, place = match[0], block.start + match.start()
        named = words[:7].lower() == "mailto:"
        yield place, place + len(words), words if named else f"mailto:{words}"


def _without_after(address: str) -> str:
    """Return an address without the punctuation of the sentence that it stands in."""
    address = address.rstrip(_AFTER)
    if address[-1:] not in _BRACKETS:
        return address
    count = address.count
    missing = {close: count(opening) - count(close) for close, opening in _BRACKETS.items()}
    end = len(address)
    while end:
        last = address[end - 1]
        if last in missing and missing[last] < 0:
            missing[last] += 1
        elif last not in _AFTER:
            break
        end -= 1
    return address[:end]


def _merged(
    linked: list[tuple[int, int, str]], bare: list[tuple[int, int, str]]
) -> list[tuple[int, int, str]]:
    """Return links and bare addresses in text order; a bare one in a link's words is not one."""
    merged: list[tuple[int, int, str]] = []
    place = 0
    for link in linked:
        while place < len(bare) and bare[place][1] <= link[0]:
            merged.append(bare[place])
            place += 1
        same = link[1] - link[0] == len(link[2]) and place < len(bare)
        if same and bare[place][0] == link[0] and bare[place][2].startswith(link[2]):
            link = bare[place]  # plain text leaves out a closing bracket that is the address's own
        while place < len(bare) and bare[place][0] < link[1]:
            place += 1
        merged.append(link)
    return merged + bare[place:]


def _link(text: str, start: int, end: int, address: str) -> Link:
    return Link(
        start, end, clean_line(text[start : min(end, start + 1000)], 300), clean_line(address, 4000)
    )


# What they hide


def _named_host(words: str) -> str:
    """Return the host that a link's words name as an address; empty where they name none."""
    match = _NAMED.search(words)
    named = match[0] if match else words.strip(" .,:;()[]")
    if not match:
        domain = _DOMAIN.fullmatch(named)
        if domain is None or domain[1].lower() in _FILES:
            return ""
    if "@" in named and "://" not in named:
        return host_of(f"mailto:{_without_after(named)}")
    host = host_of(named if "://" in named else f"https://{named}")
    return host if host.endswith("…") else _without_after(host)


def _same_site(named: str, host: str) -> bool:
    """Tell whether two hosts are one, or one is a part of the other."""
    named, host = named.removeprefix("www."), host.removeprefix("www.")
    if named.endswith("…"):  # shortened by whoever wrote it
        return host.startswith(named.rstrip("….")) or named.startswith(host)
    return named == host or host.endswith(f".{named}") or named.endswith(f".{host}")


def _has_user(address: str) -> bool:
    try:
        return "@" in urlsplit(address.replace("\\", "/")).netloc
    except ValueError:
        return True


def _in_ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ascii(host)[1:-1]
