"""Articles made up for the tests of layout, and what hypothesis may put into them."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from tui.articles.document import Block, BlockKind, Document
from tui.articles.metadata import Metadata, Provenance
from tui.boilerplate.verdict import Role, Verdict, Verdicts
from tui.reading import Lines, lay_out

FAMILY = "👨\u200d👩\u200d👧"
FLAGS = "🇬🇧🇫🇷"

FRAGMENTS = [
    "harbour", "the", "a", "I", "mayor's", "well-known", "U.S.", "Mr.", "No. 5", "£1.2bn", "end.",
    "“Go!”", "said—she", "10–12", "x" * 33, "ünder" * 50, "https://news.example/2026/02/a-long-address?with=query",
    " ", " ", " ", "  ", "\t", "\u00a0", "\u2009", "\u3000", "…", ". . .",
    "港湾局は", "、", "。", "「市長」", "ーッ", "한국어", "e\u0301", "n\u0303o", "q\u0323\u0307",
    "क्षेत्र", "مرحبا", "שלום", "ไทย", FAMILY, FLAGS, "🇬", "👍🏽", "5️⃣", "☺️", "\u200e", "\u200d",
    "\u0301",
    "'", '"', "(", ")", "!", "?",
]  # fmt: skip

LINES = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
TEXTS = st.lists(LINES, min_size=1, max_size=4).map("\n".join)
WIDTHS = st.integers(20, 200)


def document(*blocks: Block | str) -> Document:
    made = [
        Block(BlockKind.PARAGRAPH, block) if isinstance(block, str) else block for block in blocks
    ]
    return Document.from_blocks(made, Metadata(), Provenance(Path("/article.txt"), "0" * 64, 0, 0))


def judged(article: Document, roles: dict[int, Role] | None = None) -> Verdicts:
    roles = roles or {}
    return Verdicts(
        article,
        tuple(
            Verdict(
                index,
                roles.get(index, Role.BODY),
                f"rule {index % 2}" if roles.get(index) is Role.BOILERPLATE else "",
            )
            for index in range(len(article.blocks))
        ),
    )


def laid_out(*blocks: Block | str, width: int = 40, strip: tuple[int, ...] = ()) -> Lines:
    roles = dict.fromkeys(strip, Role.BOILERPLATE)
    return lay_out(judged(document(*blocks), roles), width)


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from(list(BlockKind)))
    level = draw(st.integers(0, 9))
    marker = draw(st.sampled_from(["", "•", "12.", "一、"])) if kind is BlockKind.LIST_ITEM else ""
    return Block(kind, draw(TEXTS), level=level, marker=marker)


@st.composite
def articles(draw: st.DrawFn, *, max_size: int = 8) -> Verdicts:
    made = document(*draw(st.lists(blocks(), max_size=max_size)))
    chosen = st.sampled_from([*Role, Role.BODY, Role.BODY, Role.BOILERPLATE])
    roles = {index: draw(chosen) for index in range(len(made.blocks))}
    return judged(made, roles)


@st.composite
def pages(draw: st.DrawFn) -> Lines:
    return lay_out(draw(articles()), draw(WIDTHS), reveal=draw(st.booleans()))


def screen(lines: Lines) -> list[str]:
    return [lines.line_text(line) for line in lines.window(lines.first, 10_000)]
