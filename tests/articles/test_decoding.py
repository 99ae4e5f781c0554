from __future__ import annotations

import codecs
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.decoding import declared_encoding, decode
from tui.errors import ArticleError

FRENCH = "Le maire d'Évreux a déclaré que l'été avait été très chaud, où l'on espérait mieux. "
POLISH = (
    "Premier powiedział, że żadne zmiany nie będą wprowadzone w ciągu najbliższych miesięcy. "
    "Łódź i Gdańsk są za. "
)
RUSSIAN = "Президент заявил, что никаких изменений не будет в ближайшие месяцы. "
JAPANESE = "首相は今後数カ月は変更がないと述べた。東京と大阪は同意している。"
KOREAN = "총리는 앞으로 몇 달 동안 변화가 없을 것이라고 말했다. "


@given(st.text(min_size=1))
def test_utf_8_is_itself(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    try:
        decoded = decode(data, "it")
    except ArticleError:
        return  # nothing but control bytes
    if decoded.encoding == "utf-8":
        assert decoded.text == data.rstrip(b"\x00").decode().removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_byte_order_mark_decides(mark: bytes, encoding: str) -> None:
    decoded = decode(mark + FRENCH.encode(encoding), "it", declared="shift_jis")
    assert (decoded.text, decoded.encoding, decoded.remarks) == (FRENCH, encoding, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [FRENCH, JAPANESE + " Tokyo, 3 February\n", "Short one"])
def test_utf_16_without_a_mark(encoding: str, text: str) -> None:
    decoded = decode(text.encode(encoding), "it")
    assert (decoded.text, decoded.encoding) == (text, encoding)


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (POLISH, "cp1250", "windows-1250"),
        (POLISH, "iso8859-2", "iso-8859-2"),
        (RUSSIAN, "cp1251", "windows-1251"),
        (RUSSIAN, "koi8-r", "koi8-r"),
        (JAPANESE, "shift_jis", "cp932"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (KOREAN, "euc-kr", "cp949"),
    ],
)
def test_what_nobody_declared_is_recognised_by_its_letters(
    text: str, codec: str, name: str
) -> None:
    decoded = decode((text * 6).encode(codec), "it")
    assert (decoded.text, decoded.encoding) == (text * 6, name)
    assert "recognised by its letters" in decoded.remarks[0]


def test_french_without_a_declaration_is_read_and_remarked() -> None:
    decoded = decode(FRENCH.encode("cp1252"), "it")
    assert (decoded.text, decoded.encoding) == (FRENCH, "windows-1252")
    assert "Windows-1252" in decoded.remarks[0]


def test_a_true_declaration_needs_no_remark() -> None:
    decoded = decode(RUSSIAN.encode("koi8-r"), "it", declared="KOI8-R")
    assert (decoded.text, decoded.encoding, decoded.remarks) == (RUSSIAN, "koi8-r", ())
    quotes = decode(b"He said \x93no\x94 \x96 twice", "it", declared="iso-8859-1")
    assert quotes.text == "He said “no” – twice"  # as browsers read it


def test_a_lie_in_the_declaration_is_noticed() -> None:
    utf8 = decode(FRENCH.encode(), "it", declared="iso-8859-1")
    assert utf8.text == FRENCH
    assert utf8.remarks == ("The file says that it is iso-8859-1, but it is UTF-8.",)
    latin = decode(FRENCH.encode("cp1252"), "it", declared="utf-8")
    assert latin.text == FRENCH
    assert "says that it is utf-8, but its bytes are not" in latin.remarks[0]
    unknown = decode(FRENCH.encode(), "it", declared="base64")
    assert (unknown.text, unknown.remarks) == (FRENCH, ())


def test_a_damaged_place_does_not_change_the_rest() -> None:
    data = (FRENCH * 4).encode()
    decoded = decode(data[:40] + b"\xff" + data[40:], "it")
    assert decoded.encoding == "utf-8"
    assert decoded.text.replace("\ufffd", "") == FRENCH * 4
    assert "damaged in 1 place" in decoded.remarks[0]
    cut = decode((FRENCH + "é").encode()[:-1], "it")
    assert cut.text == FRENCH + "\ufffd"


def test_seven_bit_japanese_needs_its_declaration() -> None:
    data = JAPANESE.encode("iso2022_jp")
    assert decode(data, "it", declared="iso-2022-jp").text == JAPANESE


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG"),
        (b"\xff\xd8\xff\xe0" + bytes(99), "JPEG"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"PK\x03\x04" + bytes(99), "zip"),
        (b"\x7fELF\x02\x01\x01" + bytes(99), "program"),
        (b"\x1f\x8b\x08\x00" + bytes(99), "gzip"),
        (bytes(50) + b"\x00\x00\x00\x18ftypmp42", "binary"),
        (b"\x00\x00\x00\x18ftypmp42" + bytes(50), "film"),
        (bytes(range(256)) * 8, "binary"),
        (bytes(300), "nothing but NUL"),
    ],
)
def test_binary_files_are_refused_in_one_sentence(data: bytes, kind: str) -> None:
    with pytest.raises(ArticleError, match=kind) as caught:
        decode(data, "“photo.txt”")
    assert str(caught.value).startswith("“photo.txt” ")


def test_text_that_begins_like_a_binary_file_is_text() -> None:
    assert decode(b"BMW recalls cars", "it").text == "BMW recalls cars"
    assert decode(b"MZ is a letter pair", "it").text == "MZ is a letter pair"


def test_stray_control_and_nul_bytes_stay_for_the_gate() -> None:
    text = decode(
        b"A long enough sentence with one \x00 and one \x07 in it." + bytes(40), "it"
    ).text
    assert text == "A long enough sentence with one \x00 and one \x07 in it."


@pytest.mark.parametrize(
    ("page", "label"),
    [
        (b'<html><head><meta charset="ISO-8859-2"><title>', "ISO-8859-2"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="windows-1251"?><html>', "windows-1251"),
        (b"<p>charset=nothing here</p>", ""),
    ],
)
def test_declarations_in_pages(page: bytes, label: str) -> None:
    assert declared_encoding(page) == label


@given(st.binary(max_size=400), st.text(max_size=20))
def test_any_bytes_are_text_or_refused(data: bytes, declared: str) -> None:
    with contextlib.suppress(ArticleError):
        decoded = decode(data, "it", declared=declared)
        assert decoded.encoding
