"""Documents put together for the tests."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tui.articles.document import Block, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate import Role, Verdict, Verdicts

PAGE = Metadata(
    headline="Ferry *not* late",
    byline="Ann Lee",
    outlet="The Skarrow Weekly",
    published="2026-02-03T11:32",
    language="en",
    url="https://skarrow.example/ferry",
)


def verdicts(
    blocks: Iterable[Block | tuple[Block, Role]], metadata: Metadata = PAGE, remarks: str = ""
) -> Verdicts:
    pairs = [each if isinstance(each, tuple) else (each, Role.BODY) for each in blocks]
    document = Document.from_blocks(
        [block for block, _ in pairs],
        metadata,
        Provenance(Path("/articles/ferry.txt"), "ab" * 32, 10, 0),
        [remarks] if remarks else [],
    )
    decided = [
        Verdict(index, role, "" if role is Role.BODY else "a rule", "because it is", 0.912345)
        for index, (_, role) in enumerate(pairs)
    ]
    return Verdicts(document, tuple(decided))
