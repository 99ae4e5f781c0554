"""What happens in the folders shows up by itself while the desk is open."""

import os
from pathlib import Path

from desk_in_hand import OpenDesk


def write(path: Path, title: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"---\ntitle: {title}\n---\n\nA paragraph about it, and not much more.\n")


async def test_new_changed_moved_and_deleted_articles(desk: OpenDesk, folder: Path) -> None:
    async with desk() as hand:
        before = len(hand.screen.articles)
        new = folder / "in" / "new.md"
        write(new, "Just saved")
        await hand.wait_for(lambda: "Just saved" in hand.painted("#articles"))
        assert len(hand.screen.articles) == before + 1
        write(new, "Saved over it")
        await hand.wait_for(lambda: "Saved over it" in hand.painted("#articles"))
        new.rename(folder / "moved.md")
        moved = os.fsencode(folder / "moved.md")
        await hand.wait_for(
            lambda: moved in {os.fsencode(row.path) for row in hand.screen.articles.rows}
        )
        assert len(hand.screen.articles) == before + 1
        (folder / "moved.md").unlink()
        await hand.wait_for(lambda: "missing" in hand.painted("#articles"))
        assert "Saved over it" in hand.painted("#articles")


async def test_a_missing_article_opens_from_what_was_kept_of_it(
    desk: OpenDesk, folder: Path
) -> None:
    async with desk() as hand:
        write(folder / "gone.md", "Soon gone")
        await hand.wait_for(lambda: "Soon gone" in hand.painted("#articles"))
        (folder / "gone.md").unlink()
        await hand.wait_for(lambda: "missing" in hand.painted("#articles"))
        await hand.press("g", "g", "enter")
        await hand.wait_for(lambda: "A paragraph about it" in hand.painted("#reader"))
        assert "Soon gone" in hand.painted("#reader")
