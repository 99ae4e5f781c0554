from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.library import SearchIndex


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    with SearchIndex(tmp_path / "cache" / "index.sqlite") as opened:
        assert opened.notice == ""
        yield opened
