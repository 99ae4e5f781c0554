"""A language is named where the text leaves no doubt, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.articles.formats import read_document
from tui.articles.language import language_of

TEXTS = {
    "en": "The ferry came in at noon, and the people who had been waiting for it on the quay "
    "were told that it would not be going out again before the wind had dropped.",
    "de": "Die Fähre kam am Mittag an, und den Leuten, die auf dem Kai gewartet hatten, wurde "
    "gesagt, dass sie nicht wieder ausläuft, bis sich der Wind gelegt hat und es ruhig ist.",
    "fr": "Le bac est arrivé à midi, et les gens qui l'attendaient sur le quai ont appris qu'il "
    "ne repartirait pas avant que le vent ne soit tombé, ce qui n'est pas pour tout de suite.",
    "es": "El transbordador llegó al mediodía, y a la gente que lo esperaba en el muelle se le "
    "dijo que no volvería a salir hasta que el viento hubiera amainado, lo que no es para ya.",
    "pt": "A balsa chegou ao meio-dia, e as pessoas que a esperavam no cais foram informadas de "
    "que ela não sairia mais até que o vento tivesse passado, o que não é para já, disse ele.",
    "it": "Il traghetto è arrivato a mezzogiorno, e alla gente che lo aspettava sul molo è stato "
    "detto che non sarebbe ripartito prima che il vento si fosse calmato, come è già successo.",
    "nl": "De veerboot kwam om twaalf uur aan, en de mensen die er op de kade op wachtten, kregen "
    "te horen dat hij niet meer zou uitvaren voor de wind was gaan liggen, zo zegt men.",
    "ru": "Паром пришёл в полдень, и людям, которые ждали его на причале, сказали, что он не "
    "выйдет снова, пока ветер не стихнет, и что это может быть не так скоро, как они бы хотели.",
    "el": "Το πλοίο έφτασε το μεσημέρι και στους ανθρώπους που το περίμεναν στην προβλήτα είπαν "
    "ότι δεν θα ξαναφύγει πριν πέσει ο άνεμος.",
    "ja": "連絡船は正午に着いたが、桟橋で待っていた人々は、風がおさまるまで出港しないと告げられた。"
    "船長によれば、明日の朝までは動けない見込みだという。港では毛布が配られた。",
    "zh": "渡轮于中午抵达,在码头等候的人们被告知,风停之前不会再次出航。"
    "船长说,预计明天早上之前无法开船,港口已向滞留的旅客分发毛毯,并安排他们在候船室过夜,当地居民也送来了热汤和面包。",
    "ko": "연락선은 정오에 도착했지만 부두에서 기다리던 사람들은 바람이 잦아들 때까지 다시 떠나지 "
    "않는다는 말을 들었다. 선장은 내일 아침까지는 움직일 수 없을 것으로 본다고 말했다.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_few_sentences_tell(language: str) -> None:
    assert language_of(TEXTS[language]) == language


def test_the_navigation_around_an_article_does_not_hide_its_language() -> None:
    page = "Home\nSport\nKultur\n" * 40 + TEXTS["de"] * 6 + "\nLogin\nImpressum\n" * 40
    assert language_of(page) == "de"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Harbour fees",
        "Lund 3 Orme 1\nHask 0 Brekke 0\n" * 30,
        "Blik vorom tase nem olpi drasto venu kalet. " * 20,
        TEXTS["en"] + " " + TEXTS["fr"],
        "og i er det " * 12,
    ],
)
def test_where_in_doubt_nothing_is_said(text: str) -> None:
    assert language_of(text) == ""


@given(st.text())
def test_any_text_gets_one_tag_or_none(text: str) -> None:
    language = language_of(text)
    assert language == "" or (language.isalpha() and len(language) == 2)


def test_a_file_that_says_its_language_is_believed(tmp_path) -> None:
    page = tmp_path / "page.html"
    body = f"<p>{TEXTS['de']}</p>" * 4
    page.write_text(f"<html lang='de-AT'><title>Fähre</title><body>{body}", "utf-8")
    assert read_document(page).metadata.language == "de-AT"
    page.write_text(f"<html><title>Fähre</title><body>{body}", "utf-8")
    assert read_document(page).metadata.language == "de"


def test_plain_text_gets_the_language_it_is_in(tmp_path) -> None:
    file = tmp_path / "ferry.txt"
    file.write_text(f"La nave e il vento\n\n{TEXTS['it']}\n", "utf-8")
    assert read_document(file).metadata.language == "it"
