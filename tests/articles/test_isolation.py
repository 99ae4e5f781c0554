from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tui.articles.formats import read_document
from tui.articles.formats.html import LOST, TOO_SLOW
from tui.articles.isolation import DocumentReader
from tui.errors import ArticleError

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="counts processes as Linux shows them"
)

ROOT = Path(__file__).parents[2]
PAGE = "<html><body><h1>Bridge closed</h1>" + "<p>The mayor spoke at length of it.</p>" * 9
SLOW = "<p " + " ".join(f"a{number}=1" for number in range(60_000)) + ">Words of it</p>"
"""lxml takes quadratic time over attributes: some seven seconds for these."""


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PAGE, "utf-8")
    return path


@pytest.fixture
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(timeout=20) as reader:
        yield reader


def children() -> set[int]:
    """The processes that this one has started and that are not dead."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # the thread has ended
            found |= {int(number) for number in (task / "children").read_text().split()}
    return found


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    limit = time.monotonic() + seconds
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < limit
        pause.wait(0.02)


def test_a_page_is_read_as_without_isolation(reader: DocumentReader, page: Path) -> None:
    assert reader.read(page) == read_document(page)
    assert reader.read(page) == read_document(page)


def test_plain_text_and_markdown_start_no_process(reader: DocumentReader, tmp_path: Path) -> None:
    before = children()
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text("Words of an article.\n", "utf-8")
        assert reader.read(tmp_path / name).text == "Words of an article."
    assert children() == before


def test_a_page_that_takes_too_long_is_shown_as_its_bare_text(tmp_path: Path, page: Path) -> None:
    slow = tmp_path / "slow.html"
    slow.write_text(SLOW, "utf-8")
    with DocumentReader(timeout=0.5) as reader:
        reader.read(page)  # the child has started
        began = time.monotonic()
        document = reader.read(slow)
        assert time.monotonic() - began < 5
        assert document.text == "Words of it"
        assert document.remarks == (TOO_SLOW,)
        assert reader.read(page).remarks == ()


def test_a_child_that_died_is_started_once_more(reader: DocumentReader, page: Path) -> None:
    before = children()
    reader.read(page)
    (child,) = children() - before
    os.kill(child, signal.SIGKILL)
    assert reader.read(page).remarks == ()


def test_children_that_die_at_once_leave_the_bare_text(
    reader: DocumentReader, page: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    document = reader.read(page)
    assert document.remarks == (LOST,)
    assert document.text.startswith("Bridge closed\n\nThe mayor")
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert reader.read(page).remarks == (LOST,)


def test_what_ails_a_file_is_told_from_the_child(reader: DocumentReader, tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match=r"“gone.html” is not there\."):
        reader.read(tmp_path / "gone.html")
    os.mkfifo(tmp_path / "pipe.html")
    with pytest.raises(ArticleError, match="is a pipe"):
        reader.read(tmp_path / "pipe.html")
    (tmp_path / "large.html").write_text(PAGE, "utf-8")
    with (
        DocumentReader(timeout=20, largest=10) as small,
        pytest.raises(ArticleError, match="too large"),
    ):
        small.read(tmp_path / "large.html")


def test_many_threads_share_two_children(reader: DocumentReader, page: Path) -> None:
    before = children()
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda: found.append(reader.read(page).text)) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [read_document(page).text] * 8
    assert len(children() - before) <= 2


def test_closing_ends_the_children_and_stops_who_waits(tmp_path: Path, page: Path) -> None:
    before = children()
    slow = tmp_path / "slow.html"
    slow.write_text(SLOW * 2, "utf-8")
    reader = DocumentReader(timeout=60)
    reader.read(page)
    failures: list[ArticleError] = []

    def wait() -> None:
        try:
            reader.read(slow)
        except ArticleError as error:
            failures.append(error)

    thread = threading.Thread(target=wait)
    thread.start()
    wait_until(lambda: bool(reader._working))
    reader.close()
    thread.join(10)
    assert "closing" in str(failures[0])
    assert children() == before
    with pytest.raises(ArticleError, match="closing"):
        reader.read(page)


def test_the_child_ends_with_its_parent_and_says_nothing(tmp_path: Path, page: Path) -> None:
    code = (
        "import sys, os; from pathlib import Path; from tui.articles.isolation import *\n"
        "reader = DocumentReader()\n"
        f"reader.read(Path({str(page)!r}))\n"
        "print(reader._idle[0]._process.pid, flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    (tmp_path / "trafilatura.py").write_text("raise SystemExit('the wrong one')")
    parent = subprocess.run(
        [sys.executable, "-P", "-c", code],
        cwd=tmp_path,  # a folder of downloads is not where libraries come from
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    child = int(parent.stdout)
    assert parent.stderr == ""
    wait_until(lambda: not Path(f"/proc/{child}/cmdline").exists() or is_dead(child))


def is_dead(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_ctrl_c_in_the_terminal_is_not_for_the_child(reader: DocumentReader, page: Path) -> None:
    before = children()
    reader.read(page)
    (child,) = children() - before
    assert os.getpgid(child) != os.getpgid(0)
    os.kill(child, signal.SIGINT)
    assert reader.read(page).remarks == ()
    assert children() - before == {child}
