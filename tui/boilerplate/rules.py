"""The rules that look for clutter: one pure function each, from a line to a clue or to None.

Wording alone decides little: an article *about* newsletters has the word too. A phrase counts by
its place in the block (all of it, its label, its start, somewhere inside), by how short the block
is, and against it counts that somebody says something in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tui.articles.document import BlockKind
from tui.boilerplate.captions import OWNS_THE_PAGE
from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Line
from tui.boilerplate.wording import Hit, Place

Rule = Callable[[Line], Clue | None]

ADDRESS = re.compile(r"(?:\d+\.\s)?(?:https?://|www\.)\S{3,400}$")
"""A block that is an address and nothing else, with its number in a list or without."""
_PLACEHOLDER = re.compile(r"(?:\[[^\]\n]{0,40}\]\s*){1,12}$")
_NETWORKS = re.compile(
    r"\b(?:facebook|twitter|whatsapp|linkedin|pinterest|reddit|telegram|messenger|tumblr|"
    r"flipboard|instagram|youtube|tiktok|bluesky|mastodon|threads|e-?mail|print|copy link|"
    r"flattr|xing|vk|viber|line|sms|rss|x)\b",
    re.I,
)
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


def _by_wording(line: Line, rule: str, longest: int = 70) -> Clue | None:
    """Weigh the phrases of one rule in a line of at most `longest` words."""
    if line.count > longest:
        return None
    best = max(
        ((weight(line, hit), hit) for hit in line.hits if hit.rule == rule),
        key=lambda pair: pair[0],
        default=None,
    )
    if best is None:
        return None
    strength, hit = best
    return Clue(rule, strength, f"{hit.says} ({quoted(line.block.text)})")


def newsletter_promo(line: Line) -> Clue | None:
    """“Unlock the … newsletter for free”, “Sign up for our morning briefing”."""
    return _by_wording(line, "newsletter promo")


def disclaimer(line: Line) -> Clue | None:
    """“Disclaimer: …”, “for informational purposes only”, at any length."""
    best = _by_wording(line, "disclaimer", longest=400)
    if best and (hit := line.hit("disclaimer")) and hit.place is Place.LABEL:
        return Clue(best.rule, 0.95, best.reason)
    return best


def related_links(line: Line) -> Clue | None:
    """“READ MORE: …”, “Related: …”, “You may also like”."""
    return _by_wording(line, "related links", longest=50)


def share_bar(line: Line) -> Clue | None:
    """“Share on …”, “Follow us on …”, or a line that is little but names of networks."""
    clue = _by_wording(line, "share bar", longest=40)
    if 2 <= line.count <= 24:
        named = len(set(map(str.lower, _NETWORKS.findall(line.block.text))))
        if named >= 2 and named / line.count >= 0.4 and not line.prose:
            reason = f"lists networks to share on ({quoted(line.block.text)})"
            return Clue("share bar", 0.9, reason)
    return clue


def cookie_notice(line: Line) -> Clue | None:
    """“This site uses cookies …”, “Accept all”."""
    return _by_wording(line, "cookie notice", longest=150)


def advertising_label(line: Line) -> Clue | None:
    """“ADVERTISEMENT”, “Sponsored by …”, “We may earn a commission …”."""
    if line.count <= 12 and _PLACEHOLDER.fullmatch(line.block.text.strip()):
        reason = f"holds the place of something that is not text ({quoted(line.block.text)})"
        return Clue("advertising label", 0.8, reason)
    return _by_wording(line, "advertising label")


def subscription_offer(line: Line) -> Clue | None:
    """“Subscribe now …”, “Get unlimited access for …”."""
    return _by_wording(line, "subscription offer")


def paywall(line: Line) -> Clue | None:
    """“To continue reading …”, “You have read your last free article”."""
    return _by_wording(line, "paywall", longest=60)


def login_prompt(line: Line) -> Clue | None:
    """“Log in to …”, “Create an account”."""
    return _by_wording(line, "login prompt", longest=40)


def comments(line: Line) -> Clue | None:
    """“Leave a comment”, “12 comments”, “Your email address will not be published”."""
    return _by_wording(line, "comments", longest=60)


def author_box(line: Line) -> Clue | None:
    """“About the author”, “Follow her on …”, “… is a staff writer”."""
    return _by_wording(line, "author box", longest=90)


def donation_appeal(line: Line) -> Clue | None:
    """“If you value our reporting, please consider making a donation”."""
    return _by_wording(line, "donation appeal", longest=120)


def navigation(line: Line) -> Clue | None:
    """“Skip to content”, “Back to top”, a bare address, a trail of sections."""
    text = line.block.text.strip()
    if ADDRESS.match(text):
        return Clue("navigation", 0.75, f"is a bare address ({quoted(text)})")
    if line.count <= 20 and not line.ends and len(_SEPARATED.findall(text)) >= 3:
        return Clue("navigation", 0.7, f"is a row of links ({quoted(text)})")
    return _by_wording(line, "navigation", longest=25)


def podcast_plug(line: Line) -> Clue | None:
    """“Listen to our podcast …”, “wherever you get your podcasts”."""
    return _by_wording(line, "podcast plug")


def app_plug(line: Line) -> Clue | None:
    """“Download our app …”."""
    return _by_wording(line, "app plug", longest=45)


def company_boilerplate(line: Line) -> Clue | None:
    """“Media contact: …”, “For further information, visit …”."""
    return _by_wording(line, "company boilerplate", longest=60)


def copyright_notice(line: Line) -> Clue | None:
    """“© 2026 … All rights reserved.”."""
    if line.count <= 14 and OWNS_THE_PAGE.match(line.block.text.strip()):
        reason = f"is a copyright notice ({quoted(line.block.text)})"
        return Clue("copyright", 0.9, reason)
    return _by_wording(line, "copyright", longest=200)


def topics(line: Line) -> Clue | None:
    """“Tags: harbour, council, trade”: the page's own filing, not the story."""
    tags = line.block.text[:400].split()
    if len(tags) >= 2 and all(tag[0] in "#＃" and len(tag) > 1 for tag in tags):
        return Clue("topics", 0.85, f"is a row of tags ({quoted(line.block.text)})")
    return _by_wording(line, "topics", longest=60)


def all_link(line: Line) -> Clue | None:
    """A short block that is one link from end to end, as a teaser for another page is."""
    if line.linked >= 0.9 and 2 <= line.count <= 25 and line.block.kind is not BlockKind.HEADING:
        return Clue("related links", 0.45, f"is nothing but a link ({quoted(line.block.text)})")
    return None


RULES: tuple[Rule, ...] = (
    newsletter_promo,
    disclaimer,
    subscription_offer,
    paywall,
    login_prompt,
    donation_appeal,
    podcast_plug,
    app_plug,
    share_bar,
    cookie_notice,
    advertising_label,
    comments,
    author_box,
    topics,
    related_links,
    company_boilerplate,
    copyright_notice,
    navigation,
    all_link,
)
"""In the order that gives a tie its name."""


def clutter_clues(line: Line) -> tuple[Clue, ...]:
    """Return what all rules say of a line.

    Most lines hold no phrase at all; of those only the rules that look at something else are
    asked, which halves the time that a page takes.
    """
    rules = RULES if line.hits else _WITHOUT_WORDS
    return tuple(clue for rule in rules if (clue := rule(line)))


_WITHOUT_WORDS: tuple[Rule, ...] = (
    share_bar,
    advertising_label,
    topics,
    copyright_notice,
    navigation,
    all_link,
)
