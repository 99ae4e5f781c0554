"""The rules that look for clutter: from a line to what speaks for its being clutter.

Wording alone decides little: an article *about* newsletters has the word too. A phrase counts by
its place in the block (all of it, its label, its start, somewhere inside), by how short the block
is, and against it counts that somebody says something in it. A few rules look at signs instead:
a row of networks, of tags, of links, an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tui.articles.document import BlockKind, SpanKind
from tui.boilerplate.captions import OWNS_THE_PAGE
from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Line
from tui.boilerplate.wording import Hit, Place

LONGEST = {
    "newsletter promo": 70,
    "disclaimer": 400,
    "subscription offer": 70,
    "paywall": 60,
    "login prompt": 40,
    "donation appeal": 120,
    "podcast plug": 70,
    "app plug": 45,
    "share bar": 40,
    "cookie notice": 150,
    "advertising label": 70,
    "comments": 60,
    "author box": 90,
    "topics": 60,
    "related links": 50,
    "company boilerplate": 60,
    "copyright": 200,
    "navigation": 25,
}
"""How many words a line may have for a rule's phrases in phrases.toml to count.

In the order that gives a tie its name.
"""
_RANKS = {rule: rank for rank, rule in enumerate(LONGEST)}

ADDRESS = re.compile(r"(?:\d+\.\s)?(?:https?://|www\.)\S{3,400}$")
"""A block that is an address and nothing else, with its number in a list or without."""
ADDRESS_WORDS = frozenset(("http", "https", "www"))
"""The words of which such a block has one."""
_PLACEHOLDER = re.compile(
    r"(?:\[(?:\W{0,3}|[^\]\n]{0,16}\b(?:img|images?|photo|picture|logo|icon|video|vidéo|embed|iframe|"
    r"ads?|advertisement|gallery|slideshow|audio|player|button|input|submit|spacer|bild|foto|"
    r"imagen|imagem|immagine|afbeelding)\b[^\]\n]{0,40})\]\s*){1,12}$",
    re.I,
)
"""A name in brackets alone, “[The Quay Courier]”, is a source, and the article's."""
_NETWORKS = re.compile(
    r"\b(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|messenger|tumblr|"
    r"flipboard|instagram|youtube|tiktok|bluesky|mastodon|threads|e-?mail|print|copy link|"
    r"flattr|xing|vk|viber|line|sms|rss|x)\b",
    re.I,
)
NETWORK_WORDS = frozenset(
    {
        *("facebook", "twitter", "whatsapp", "linkedin", "pinterest", "reddit", "telegram"),
        *("messenger", "tumblr", "flipboard", "instagram", "youtube", "tiktok", "bluesky"),
        *("mastodon", "threads", "e", "email", "print", "copy", "flattr", "xing", "vk", "viber"),
        *("line", "sms", "rss", "x"),
    }
)
"""The first words of the names of networks, one for each name."""
LONGEST_ROW = 24
"""Words: a longer line is not a row of networks or links."""
_SEPARATED = re.compile(r"\s(?:[|•·»›>/])\s")


def weight(line: Line, hit: Hit) -> float:
    """Say how much a phrase is worth, 0 to 1, by its place and by the shape of its block."""
    count = line.count
    if hit.place is Place.WHOLE:
        return 0.95
    if hit.place is Place.SURE:
        worth = 0.9 if count <= 90 else 0.75
    elif hit.place is Place.LABEL:
        title = not line.ends or hit.rest <= 8
        worth = 0.92 if title and count <= 45 else 0.75 if count <= 25 else 0.4
    elif hit.place is Place.START:
        worth = 0.88 if count <= 25 else 0.72 if count <= 45 else 0.35
    elif hit.place is Place.LATER:
        worth = 0.75 if count <= 25 else 0.5 if count <= 45 else 0.15
    else:
        worth = 0.7 if count <= 12 else 0.55 if count <= 25 else 0.35 if count <= 45 else 0.1
    if line.reported and hit.place is not Place.LABEL:
        worth *= 0.55
    return worth


def clutter_clues(line: Line, *, signs: bool = True) -> tuple[Clue, ...]:
    """Return what all rules say of a line, at most one clue each.

    Args:
        line: The line.
        signs: Whether it may hold signs of clutter beside phrases (`glance.shows_signs`).
    """
    found = by_wording(line) if line.hits else {}
    if signs:
        for rule, look in _BY_SIGHT.items():
            if clue := look(line):
                found[rule] = clue
    clues = sorted(found.values(), key=_rank) if len(found) > 1 else list(found.values())
    if link := all_link(line):
        clues.append(link)
    return tuple(clues)


def _rank(clue: Clue) -> int:
    return _RANKS[clue.rule]


def by_wording(line: Line) -> dict[str, Clue]:
    """Weigh the phrases in a line: of each rule, the one that is worth most."""
    best: dict[str, tuple[float, Hit]] = {}
    for hit in line.hits:
        if line.count <= LONGEST.get(hit.rule, 0):
            worth = weight(line, hit)
            if hit.rule not in best or worth > best[hit.rule][0]:
                best[hit.rule] = worth, hit
    if not best:
        return {}
    quote = quoted(line.block.text)
    clues = {rule: Clue(rule, worth, f"{h.says} ({quote})") for rule, (worth, h) in best.items()}
    if said := clues.get("disclaimer"):
        first = line.hit("disclaimer")
        if first and first.place is Place.LABEL:  # then it is one at any length
            clues["disclaimer"] = Clue(said.rule, 0.95, said.reason)
    return clues


def row_of_networks(line: Line) -> Clue | None:
    """A line that is little but names of networks: “Facebook Twitter WhatsApp”."""
    if not 2 <= line.count <= LONGEST_ROW or line.prose:
        return None
    if len(NETWORK_WORDS.intersection(line.words)) < 2:
        return None
    named = len(set(map(str.lower, _NETWORKS.findall(line.block.text))))
    if named < 2 or named / line.count < 0.4:
        return None
    reason = f"lists networks to share on ({quoted(line.block.text)})"
    return Clue("share bar", 0.9, reason)


def placeholder(line: Line) -> Clue | None:
    """“[image]”, “[embedded content]”: what stands there is not text."""
    text = line.block.text.strip()
    if text[:1] == "[" and line.count <= 12 and _PLACEHOLDER.fullmatch(text):
        reason = f"stands where the page had a picture, video or advertisement ({quoted(text)})"
        return Clue("advertising label", 0.8, reason)
    return None


def row_of_tags(line: Line) -> Clue | None:
    """“#harbour #council #trade”: the page's own filing, not the story."""
    text = line.block.text
    if not text.lstrip().startswith(("#", "＃")):
        return None
    tags = text[:400].split()
    if len(tags) >= 2 and all(tag[0] in "#＃" and len(tag) > 1 for tag in tags):
        return Clue("topics", 0.85, f"is a row of tags ({quoted(text)})")
    return None


def copyright_notice(line: Line) -> Clue | None:
    """“© 2026 Harbour Media Ltd”."""
    if line.count <= 14 and OWNS_THE_PAGE.match(line.block.text.strip()):
        reason = f"is a copyright notice ({quoted(line.block.text)})"
        return Clue("copyright", 0.9, reason)
    return None


def address_or_trail(line: Line) -> Clue | None:
    """A bare address, a trail of sections: “Home > News > Ports”."""
    text = line.block.text.strip()
    if not ADDRESS_WORDS.isdisjoint(line.words[:3]) and ADDRESS.match(text):
        return Clue("navigation", 0.75, f"is a web address and nothing else ({quoted(text)})")
    if line.count <= 20 and not line.ends and len(_SEPARATED.findall(text)) >= 3:
        return Clue("navigation", 0.7, f"is a row of links ({quoted(text)})")
    return None


def all_link(line: Line) -> Clue | None:
    """A block that is links from end to end, as teasers for other pages are."""
    if line.linked < 0.9 or line.count < 2 or line.block.kind is BlockKind.HEADING:
        return None
    if line.block.kind is BlockKind.PARAGRAPH:
        links = sum(span.kind is SpanKind.LINK for span in line.block.spans)
        if links >= 3 and line.count >= 3 * links:
            reason = f"is nothing but links to other pages ({quoted(line.block.text)})"
            return Clue("related links", 0.7, reason)
    if line.count <= 25:
        return Clue("related links", 0.45, f"is nothing but a link ({quoted(line.block.text)})")
    return None


_BY_SIGHT: dict[str, Callable[[Line], Clue | None]] = {
    "share bar": row_of_networks,
    "advertising label": placeholder,
    "topics": row_of_tags,
    "copyright": copyright_notice,
    "navigation": address_or_trail,
}
"""What stands out in a line without a phrase; it says more than a phrase of the same rule."""
