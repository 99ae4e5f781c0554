"""Tell at a glance the lines that can hold a sign of clutter, of a credit or of a dateline.

Few lines of an article can. To ask each of the rules takes five times as long as to see that none
of the words and none of the signs is there that any of them looks for; a false alarm costs time
and nothing else.
"""

from __future__ import annotations

import re

from tui.articles.document import BlockKind
from tui.boilerplate.captions import AGENCY_WORDS, CREDIT_WORDS
from tui.boilerplate.page import Line
from tui.boilerplate.rules import ADDRESS_WORDS, LONGEST_ROW, NETWORK_WORDS

_TELLING = NETWORK_WORDS | ADDRESS_WORDS | CREDIT_WORDS | AGENCY_WORDS | {"©", "c", "copyright"}
_SIGNS = re.compile(r"[\[(|•·»›>/—–]|\A\s*(?i:copyright)")


def shows_signs(line: Line) -> bool:
    """Whether a rule that looks at more than phrases may have a word for the line.

    Those are the rules of `rules`, `captions` and `protected` that do not ask for a hit, but for
    `all_link`, which asks so little that it is asked at once.
    """
    block = line.block
    return (
        (line.count <= LONGEST_ROW and _SIGNS.search(block.text) is not None)
        or not _TELLING.isdisjoint(line.words)
        or block.kind is BlockKind.CAPTION
        or block.text.lstrip().startswith(("#", "＃"))
    )
