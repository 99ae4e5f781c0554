"""Bytes become text: by mark, by strict UTF-8, by declaration, by detection, by last resort.

The order is that of what can be proven: a byte order mark and well-formed UTF-8 prove
themselves, a declaration may lie, a detector guesses. Whatever is not proven is said aloud in a
remark, because a reporter quotes what the screen shows.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from tui.articles.safe_text import clean_line
from tui.errors import ArticleError

_SAMPLE = 1 << 16

_MAGIC = (
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"PK\x05\x06", "a zip archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a rar archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1", "an old office document"),
    (b"SQLite format 3\x00", "a database"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound"),
    (b"\x1aE\xdf\xa3", "a film"),
    (b"RIFF", "a sound, film or image"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
)
"""How binary files begin. Those that text could begin with too count only beside NUL bytes."""

_AMBIGUOUS_MAGIC = frozenset(
    {b"BM", b"MZ", b"PK\x05\x06", b"ID3", b"RIFF", b"GIF8", b"BZh", b"OggS"}
)

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r\f\b\x1b")

_SUPERSETS = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "utf-8-sig": "utf-8",
    "utf-16": "utf-16-le",
}
"""What browsers read where a page declares the left one (WHATWG Encoding, table of labels)."""

_DECLARABLE = """
    utf-8 utf-16-le utf-16-be cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7
    iso8859-8 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 koi8-r koi8-u mac-roman
    mac-cyrillic cp874 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 gb18030
    hz big5hkscs euc_jp iso2022_jp cp932 cp949
"""

_SINGLE_BYTE = (
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257"),
    *("iso8859_2", "koi8_r"),
)
_MULTIBYTE = ("cp932", "euc_jp", "gb18030", "big5", "cp949")

_NAMES = {
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "big5": "Big5",
    "gb18030": "GB 18030",
}

_DECLARATION = re.compile(
    rb"""<meta\b[^<>]{0,300}?\bcharset\s{0,9}=\s{0,9}["']?\s{0,9}([\w:.-]{2,40})"""
    rb"""|^\s{0,9}<\?xml\b[^<>]{0,200}?\bencoding\s{0,9}=\s{0,9}["']([\w:.-]{2,40})""",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded text, not yet through the gate of `safe_text`.

    Attributes:
        text: The text, without a byte order mark.
        encoding: How it was decoded, in lower case ("utf-8", "windows-1252").
        remarks: What the reader should know about it.
    """

    text: str
    encoding: str
    remarks: tuple[str, ...] = ()


def declared_encoding(data: bytes) -> str:
    """Return what an HTML page's `<meta charset>` or XML declaration says, or an empty string."""
    found = _DECLARATION.search(data[:8192])
    return (found[1] or found[2]).decode("ascii", "replace") if found else ""


def decode(data: bytes, name: str, *, declared: str = "") -> Decoded:
    """Decode a text file's bytes.

    Args:
        data: The bytes.
        name: The file's name as it may stand in a sentence.
        declared: The encoding that the file claims, as a label of any kind, or nothing.

    Raises:
        ArticleError: these bytes are no text.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict_or_marked(data[len(mark) :], encoding)
    _refuse_known_binary(data, name)
    data = data.rstrip(b"\x00")
    if not data:
        raise ArticleError(f"{name} holds nothing but NUL bytes.")
    if wide := _wide_by_pattern(data):
        return wide
    codec = _codec(declared)
    shown_label = clean_line(declared, 40)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        _refuse_binary(data, name, most=0.01)
    else:
        _refuse_binary(data, name, most=0.1)
        return _utf8_or_escaped(data, text, codec, shown_label)
    remarks: list[str] = []
    if codec not in ("", "utf-8") and (text := _plausible(data, codec)):
        return Decoded(text, _shown(codec))
    if codec:
        remarks.append(f"The file says that it is {shown_label}, but its bytes are not.")
    if nearly := _nearly_utf8(data):
        return Decoded(nearly.text, "utf-8", (*remarks, *nearly.remarks))
    if sure := _detect(data):
        return Decoded(sure.text, sure.encoding, (*remarks, *sure.remarks))
    remarks.append(
        "Read as Windows-1252, because the file does not say how it is encoded: "
        "letters with accents may be wrong."
    )
    return Decoded(data.decode("cp1252", "replace"), "windows-1252", tuple(remarks))


def _strict_or_marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        remark = f"Some bytes are not valid {_spoken(encoding)}; they show as “\ufffd”."
        return Decoded(data.decode(encoding, "replace"), encoding, (remark,))


def _refuse_known_binary(data: bytes, name: str) -> None:
    for magic, kind in _MAGIC:
        if data.startswith(magic) and (magic not in _AMBIGUOUS_MAGIC or b"\x00" in data[:_SAMPLE]):
            raise ArticleError(f"{name} is {kind}, not text.")
    if data[4:8] == b"ftyp":
        raise ArticleError(f"{name} is a film or image, not text.")


def _refuse_binary(data: bytes, name: str, *, most: float) -> None:
    """Refuse bytes of which more than the share `most` are control bytes."""
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > most * len(sample) and controls > 2:
        raise ArticleError(f"{name} is a binary file, not text.")


def _wide_by_pattern(data: bytes) -> Decoded | None:
    """UTF-16 without a mark has its NULs at one side: every other byte of Latin letters."""
    sample = data[: min(_SAMPLE, len(data) // 2 * 2)]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    for share, other, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if share >= 0.05 * pairs and share >= 2 and other <= share // 8:
            # The last NUL of little-endian text was taken for padding.
            whole = data + b"\x00" * (len(data) % 2)
            text = whole.decode(encoding, "replace")
            odd_ones = sum(character < " " and character not in "\t\n\r\f" for character in text)
            if text.count("\ufffd") + odd_ones <= 0.02 * len(text):
                return Decoded(text, encoding)
    return None


def _codec(label: str) -> str:
    """Return the codec that browsers use for a label; an empty string for an unknown one."""
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    name = _SUPERSETS.get(name, name)
    return name if name in _DECLARABLE.split() else ""


def _utf8_or_escaped(data: bytes, text: str, codec: str, label: str) -> Decoded:
    if codec in ("iso2022_jp", "hz") and (b"\x1b$" in data or b"~{" in data):
        try:
            return Decoded(data.decode(codec), _shown(codec))
        except UnicodeDecodeError:
            return Decoded(text, "utf-8", (f"The file says that it is {label}, but is not.",))
    if codec in ("", "utf-8") or codec.startswith("utf-16") or text.isascii():
        return Decoded(text, "utf-8")
    return Decoded(text, "utf-8", (f"The file says that it is {label}, but it is UTF-8.",))


def _plausible(data: bytes, codec: str) -> str:
    """Decode as declared, if the result has no more than a stray undefined byte."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
    return text if text.count("\ufffd") <= 1 + len(text) // 1000 else ""


def _nearly_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken places: most of its letters beyond ASCII are well-formed."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    cut = broken == 1 and text.endswith("\ufffd")  # mid-character, as a broken download is
    if not (good >= 10 * broken or (cut and good)):
        return None
    places = "1 place" if broken == 1 else f"{broken} places"
    return Decoded(text, "utf-8", (f"The file is damaged in {places}, shown as “\ufffd”.",))


def _detect(data: bytes) -> Decoded | None:
    """Ask charset-normalizer, and believe it only where no rival reads nearly as well."""
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    matches = list(
        from_bytes(sample, cp_isolation=[*_SINGLE_BYTE, *_MULTIBYTE], enable_fallback=False)
    )
    if not matches:
        return None
    best = matches[0]
    beyond_ascii = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    if best.encoding in _MULTIBYTE:
        sure = best.chaos < 0.02 and beyond_ascii >= max(16, len(sample) // 4)
        rivals = [other for other in matches[1:] if other.chaos < 0.02 and other.coherence > 0.3]
    else:
        sure = best.chaos < 0.1 and best.coherence >= 0.4 and beyond_ascii >= 5
        rivals = [
            other
            for other in matches[1:]
            if other.chaos < best.chaos + 0.02
            and other.coherence > best.coherence - 0.1
            and str(other) != str(best)
        ]
    if not sure or rivals:
        return None
    encoding = best.encoding
    if str(best) == sample.decode("cp1252", "replace"):
        encoding = "cp1252"  # the same letters under the commoner name
    remark = f"Read as {_spoken(encoding)}, recognised by its letters."
    return Decoded(data.decode(encoding, "replace"), _shown(encoding), (remark,))


def _shown(codec: str) -> str:
    if codec.startswith("cp12"):
        return f"windows-{codec[2:]}"
    return codec.replace("iso8859", "iso-8859").replace("_", "-").replace("--", "-")


def _spoken(codec: str) -> str:
    shown = _shown(codec)
    plain = shown.capitalize() if shown.startswith("windows") else shown.upper()
    return _NAMES.get(codec, plain)
