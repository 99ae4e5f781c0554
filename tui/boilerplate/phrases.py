"""Read the words of clutter: phrases.toml becomes look-ups and linear regexes (`Wording`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import product

from tui.boilerplate.wording import UNSPACED, Pattern, Place, Wording

_WORD_OR_SIGN = re.compile(r"[^\W_]+|[*#©]")
_CHOICE = re.compile(r"\[([^\]]*)\]")


def _expand(phrase: str) -> Iterator[str]:
    """Yield the phrases that one line of data stands for: `[a|b] c` is `a c` and `b c`."""
    parts = _CHOICE.split(phrase)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    for choice in product(*choices):
        yield "".join(choice)


def _regex(words: list[str], *, anchored: bool) -> str:
    """Write words with `*` and `#` as a regex: bounded repeats only, so matching is linear."""
    pattern = ""
    for position, word in enumerate(words):
        last = position == len(words) - 1
        if word == "*":
            pattern += r"(?:\S+ ){0,6}?" if not last else r"\S+(?: \S+){0,6}"
        else:
            pattern += (r"\d\S*" if word == "#" else re.escape(word)) + ("" if last else " ")
    return pattern + r"(?!\S)" if anchored else rf"(?<!\S){pattern}(?!\S)"


def _add(wording: Wording, rule: str, place: Place, phrase: str) -> None:
    words = _WORD_OR_SIGN.findall(phrase.casefold())
    plain = [word for word in words if word not in "*#"]
    joined = " ".join(words)
    all_of_it = place in (Place.WHOLE, Place.LABEL)
    if not all_of_it and UNSPACED.search(joined):
        wording.unspaced.append((rule, place, phrase))
        return
    if (all_of_it and words[0] != "*") or place is Place.START:
        wording.heads[words[0]] = wording.heads.get(words[0], False) or place is Place.LABEL
    if all_of_it and "*" not in words:
        rules = wording.exact.setdefault(joined, {})
        rules[rule] = rules.get(rule, False) or place is Place.LABEL
        return
    source = "" if words == plain else _regex(words, anchored=all_of_it or place is Place.START)
    pattern = Pattern(rule, place, source, joined, frozenset(plain))
    if all_of_it and words[0] != "*":
        wording.spread.setdefault(words[0], []).append(pattern)
    elif place is Place.START:
        two = len(words) > 1 and words[1] not in "*#"
        wording.openings.setdefault(" ".join(words[: 1 + two]), []).append(pattern)
    else:
        wording.inner.setdefault(max(plain, key=len), []).append(pattern)


@cache
def wording() -> Wording:
    """Return the compiled phrases of phrases.toml (about 60 ms the first time)."""
    source = files("tui.boilerplate").joinpath("phrases.toml").read_text("utf-8")
    compiled = Wording()
    for rule, table in tomllib.loads(source).items():
        compiled.says[rule] = table["says"]
        # Several languages say "newsletter": once is enough.
        once = {
            (place, phrase): None
            for phrases in table.values()
            if isinstance(phrases, dict)
            for place, lines in phrases.items()
            for line in lines
            for phrase in _expand(line)
        }
        for place, phrase in once:
            _add(compiled, rule, Place(place), phrase)
    return compiled
