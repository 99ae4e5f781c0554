"""Where an annotation points: a W3C Target with its two selectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tui.annotations.loose_json import (
    Json,
    as_address,
    as_count,
    as_line,
    as_list,
    as_object,
    as_text,
    the_rest,
)

TEXT_URN = "urn:sha256:"
"""What comes before the hexadecimal hash in a target's state."""


@dataclass(frozen=True, slots=True)
class TextQuoteSelector:
    """The words themselves, and what stands around them.

    Attributes:
        exact: The quoted text.
        prefix: Up to 32 code points before it, across block edges.
        suffix: Up to 32 code points after it.
        extra: Keys that this version does not know, kept as they are.
    """

    exact: str
    prefix: str = ""
    suffix: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, record: Json) -> TextQuoteSelector:
        """Read the selector of a W3C record."""
        return cls(
            as_text(record.get("exact")),
            as_text(record.get("prefix")),
            as_text(record.get("suffix")),
            the_rest(record, ("type", "exact", "prefix", "suffix")),
        )

    def to_json(self) -> Json:
        """Return the selector as W3C JSON."""
        return {
            "type": "TextQuoteSelector",
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
            **self.extra,
        }


@dataclass(frozen=True, slots=True)
class TextPositionSelector:
    """Code points `start` (inclusive) to `end` (exclusive) of the article's text.

    Attributes:
        start: Where the quoted text began when the annotation was made.
        end: Where it ended.
        extra: Keys that this version does not know, kept as they are.
    """

    start: int
    end: int
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @classmethod
    def from_json(cls, record: Json) -> TextPositionSelector | None:
        """Read the selector of a W3C record; None where its numbers are no range."""
        start, end = as_count(record.get("start")), as_count(record.get("end"))
        if start is None or end is None or end < start:
            return None
        return cls(start, end, the_rest(record, ("type", "start", "end")))

    def to_json(self) -> Json:
        """Return the selector as W3C JSON."""
        return {
            "type": "TextPositionSelector",
            "start": self.start,
            "end": self.end,
            **self.extra,
        }


@dataclass(frozen=True, slots=True)
class Target:
    """One contiguous stretch of an article that an annotation is about.

    Attributes:
        source: The article's URL, or the `file:` URI of its file.
        quote: The words with their context.
        position: Where they stood; None where nobody said, as in imported highlights.
        text_sha256: Hexadecimal SHA-256 of the article's text (UTF-8) that the position counts
            in; empty where unknown. Its snapshot is kept under that name.
        other_selectors: Selectors of kinds that this version does not know.
        state_extra: What else the state says, such as its `sourceDate`.
        extra: Keys that this version does not know, kept as they are.
    """

    source: str
    quote: TextQuoteSelector
    position: TextPositionSelector | None = None
    text_sha256: str = ""
    other_selectors: tuple[Any, ...] = field(default=(), hash=False)
    state_extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    @property
    def start(self) -> int:
        """Where the words stood, or -1 where nobody said; for sorting."""
        return self.position.start if self.position else -1

    @classmethod
    def from_json(cls, value: object) -> Target:
        """Read the target of a W3C record, which may be a bare URI."""
        if isinstance(value, str):
            return cls(as_address(value), TextQuoteSelector(""))
        record = as_object(value)
        quote: TextQuoteSelector | None = None
        position: TextPositionSelector | None = None
        others: list[Any] = []
        for item in as_list(record.get("selector")):
            selector = as_object(item)
            kind = selector.get("type")
            if kind == "TextQuoteSelector" and quote is None:
                quote = TextQuoteSelector.from_json(selector)
            elif kind == "TextPositionSelector" and position is None:
                position = TextPositionSelector.from_json(selector)
            else:
                others.append(item)
        state = as_object(record.get("state"))
        cached = as_line(state.get("cached"))
        ours = cached.startswith(TEXT_URN)
        return cls(
            source=as_address(record.get("source")),
            quote=quote or TextQuoteSelector(""),
            position=position,
            text_sha256=cached.removeprefix(TEXT_URN) if ours else "",
            other_selectors=tuple(others),
            state_extra=the_rest(state, ("type", "cached") if ours else ()),
            extra=the_rest(record, ("source", "state", "selector", "styleClass")),
        )

    def to_json(self, style_class: str = "") -> Json:
        """Return the target as W3C JSON.

        Args:
            style_class: The annotation's colour, which W3C keeps on each target.
        """
        selectors: list[Any] = [self.quote.to_json()]
        if self.position is not None:
            selectors.append(self.position.to_json())
        record: Json = {"source": self.source}
        if self.text_sha256:
            # TimeState.cached is the standard's place for "a copy of the source as it was":
            # https://www.w3.org/TR/annotation-model/#time-state
            urn = TEXT_URN + self.text_sha256
            record["state"] = {"type": "TimeState", "cached": urn, **self.state_extra}
        elif self.state_extra:
            record["state"] = dict(self.state_extra)
        record["selector"] = [*selectors, *self.other_selectors]
        if style_class:
            record["styleClass"] = style_class
        return {**record, **self.extra}
