"""The clean article and all that was taken out of it, as one line of JSON (JSON Lines)."""

from __future__ import annotations

import json
import os

from tui.articles.safe_text import clean_path
from tui.boilerplate import Role, Verdicts


def article_json(verdicts: Verdicts, path: str | os.PathLike[str]) -> str:
    """Return an article as one JSON object on one line.

    Args:
        verdicts: The article.
        path: The file as the caller named it; it is written as it can be shown.
    """
    metadata = verdicts.document.metadata
    return _line(
        {
            "path": clean_path(path),
            "headline": metadata.headline,
            "byline": metadata.byline,
            "outlet": metadata.outlet,
            "published": metadata.published,
            "language": metadata.language,
            "url": metadata.url,
            "sha256": verdicts.document.provenance.sha256,
            "body": verdicts.body,
            "standfirst": [block.text for block in verdicts.blocks(Role.STANDFIRST)],
            "captions": [block.text for block in verdicts.blocks(Role.CAPTION)],
            "protected": [block.text for block in verdicts.blocks(Role.PROTECTED)],
            "stripped": [
                {
                    "text": block.text,
                    "rule": verdict.rule,
                    "reason": verdict.reason,
                    "confidence": round(verdict.confidence, 3),
                }
                for block, verdict in verdicts
                if verdict.role is Role.BOILERPLATE
            ],
        }
    )


def failure_json(path: str | os.PathLike[str], error: str) -> str:
    """Return, as one JSON object on one line, that a file could not be read and why."""
    return _line({"path": clean_path(path), "error": error})


def _line(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"
