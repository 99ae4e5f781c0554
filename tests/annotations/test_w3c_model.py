from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paper import article, note_on, range_of

from tui.annotations import Annotation, Colour, describe

EXAMPLE = {
    "@context": "http://www.w3.org/ns/anno.jsonld",
    "id": "urn:uuid:7b6b2c3e-6f0e-4a47-9f5a-0b1c2d3e4f50",
    "type": "Annotation",
    "motivation": "commenting",
    "created": "2026-01-02T03:04:05Z",
    "modified": "2026-01-02T03:04:06Z",
    "article": "urn:uuid:1",
    "creator": {"type": "Person", "name": "Nell Ashby"},
    "body": [
        {
            "type": "TextualBody",
            "purpose": "commenting",
            "format": "text/markdown",
            "value": "Ask the *deputy*.",
            "language": "en",
        },
        {"type": "TextualBody", "purpose": "tagging", "value": "budget", "weight": 2},
        {"type": "TextualBody", "purpose": "describing", "value": "spare"},
        {"type": "Choice", "items": ["https://gazette.example/a", {"id": "b"}]},
        "https://gazette.example/body",
    ],
    "target": [
        {
            "source": "https://gazette.example/harbour",
            "state": {
                "type": "TimeState",
                "cached": "urn:sha256:" + "0a" * 32,
                "sourceDate": "2026-01-01T00:00:00Z",
            },
            "selector": [
                {"type": "TextQuoteSelector", "exact": "a", "prefix": "b", "suffix": "c", "x": 1},
                {"type": "TextPositionSelector", "start": 412, "end": 413, "y": [2]},
                {"type": "XPathSelector", "value": "/html/body/p[2]"},
            ],
            "styleClass": "pink",
            "renderedVia": {"id": "https://gazette.example/app"},
        },
        {
            "source": "https://gazette.example/harbour",
            "selector": [
                {"type": "TextQuoteSelector", "exact": "d", "prefix": "", "suffix": ""},
            ],
            "styleClass": "pink",
        },
    ],
}


def test_a_record_with_keys_unknown_to_us_comes_back_as_it_was():
    annotation = Annotation.from_json(EXAMPLE)
    assert annotation.to_json() == EXAMPLE
    assert annotation.note == "Ask the *deputy*."
    assert annotation.tags == ("budget",)
    assert annotation.colour is Colour.PINK
    assert annotation.quote == "a […] d"
    assert annotation.targets[0].text_sha256 == "0a" * 32
    assert annotation.start == 412


def test_editing_keeps_what_other_tools_wrote():
    edited = Annotation.from_json(EXAMPLE).edited(tags=["budget", "harbour"], colour="green")
    record = edited.to_json()
    assert record["creator"] == EXAMPLE["creator"]
    assert {"type": "TextualBody", "purpose": "tagging", "value": "budget", "weight": 2} in (
        record["body"]
    )
    assert record["body"][0] == EXAMPLE["body"][0]
    assert [target["styleClass"] for target in record["target"]] == ["green", "green"]
    assert edited.tags == ("budget", "harbour")


def test_what_is_kept_is_a_copy():
    source = json.loads(json.dumps(EXAMPLE))
    annotation = Annotation.from_json(source)
    source["creator"]["name"] = "somebody else"
    assert annotation.to_json() == EXAMPLE


def test_a_bare_highlight_has_no_body_and_one_target_is_an_object():
    document = article()
    record = note_on(document, "fish market", colour="blue").to_json()
    assert record["motivation"] == "highlighting"
    assert "body" not in record
    assert record["target"]["source"] == "https://gazette.example/harbour"
    assert record["target"]["styleClass"] == "blue"
    assert record["id"].startswith("urn:uuid:")


def test_a_note_makes_it_a_comment_and_an_empty_one_a_highlight_again():
    document = article()
    annotation = note_on(document, "fish market", "Why now?", tags=["market", "", "market"])
    assert annotation.motivation == "commenting"
    assert annotation.tags == ("market",)
    assert annotation.edited(note="  ").motivation == "highlighting"
    assert annotation.edited(note="").tags == ("market",)
    assert annotation.edited() == annotation


def test_positions_are_code_points_and_the_end_is_exclusive():
    document = article("🐟🐟 market", "closed")
    target = describe(document, range_of(document, "market"))
    assert (target.position.start, target.position.end) == (3, 9)
    assert (target.quote.prefix, target.quote.suffix) == ("🐟🐟 ", "\n\nclosed")


def test_a_file_without_an_address_is_named_by_its_uri():
    document = article(url="", path="/a folder/é\udcff.txt")
    target = describe(document, range_of(document, "fish"))
    assert target.source == "file:///a%20folder/%C3%A9%FF.txt"


def test_text_from_the_file_is_made_safe():
    hostile = json.loads(json.dumps(EXAMPLE))
    hostile["body"][0]["value"] = "a\x1b]52;c;aGk=\x07b\u202ec"
    hostile["body"][1]["value"] = "tag\x1b[31m\nline"
    hostile["target"][0]["selector"][0]["exact"] = "x\x9b31m"
    annotation = Annotation.from_json(hostile)
    for text in (annotation.note, *annotation.tags, annotation.quote):
        assert not set(text) & set("\x1b\x07\x9b\u202e")
    assert "\n" not in annotation.tags[0]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from([*EXAMPLE, "deleted", "x"]),
        json_values
        | st.lists(
            st.fixed_dictionaries(
                {},
                optional={
                    "type": st.sampled_from(["TextualBody", "x", 3]),
                    "selector": st.lists(
                        st.fixed_dictionaries(
                            {
                                "type": st.sampled_from(
                                    ["TextQuoteSelector", "TextPositionSelector"]
                                )
                            },
                            optional={"exact": json_values, "start": json_values},
                        ),
                        max_size=2,
                    ),
                    "state": json_values,
                    "value": json_values,
                },
            ),
            max_size=2,
        ),
    )
)
def test_odd_records_open_and_settle(record):
    annotation = Annotation.from_json(record)
    settled = annotation.to_json()
    assert Annotation.from_json(settled).to_json() == settled


@pytest.mark.parametrize("start", [-1, True, "3", 2.5, None, 9])
def test_a_position_that_is_no_range_counts_as_none(start):
    selector = {"type": "TextPositionSelector", "start": start, "end": 5}
    annotation = Annotation.from_json({"target": {"selector": selector}})
    assert annotation.targets[0].position is None
