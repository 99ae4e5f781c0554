"""Keys that are pressed before there is anything to see."""

from __future__ import annotations

import pytest
from terminal_desk import TAB, Desk

pytestmark = pytest.mark.terminal


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    """A desk with two articles."""
    for name, words in (("mill", "The paper mill will reopen."), ("pier", "The pier is shut.")):
        text = f"---\ntitle: News of the {name}\n---\n\n{words}\n"
        (desk.articles / f"{name}.md").write_text(text, "utf-8")
    return desk


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ("/pier", r"^ pier"),
        ("\\jk?", "^ *Keys"),
        (f"{TAB}{TAB}Z{TAB}", r"^ Margin|  Margin"),
        ("Gq", ""),
    ],
)
def test_keys_typed_while_it_starts_wait_for_the_panes(
    stocked: Desk, keys: str, wanted: str
) -> None:
    terminal = stocked.start()
    terminal.write(keys)
    if wanted:
        terminal.wait_for(wanted)
        terminal.process.terminate()
        terminal.wait()
    else:
        assert terminal.wait() == 0
    terminal.assert_restored()
