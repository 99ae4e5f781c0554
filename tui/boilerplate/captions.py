"""Captions and credits: kept, but set apart, so that none ends up inside a quotation."""

from __future__ import annotations

import re

from tui.articles.document import BlockKind
from tui.boilerplate.clue import Clue, quoted
from tui.boilerplate.page import Line
from tui.boilerplate.verdict import Role
from tui.boilerplate.wording import Place

# Each is anchored or has bounded repeats only, so that it is linear on any input.
_OWNER = r"[^\W\d_][^©.!?:]{1,80}"
_ENDS_WITH_OWNER = re.compile(rf"©\s?(?:\d{{4}}\s)?{_OWNER}$")
_ONLY_OWNER = re.compile(rf"(?:©|\(c\))\s?(?:\d{{4}}\s)?{_OWNER}$")
OWNS_THE_PAGE = re.compile(
    r"(?:©|\(c\)|copyright)[^.!?]{2,80}(?:\b(?:19|20)\d\d|\b(?:ltd|limited|inc|llc|gmbh|plc|"
    r"media group|s\.?a\.?|b\.?v\.?|s\.?r\.?l\.?|publishing|corporation))\b[.)]{0,2}$",
    re.I,
)
"""A line that says who owns the page, where one that credits a picture says who took it."""
_CREDITED = (
    r"(?:photo|photos|photograph|photographs|picture|pictures|image|images|credit|courtesy|"
    r"illustration|graphic|foto|fotos|bild|bildquelle|crédit|crédits|photo credit|imagen|imagem|"
    r"crédito|immagine|fotografía|beeld|file photo|foto di|foto de|photo de)"
)
CREDIT_WORDS = frozenset(
    {
        *("photo", "photos", "photograph", "photographs", "picture", "pictures", "image"),
        *("images", "credit", "courtesy", "illustration", "graphic", "foto", "fotos", "bild"),
        *("bildquelle", "crédit", "crédits", "imagen", "imagem", "crédito", "immagine"),
        *("fotografía", "beeld", "file"),
    }
)
"""The first words of what `_CREDITED` finds."""
_BRACKETED = re.compile(
    rf"[(\[]\s?{_CREDITED}\s?(?::|\bby\b|\bvia\b|\bof\b|©|/)[^()\[\]]{{2,90}}[)\]]\.?$", re.I
)
_LATE_LABEL = re.compile(
    rf"(?:[.!?…”\"’'/|—–-]|\s{{2,}}|\n)\s*{_CREDITED}\s?(?::|\bby\b)\s?[^.!?:]{{2,80}}\.?$", re.I
)
_AGENCIES = re.compile(
    r"[(|/–—-]\s?(?:AP|AFP|Reuters|REUTERS|Getty(?: Images)?|EPA|EFE|dpa|DPA|ANSA|ANP|PA|TASS|"
    r"Xinhua|Shutterstock|iStock|Unsplash|Alamy|AAP|Lusa|Belga|Keystone|Bloomberg)"
    r"(?:\s?(?:Photo|Images|Images)?)(?:/[^()]{2,50}|\s?via [^()]{2,40})?\s?[)|]?$"
)
_AGENCY_NAMES = (
    *("ap", "afp", "reuters", "getty", "epa", "efe", "dpa", "ansa", "anp", "pa", "tass"),
    *("xinhua", "shutterstock", "istock", "unsplash", "alamy", "aap", "lusa", "belga"),
    *("keystone", "bloomberg"),
)
AGENCY_WORDS = frozenset(
    agency + image for agency in _AGENCY_NAMES for image in ("", "photo", "images")
)
"""The words of which a line that ends with an agency has one."""
_BARE_AGENCY = re.compile(
    r"(?:[\w.’' -]{2,40}\s?[/|–—-]\s?)?(?:AP Photo|AFP|Reuters|REUTERS|Getty Images|EPA|EFE|dpa|"
    r"Shutterstock|iStock|Unsplash|Alamy|Xinhua|PA Media|AP)(?:\s?[/|–—-]\s?[\w.’' -]{2,40}"
    r"| via [\w.’' -]{2,40})?$"
)
CREDIT = "credit"
"""The rule whose phrases name who took a picture."""
_LONGEST = 600
"""Code points: a longer block is not a caption, whatever it ends with."""


def caption_by_markup(line: Line) -> Clue | None:
    """The page itself says that it is a caption (`figcaption`)."""
    if line.block.kind is BlockKind.CAPTION:
        return Clue("caption", 0.98, "is marked as a caption on the page", Role.CAPTION)
    return None


def credit_sign(line: Line) -> Clue | None:
    """The block ends with the copyright sign and an owner: “… in Kyiv © AP”."""
    text = line.block.text.rstrip()
    if len(text) > _LONGEST or "©" not in text or line.hit("copyright"):
        return None
    if OWNS_THE_PAGE.match(text):
        return None
    if _ONLY_OWNER.match(text):
        return Clue("credit", 0.9, f"credits a picture ({quoted(text)})", Role.CAPTION)
    if found := _ENDS_WITH_OWNER.search(text[-100:]):
        if re.search(r"\d{4}", found[0]) and line.count < 8:
            return None  # "Morning Post © 2019 Media Ltd" closes a page, not a picture
        reason = f"is a caption: it ends with a credit ({quoted(found[0])})"
        return Clue("caption", 0.92, reason, Role.CAPTION)
    return None


def credit_words(line: Line) -> Clue | None:
    """The block says “Photo: …”, “(Image: …)”, “Picture by …”, or ends with an agency."""
    text = line.block.text.strip()
    if not text or len(text) > _LONGEST:
        return None
    for hit in line.hits:
        if hit.rule != CREDIT:
            continue
        short = line.count <= 25 and not (line.prose and line.reported)
        if hit.place is Place.LABEL and (short or line.count <= 45) and not line.reported:
            return Clue("credit", 0.9, f"credits a picture ({quoted(text)})", Role.CAPTION)
        if hit.place is Place.START and short:
            return Clue("credit", 0.8, f"credits a picture ({quoted(text)})", Role.CAPTION)
    tail = text[-160:]
    credited = not CREDIT_WORDS.isdisjoint(line.words)
    if credited and (found := _BRACKETED.search(tail) or _LATE_LABEL.search(tail)):
        reason = f"is a caption: it ends with a credit ({quoted(found[0].strip())})"
        return Clue("caption", 0.9, reason, Role.CAPTION)
    if AGENCY_WORDS.isdisjoint(line.words):
        return None
    if (
        line.count <= 60
        and (found := _AGENCIES.search(tail))
        and not line.block.text[-1:].isdigit()
    ):
        reason = f"is a caption: it ends with a credit ({quoted(found[0].strip())})"
        return Clue("caption", 0.85, reason, Role.CAPTION)
    if line.count <= 9 and _BARE_AGENCY.fullmatch(text):
        return Clue("credit", 0.85, f"credits a picture ({quoted(text)})", Role.CAPTION)
    return None


CAPTION_RULES = (caption_by_markup, credit_sign, credit_words)
