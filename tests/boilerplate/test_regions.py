"""Rules about where a block stands."""

from __future__ import annotations

from dataclasses import replace

from clippings import PROSE, document

from tui.articles.document import Block, BlockKind, Evidence, Span, SpanKind
from tui.boilerplate.remover import remove_boilerplate
from tui.boilerplate.verdict import Role


def judged(*blocks: str | Block, **metadata: str) -> list[tuple[Role, str]]:
    return [(v.role, v.rule) for _, v in remove_boilerplate(document(blocks, **metadata))]


def link(text: str, kind: BlockKind = BlockKind.LIST_ITEM) -> Block:
    spans = (Span(0, len(text), SpanKind.LINK, "https://harbour.example/other"),)
    return Block(kind, text, spans=spans)


def stated(text: str, *names: str) -> Block:
    return Block(BlockKind.PARAGRAPH, text, evidence=Evidence(states=names))


def test_what_the_format_states_is_believed() -> None:
    blocks = (
        stated("Night ferry saved", "headline"),
        stated("By Ann Lee, 3 May 2026", "byline", "published"),
        *PROSE,
    )
    found = judged(*blocks, headline="Night ferry saved", byline="Ann Lee")
    assert found == [(Role.HEADLINE, ""), (Role.BYLINE, ""), *[(Role.BODY, "")] * 5]


def test_the_first_headline_stays_and_a_window_title_is_a_repeat() -> None:
    headline = "Council saves the night ferry"
    found = judged(
        headline, PROSE[0], headline.upper(), f"{headline} - The Harbour Post", headline=headline
    )
    assert found[0] == (Role.HEADLINE, "")
    assert found[1] == (Role.BODY, "")
    assert found[2:] == [(Role.BOILERPLATE, "repeated headline")] * 2


def test_a_sentence_that_begins_like_the_headline_is_body() -> None:
    headline = "Council saves the night ferry"
    found = judged(
        headline, *PROSE, "Council saves the night ferry in spite of all.", headline=headline
    )
    assert found[-1] == (Role.BODY, "")


def test_a_list_of_titles_below_related_goes_up_to_the_next_prose() -> None:
    blocks = (
        *PROSE[:2],
        "Related stories",
        link("Sea wall to cost twice as much"),
        link("Who pays for the hull?"),
        *PROSE[2:],
    )
    roles = [role for role, _ in judged(*blocks)]
    assert roles == [Role.BODY] * 2 + [Role.BOILERPLATE] * 3 + [Role.BODY] * 3


def test_a_list_in_the_article_stays() -> None:
    items = (
        Block(BlockKind.LIST_ITEM, "the ferry runs until March;"),
        Block(BlockKind.LIST_ITEM, "the fare goes up by a tenth."),
    )
    found = judged(*PROSE[:3], "The members agreed that:", *items, *PROSE[3:])
    assert {role for role, _ in found} == {Role.BODY}


def test_everything_below_the_comments_goes_but_a_correction() -> None:
    blocks = (
        *PROSE,
        "3 Comments",
        "Well said, and about time too, I have been writing to them since the spring.",
        "marigold",
        "Correction: An earlier version of this article gave the wrong fare.",
    )
    roles = [role for role, _ in judged(*blocks)]
    assert roles == [Role.BODY] * 5 + [Role.BOILERPLATE] * 3 + [Role.PROTECTED]


def test_a_counter_of_comments_above_the_article_is_not_its_end() -> None:
    found = judged("12 Comments", *PROSE, *PROSE)
    assert {role for role, _ in found[1:]} == {Role.BODY}


def test_navigation_above_a_stated_headline_goes() -> None:
    blocks = ("Harbour Post", "News", "Sport", stated("Night ferry saved", "headline"), *PROSE)
    roles = [role for role, _ in judged(*blocks, headline="Night ferry saved")]
    assert roles[:4] == [Role.BOILERPLATE] * 3 + [Role.HEADLINE]


def test_a_headline_found_too_late_takes_no_prose_with_it() -> None:
    blocks = (*PROSE, stated("Night ferry saved", "headline"), PROSE[0])
    roles = [role for role, _ in judged(*blocks, headline="Night ferry saved")]
    assert roles[:5] == [Role.BODY] * 5


def test_a_note_that_begins_with_the_byline_is_about_the_author() -> None:
    note = "Ann Lee covers ferries and has lived on four islands."
    assert judged(*PROSE, note, byline="Ann Lee")[-1] == (Role.BOILERPLATE, "author box")
    assert judged(*PROSE[:2], note, *PROSE[2:], byline="Ann Lee")[2] == (Role.BODY, "")


def test_what_a_company_says_about_itself_goes() -> None:
    blocks = (*PROSE, "About Farrant Lines", "Farrant Lines is a leading operator of ferries.")
    assert judged(*blocks)[-2:] == [(Role.BOILERPLATE, "company boilerplate")] * 2


def test_the_addresses_below_a_terminal_dump_go() -> None:
    blocks = (
        *PROSE,
        "References",
        "Visible links",
        "1. https://a.example/",
        "2. https://b.example/",
    )
    assert {rule for _, rule in judged(*blocks)[5:]} == {"navigation"}
    assert judged(*PROSE, "References", PROSE[0])[5] == (Role.BODY, "")


def on_page(text: str, *path: str, in_body: bool = True) -> Block:
    evidence = Evidence(in_body=in_body, ancestry=("html", "body", *path))
    return Block(BlockKind.PARAGRAPH, text, evidence=evidence)


def test_outside_the_body_goes_and_lost_body_comes_back() -> None:
    main = [on_page(text, "main", "div.text", "p") for text in PROSE]
    footer = on_page("Printed on the quay since 1871.", "footer", "p", in_body=False)
    lost = replace(main[3], evidence=replace(main[3].evidence, in_body=False))
    roles = [role for role, _ in judged(*main[:3], lost, *main[4:], footer)]
    assert roles == [Role.BODY] * 5 + [Role.BOILERPLATE]


def test_a_class_counts_unless_it_frames_the_article() -> None:
    main = [on_page(text, "main", "div.related-wrapper", "p") for text in PROSE]
    teaser = on_page("Sea wall to cost twice as much", "main", "div.related", "p", in_body=False)
    found = judged(*main[:3], teaser, *main[3:])
    assert [role for role, _ in found] == [Role.BODY] * 3 + [Role.BOILERPLATE] + [Role.BODY] * 2


def test_a_caption_of_the_page_is_a_caption() -> None:
    caption = Block(BlockKind.CAPTION, "The ferry, with the captain’s dog on the bridge")
    assert judged(*PROSE, caption)[-1] == (Role.CAPTION, "caption")


def test_protection_wins_over_all_markup() -> None:
    main = [on_page(text, "main", "p") for text in PROSE]
    note = on_page(
        "Correction: The fare is £4, not £40.", "main", "aside.related", "p", in_body=False
    )
    assert judged(*main, note)[-1] == (Role.PROTECTED, "correction")


def test_a_standfirst_outside_the_body_is_set_apart() -> None:
    main = [on_page(text, "main", "div.text", "p") for text in PROSE]
    headline = stated("Council saves the night ferry", "headline")
    about = on_page("The ferry loses money, and the harbour keeps it.", "h2", in_body=False)
    other = on_page("The museum shop opens on Sundays now.", "h2", in_body=False)
    found = judged(headline, about, *main, headline="Council saves the night ferry")
    assert found[1] == (Role.STANDFIRST, "standfirst")
    found = judged(headline, other, *main, headline="Council saves the night ferry")
    assert found[1][0] is Role.BOILERPLATE
    found = judged(headline, *main, about, headline="Council saves the night ferry")
    assert found[-1][0] is Role.BOILERPLATE


def test_a_row_of_links_goes_unless_a_line_announces_it() -> None:
    row = (link("Sea wall to cost twice as much"), link("Who pays for the new hull"))
    assert [role for role, _ in judged(*PROSE, *row)[5:]] == [Role.BOILERPLATE] * 2
    announced = judged(*PROSE, "The council has put these papers on its site:", *row)
    assert [role for role, _ in announced[5:]] == [Role.BODY] * 3
    assert judged(*PROSE, row[0])[5][0] is Role.BODY


def test_what_a_company_says_of_itself_below_its_news_goes() -> None:
    about = (
        "Nordlume is a leading supplier of marine lamps. It has subsidiaries in four countries.",
        "Nordlume is headquartered in Orrin and employs around 300 people on both coasts.",
    )
    found = judged(*PROSE, *about)
    assert found[5:] == [(Role.BOILERPLATE, "company boilerplate")] * 2
    # In the middle of the story it is the story, and so it is where somebody says it.
    assert [role for role, _ in judged(*PROSE[:3], *about, *PROSE[3:])] == [Role.BODY] * 7
    told = "The yard, which is headquartered in Orrin and employs around 300 people, said: “No.”"
    assert judged(*PROSE, told)[5][0] is Role.BODY


def test_a_heading_above_a_kept_block_comes_back() -> None:
    main = [on_page(text, "main", "div.text", "p") for text in PROSE]
    where = Evidence(in_body=False, ancestry=("html", "body", "main", "div.text", "h2"))
    promo = replace(where, ancestry=("html", "body", "main", "div.text", "aside.promo", "h2"))
    heads = [Block(BlockKind.HEADING, "Who pays", level=2, evidence=e) for e in (where, promo)]
    found = [judged(*main[:3], head, *main[3:])[3][0] for head in heads]
    assert found == [Role.BODY, Role.BOILERPLATE]


def test_boxes_in_boxes_that_all_say_newsletter_are_believed() -> None:
    main = [on_page(text, "main", "div.text", "p") for text in PROSE]
    box = on_page("Six At Night", "main", "div#Newsletter", "div.newsletter-box", "h3.newsletter")
    once = on_page("Six At Night", "main", "div.text", "h3.newsletter-title")
    assert judged(*main[:3], once, *main[3:])[3][0] is Role.BODY
    assert judged(*main[:3], box, *main[3:])[3] == (Role.BOILERPLATE, "newsletter promo")
