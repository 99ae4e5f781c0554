"""Each rule with what it is for, and with what looks like it and is the story."""

from __future__ import annotations

import pytest
from clippings import verdict_on

from tui.boilerplate.verdict import Role

CLUTTER = [
    ("newsletter promo", "Sign up for The Morning Tide, our free daily briefing"),
    ("newsletter promo", "Unlock the Council Watch newsletter for free"),
    ("newsletter promo", "Jetzt unseren kostenlosen Newsletter abonnieren und nichts verpassen"),
    ("newsletter promo", "Inscrivez-vous gratuitement à la newsletter du matin"),
    ("newsletter promo", "Suscríbete a nuestro boletín y recibe las noticias cada mañana"),
    ("newsletter promo", "Assine nossa newsletter e receba as notícias no seu e-mail"),
    ("newsletter promo", "Iscriviti alla newsletter per ricevere le notizie ogni giorno"),
    ("newsletter promo", "Schrijf je in voor onze nieuwsbrief"),
    (
        "disclaimer",
        "⚠️ Disclaimer: All information is given in good faith and for general purposes only. No"
        " warranty is made as to its accuracy, and nobody is liable for losses.",
    ),
    ("disclaimer", "Past performance is not a reliable indicator of future results."),
    ("disclaimer", "Haftungsausschluss: Alle Angaben ohne Gewähr."),
    (
        "disclaimer",
        "The information provided on this website, its blog pages with it, is not checked.",
    ),
    (
        "disclaimer",
        "Tidewheel is a trademark of Pellwick Oars, registered in the U.S. and other countries.",
    ),
    ("newsletter promo", "An email with an activation link has just been sent to your address."),
    ("related links", "READ MORE: Ferry captain retires after 40 years"),
    ("related links", "Also read: The sea wall that was never built"),
    ("related links", "Lesen Sie auch: Die letzte Fähre"),
    ("related links", "À lire aussi : Le dernier ferry"),
    ("related links", "Lea también: El último transbordador"),
    ("related links", "LEIA TAMBÉM: A última balsa"),
    ("related links", "LEGGI ANCHE – L’ultimo traghetto"),
    ("related links", "Lees ook: De laatste veerboot"),
    ("related links", "Related post: Nine ways to salt a herring"),
    ("navigation", "This slideshow requires JavaScript."),
    ("comments", "Tell us what YOU think…"),
    ("share bar", "Sharing is caring!"),
    ("advertising label", "[image] [video player]"),
    ("share bar", "Share on Facebook"),
    ("share bar", "Facebook Twitter WhatsApp Email"),
    ("share bar", "Folgen Sie uns auf Instagram!"),
    ("cookie notice", "This site uses cookies to give you a better experience."),
    ("cookie notice", "Wir verwenden Cookies, um Inhalte zu personalisieren."),
    (
        "cookie notice",
        "This website uses cookies to improve your experience while you navigate through the"
        " website. Out of these, the ones that are called necessary are stored in your browser, as"
        " they are essential for the working of its basic functions. We also use others that help"
        " us to understand how you use this website, and you may opt out of these.",
    ),
    ("cookie notice", "Questo sito utilizza i cookie per migliorare la tua esperienza."),
    ("cookie notice", "Privacy Overview"),
    ("advertising label", "ADVERTISEMENT"),
    ("advertising label", "La suite après cette publicité"),
    ("advertising label", "We may earn a commission if you buy through links on this page."),
    ("subscription offer", "Subscribe now for just £1 a week. Cancel anytime."),
    ("paywall", "To continue reading this article, become a subscriber"),
    ("paywall", "Cet article est réservé aux abonnés."),
    ("login prompt", "Log in or create a free account"),
    ("comments", "Leave a comment"),
    ("comments", "Rating: 14 votes"),
    ("comments", "Your email address will not be published. Required fields are marked *"),
    ("author box", "About the author"),
    ("donation appeal", "If you value our reporting, please consider making a donation."),
    ("navigation", "Skip to main content"),
    ("navigation", "https://harbour.example/news/ferry"),
    ("podcast plug", "Listen to our podcast wherever you get your podcasts."),
    ("app plug", "Download our app for iOS and Android."),
    ("company boilerplate", "Media contact:"),
    ("copyright", "© 2026 Harbour Media Ltd. All rights reserved."),
    ("copyright", "Alle Rechte vorbehalten."),
    ("topics", "Tags: ferries, council, winter"),
    ("topics", "#ferries #council #winter"),
    ("related links", "Suggested Topics:"),
]

STORY = [
    "Newsletters have become the business of the decade, and writers who sign up for a platform"
    " keep nine tenths of what readers pay, a study said on Tuesday.",
    "“Sign up for our newsletter” was the most common sentence on the 400 pages that the"
    " researchers read, said Hedda Lorn, who led the work.",
    "The regulator found that the cookies stayed on the phones of children for up to ten years,"
    " according to a report published on Monday.",
    "Its lawyers called the cookies absolutely essential; the judge found that the site did not"
    " need them to function, and that nobody had been asked for consent to their use.",
    "Half of the sites that she looked at used cookies to improve nothing but their takings.",
    "Lawyers said the disclaimer had been printed in letters so small that the judge asked for a"
    " magnifying glass.",
    "A fund’s past performance says little about its future, the pensions minister told members,"
    " and she asked them to read the small print.",
    "She decided to subscribe to the theory that the ferry had simply been forgotten, and told the"
    " inquiry so on Monday.",
    "Results vary from harbour to harbour, the report said, and nobody knows why.",
    "The information provided on the harbour’s website was three years old, she told the inquiry.",
    "The name of the ferry was registered in the United States and in nine other countries.",
    "An email with the captain’s resignation reached the board at noon on Monday.",
    "The motion passed by 14 votes.",
    "Comments by the mayor on the radio angered the dockers, who walked out for an hour.",
    "He read more than 300 letters before the vote, and answered every one by hand.",
    "Shares in the ferry company fell 4 per cent after the vote.",
    "Related research has shown that the sand moves north by eleven metres a year.",
    "Tags on the birds’ legs showed that they had flown from the far side of the bay.",
    "The app was downloaded 40,000 times before the company withdrew it, its founder said.",
    "Donations paid for the roof, and a raffle paid for the bell.",
    "The copyright in her letters passed to the town when she died.",
    "Their podcast, which began in a laundry, has two million listeners a week, said its producer.",
    "“No.”",
    "“Home,” he said, and closed the door.",
    "The log in the harbour office shows that the ferry sailed at noon.",
    "About the author of the anonymous letter the police would say nothing.",
    "Follow the coast road for two miles and the old lighthouse comes into view, white and"
    " leaning a little to the east.",
    "More people crossed in February than in August, the port said.",
    "[The Pellwick Observer]",
    "Back to the captain! It is his ferry, so why can he not steer it?",
    "Sharing is caring, the harbour master told the two crews, and gave them one lifeboat.",
    "Tell us what you think happened, the judge asked the captain, and he told her.",
    "The yard is headquartered in Orrin and has built every ferry since 1902.",
]

PROTECTED = [
    ("correction", "Correction: An earlier version of this article gave the wrong fare."),
    ("correction", "An earlier version of this article misstated the captain’s age."),
    ("correction", "This article was amended on 3 May 2026 to correct the name of the ferry."),
    ("correction", "Berichtigung: In einer früheren Version stand ein falscher Preis."),
    ("correction", "Rectificatif : le prix du billet est de 4 euros."),
    ("correction", "Fe de errores: el precio correcto es de 4 euros."),
    ("correction", "【訂正】当初の記事で運賃に誤りがありました。"),
    ("editor's note", "Editor’s note: Names have been changed at the families’ request."),
    ("editor's note", "Anmerkung der Redaktion: Die Namen wurden geändert."),
    ("editor's note", "This interview has been edited for length and clarity."),
    ("update", "This story has been updated with a comment from the port."),
    ("update", "UPDATE: The council has withdrawn the plan."),
    ("update", "Dieser Artikel wurde am 3. Mai aktualisiert."),
    ("disclosure", "Disclosure: The author holds shares in the ferry company."),
    ("disclosure", "The author owns shares in the ferry company."),
    ("originally published", "This article was originally published in The Harbour Post."),
    ("originally published", "A version of this article appears in print on May 3, 2026."),
    ("contributor line", "Additional reporting by Petra Lind in Pellwick"),
    ("contributor line", "Reporting by Ann Lee; Editing by Tom Orr"),
    ("contributor line", "Petra Lind contributed to this report."),
    ("contributor line", "Mit Material der Agenturen"),
    ("dateline", "PELLWICK, May 3 (Meridian Wire) —"),
]

NOT_PROTECTED = [
    "An earlier version of the bill would have closed the ferry at once.",
    "The correction of the tables took the clerks eleven years, and nobody thanked them.",
    "Updates to the harbour’s radar will cost more than the ferry, according to the port.",
    "He edited the paper by candlelight, and it shows.",
    "Disclosure forms show that the senator sold his shares on the day before the vote.",
]

CAPTIONS = [
    "The ferry in last winter’s ice © AP",
    "© Dell Ansty/X",
    "Photo: Dell Ansty",
    "Picture by Dell Ansty",
    "The ferry leaves Pellwick at dawn. (Image: Dell Ansty)",
    "The ferry leaves Pellwick at dawn. Photograph: Dell Ansty/Meridian",
    "The night ferry in the roads (AP Photo/Dell Ansty)",
    "Foto: Dell Ansty",
    "Crédit photo : Dell Ansty",
]

NOT_CAPTIONS = [
    "The photo shows the ferry in the ice, and a man on the ice waving a lantern, she said.",
    "Photographs of the ferry sold for more than the ferry did.",
    "He was pictured by the sea wall with a fish.",
    "Credit is hard to come by in a town with one bank.",
]


@pytest.mark.parametrize(("rule", "text"), CLUTTER)
def test_clutter_is_stripped_with_its_name_and_evidence(rule: str, text: str) -> None:
    verdict = verdict_on(text)
    assert (verdict.role, verdict.rule) == (Role.BOILERPLATE, rule), verdict
    assert "“" in verdict.reason  # it quotes what it saw


@pytest.mark.parametrize("text", STORY)
def test_the_story_about_clutter_is_body(text: str) -> None:
    assert verdict_on(text).role is Role.BODY, verdict_on(text)


@pytest.mark.parametrize(("rule", "text"), PROTECTED)
def test_what_a_journalist_needs_is_protected(rule: str, text: str) -> None:
    verdict = verdict_on(text)
    assert (verdict.role, verdict.rule) == (Role.PROTECTED, rule), verdict


@pytest.mark.parametrize("text", NOT_PROTECTED)
def test_the_story_about_notices_is_body(text: str) -> None:
    assert verdict_on(text).role is Role.BODY, verdict_on(text)


@pytest.mark.parametrize("text", CAPTIONS)
def test_captions_and_credits_are_set_apart(text: str) -> None:
    assert verdict_on(text).role is Role.CAPTION, verdict_on(text)


@pytest.mark.parametrize("text", NOT_CAPTIONS)
def test_the_story_about_pictures_is_body(text: str) -> None:
    assert verdict_on(text).role is Role.BODY, verdict_on(text)
