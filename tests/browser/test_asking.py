"""Search in a real Chromium: what a reader types is found without accents, endings and order, and nothing breaks."""

from __future__ import annotations

import json
import re
import time

import asking
import pytest
from chromium import serving
from driving import driving
from lxml import html

QUERY, RESULTS = "input[name=query]", ".md-search-result__link"
LINKS = f"[...document.querySelectorAll('{RESULTS}')]"


def ask(tab, text: str) -> list[str]:
    """Type *text* into the search of the page; the addresses that are shown, without what is to be highlighted."""
    tab.click(QUERY)
    tab.settle()
    # One question: what is shown is the answer to all of it.
    tab.call("Input.insertText", text=text[:-1])
    tab.write(text[-1])
    shown: list[str] = []

    def settled() -> bool:
        # Results come in parts.
        shown.append(tab.run("document.querySelector('.md-search-result').innerHTML"))
        time.sleep(0.1)
        return len(shown) > 3 and len(set(shown[-3:])) == 1 and bool(tab.run(f"{LINKS}.length"))

    tab.until(settled)
    return tab.run(f"{LINKS}.map(link => link.href.replace(/[?]h=[^#]*/, ''))")


def index(**texts: str) -> dict:
    """An index with a page of each name, whose text begins with its title."""
    docs = [
        {"location": f"{name}/", "title": text.partition(": ")[0], "text": f"<p>{text.partition(': ')[2]}</p>"}
        for name, text in texts.items()
    ]
    return {"config": {"lang": ["en"], "separator": " ", "pipeline": [], "fields": {}}, "docs": docs}


def told(language: str, known: dict, **more) -> dict:
    return known | {"config": known["config"] | {"isogloss": {"language": language, "english": 'lang="en"'} | more}}


FORGIVEN = {
    "es": ({"a": "Solución: instalar", "b": "Otra: nada"}, ["solucion", "soluciones", "INSTALACIÓN", "instalado"]),
    "it": ({"a": "Verificare: schede", "b": "Altro: niente"}, ["verifica", "scheda", "verificato"]),
    "fr": ({"a": "Accélérer: cœur", "b": "Autre: rien"}, ["acceleration", "accéléré", "coeur"]),
    "de": ({"a": "Prüfung: Straße", "b": "Anderes: nichts"}, ["pruefen", "prufungen", "STRASSE", "geprüft Prüfung"]),
    "pt": ({"a": "Execução: instalações", "b": "Outro: nada"}, ["executar", "instalacao", "execucoes"]),
    "ar": ({"a": "الإعداد: وحدات", "b": "شيء: آخر"}, ["اعداد", "إِعداد", "وحدة", "والوحدات"]),
    "ja": ({"a": "トラブルシューティング: サーバーを確認", "b": "その他: なし"}, ["ﾄﾗﾌﾞﾙｼｭｰﾃｨﾝｸﾞ", "サーバ", "確認"]),
    "en": ({"a": "Acceleration: install TensorFlow in WSL 2", "b": "Other: no"}, ["accelerated", "installing", "wsl2"]),
    "ru": ({"a": "Установка: видеокарты", "b": "Другое: нет"}, ["установки", "видеокарта"]),
    "ko": ({"a": "설치 방법: 그래픽카드를 확인", "b": "기타: 없음"}, ["설치방법", "그래픽카드"]),
    "zh": ({"a": "安装指南: 检查显卡", "b": "其他: 无"}, ["安装", "显卡检查"]),
    "uk": ({"a": "Комп’ютер: ґрунт для об'єктів", "b": "Інше: пам"}, ["компютер", "комп'ютери", "обʼєкти", "грунт"]),
    "he": (
        {"a": "הִתְקָנָה: המסמכים של מנהל ההתקן והגדרות", "b": "אחר: כלום"},
        ["להתקנה", "מסמך", "הגדרה", "בהתקן"],
    ),
    "fa": ({"a": "کتاب‌ها: صفحهٔ کاربر خوانده می‌شود", "b": "دیگر: هیچ"}, ["كتاب", "کتابها", "صفحه‌ها", "می شود"]),
    "hi": ({"a": "हिन्दी: हाँ, बड़ा ड्राइवर", "b": "अन्य: नहीं"}, ["हिंदी", "हां", "बडा", "ड्राइवरों"]),
    "tr": ({"a": "Kılavuz: IŞIK ayarları, İstanbul", "b": "Diğer: yok"}, ["kilavuzlar", "ışık", "istanbul", "ayar"]),
    "vi": ({"a": "Cài đặt: trình điều khiển đồ họa", "b": "Khác: không"}, ["cai dat", "dieu khien", "đồ hoạ"]),
}


@pytest.mark.parametrize("language", FORGIVEN)
def test_words_are_found_in_other_forms(driver, reader_site, language):
    texts, queries = FORGIVEN[language]
    with driver.tab() as tab:
        found = asking.answers(tab, f"{reader_site}/", told(language, index(**texts)), queries)
    assert {
        query: [page[0]["location"] for page in pages][:1] for query, pages in zip(queries, found, strict=True)
    } == {query: ["a/"] for query in queries}


def test_words_are_found_in_any_order_misspelled_joined_and_apart(driver, reader_site):
    texts = {"a": "VS Code and TensorFlow: The driver of the graphics card", "b": "Other: Code of an other page"}
    queries = ["driver graphics", "grapics driver", "vscode", "tensor flow", "tensorflwo", "flow", "graph", "codes"]
    with driver.tab() as tab:
        found = asking.answers(tab, f"{reader_site}/", told("en", index(**texts)), queries)
    assert [pages[0][0]["location"] for pages in found] == ["a/"] * len(queries)


def test_what_the_glossary_says_of_a_word_is_found_by_it_and_no_word_means_what_is_banned(driver, reader_site):
    texts = {"a": "Controlador: GPU", "b": "Ventanas: Abra una ventana", "c": "Sistema: Windows"}
    more = {
        "alike": [["GPU", "tarjeta gráfica", "unidad de procesamiento gráfico"]],
        "instead": {"driver": "controlador", "ventanas": "Windows"},
    }
    queries = ["tarjetas graficas", "Unidad de procesamiento gráfico", "drivers", "ventana", "windows"]
    with driver.tab() as tab:
        found = asking.answers(tab, f"{reader_site}/", told("es", index(**texts), **more), queries)
    assert [pages[0][0]["location"] for pages in found] == ["a/", "a/", "a/", "b/", "c/"]
    assert [page[0]["location"] for page in found[-1]] == ["c/"]


def test_markup_stays_whole_and_signs_are_obeyed(driver, reader_site):
    texts = {
        "a": "A &amp; B &lt;i&gt;: <code>lamp --port</code> amp code lt &lt;script&gt; p</p><p>Second lamp",
        "b": "Port: The port of a ship",
    }
    queries = [
        "amp",
        "lamp",
        "p",
        "code",
        "port -ship",
        '"of a ship"',
        "+lamp port",
        "<script>",
        "&lt;",
        '"',
        "-",
        "\\",
    ]
    with driver.tab() as tab:
        found = asking.answers(tab, f"{reader_site}/", told("en", index(**texts)), queries)
    answers = dict(zip(queries, found, strict=True))
    for pages in found:
        for page in pages:
            for one in page:
                plain = re.sub("</?mark>", "", one["title"] + one["text"])
                assert plain.count("&") == len(re.findall("&(?:amp|lt|gt);", plain)), plain
                assert len(re.findall("<p>|<code>", plain)) == len(re.findall("</p>|</code>", plain)), plain
    locations = {query: [page[0]["location"] for page in pages] for query, pages in answers.items()}
    assert locations["port -ship"] == locations["+lamp port"] == ["a/"]
    assert locations['"of a ship"'] == ["b/"]
    assert [answers[query] for query in ('"', "-", "\\")] == [[], [], []]
    assert answers["amp"][0][0]["text"].count("<mark>amp</mark>") == 1
    assert "<script>" not in answers["<script>"][0][0]["text"]


def test_an_author_says_what_comes_first_and_a_title_says_it(driver, reader_site):
    known = index(a="Wire: lamp lamp", b="Lamp: wire", c="Wire: lamp lamp")
    known["docs"][0]["boost"] = 0.5
    with driver.tab() as tab:
        (found,) = asking.answers(tab, f"{reader_site}/", told("en", known), ["lamp"])
    assert [page[0]["location"] for page in found] == ["b/", "c/", "a/"]


@pytest.mark.parametrize("site", ["reader_site", "instant_site"])
def test_a_reader_types_and_comes_to_the_page(driver, request, site):
    origin = request.getfixturevalue(site)
    with driver.tab() as tab:
        tab.go(f"{origin}/es-ES/")
        shown = ask(tab, "lámps sets")
        assert shown[0] == f"{origin}/es-ES/setup/"
        assert all(address.startswith(f"{origin}/es-ES/") for address in shown)
        assert "Set" in tab.run(f"document.querySelector('{RESULTS} mark').textContent")
        tab.click(RESULTS)
        tab.until("document.title.includes('Set a lamp up')")
        assert tab.address.startswith(f"{origin}/es-ES/setup/")
        indexes = [address for address in tab.requests.values() if "search_index" in address]
        assert set(indexes) == {f"{origin}/es-ES/search/search_index.json"}
        assert (tab.failed, tab.errors) == ([], [])


def test_the_key_enter_leads_to_what_is_shown_first(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/repair/")
        assert ask(tab, "wires colour")[0].startswith(f"{reader_site}/setup/")
        tab.press("Enter")
        tab.until("location.pathname.endsWith('/setup/')")
        assert tab.address.endswith("#connect")


def test_what_is_still_english_says_so(driver, reader_site):
    with driver.tab() as tab:
        tab.go(f"{reader_site}/it-IT/")
        ask(tab, "broken somethings")
        marked = f"[...{LINKS}[0].querySelectorAll('[lang=en]')].map(one => one.innerHTML).join(' | ')"
        assert "<mark>Something</mark> is <mark>broken</mark>." in tab.run(marked)
        tab.go(f"{reader_site}/es-ES/")
        ask(tab, "replacing")
        told = f"{LINKS}.flatMap(link => [...link.querySelectorAll('[lang=en]')]).map(one => one.textContent)"
        assert {"The wire", "Replace it."} <= set(tab.run(told))


def test_without_scripts_a_sentence_stands_in_the_place_of_the_search(driver, reader_site):
    shown = "document.querySelector('.md-search noscript')?.getClientRects().length"
    with driver.tab(script=False) as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        assert tab.run("document.querySelector('.md-search__form').getClientRects().length") == 0
        assert tab.run(shown) == 1
        assert tab.run("document.querySelector('.md-search noscript').textContent").startswith("La búsqueda necesita")
    with driver.tab() as tab:
        tab.go(f"{reader_site}/es-ES/setup/")
        assert not tab.run(shown)


def test_the_theme_of_mkdocs_searches_in_the_language_of_the_reader(make_site, tmp_path):
    pages = {"index.md": "# Start\n\nWords here.\n", "other.md": "# Other\n\nMore about accents.\n"}
    pages["cats.md"] = "# Cats & `<dogs>`\n\nRun `git checkout <branch>` and see.\n"
    site = make_site(pages, theme="mkdocs", locales=("es-ES", "it-IT"), translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n"))
    site.translate("locales/es-ES/docs/index.po", {"Words here.": "Búsqueda de palabras."}, rest=False)
    assert site.build().returncode == 0
    links = "[...document.querySelectorAll('#mkdocs-search-results a')].map(link => link.pathname)"
    field = "document.getElementById('mkdocs-search-query')"
    with serving(site.root / "site") as served, driving(tmp_path / "profile") as driver, driver.tab() as tab:
        # What the theme takes from other hosts is not what this is about.
        tab.call("Network.setBlockedURLs", urls=["https://*"])
        for path, query, found in (
            ("es-ES/", "busquedas", ["/es-ES/"]),
            ("", "words", ["/"]),
            ("it-IT/other/", "accent", ["/it-IT/other/"]),
            ("", "branch", ["/cats/"]),
        ):
            tab.go(f"{served.origin}/{path}")
            # The theme asks at each letter, once its index is there.
            asking_again = f"{field}.value = '{query}', {field}.dispatchEvent(new Event('keyup')), {links}.length"
            tab.until(asking_again)
            assert tab.run(links) == found, path
        shown = tab.run("document.getElementById('mkdocs-search-results').innerText")
        assert "Cats & <dogs>" in shown
        assert "git checkout <branch> and see" in shown
    index = json.loads(site.read("site/search/search_index.json"))
    assert len({entry["location"].partition("/")[0] for entry in index["docs"]}) > 2, "other scripts need all of it"


SEARCH = {
    "": True,
    "search: {separator: '[ -]+'}": False,
    "search: {pipeline: [stemmer]}": False,
    "search: {lang: [en]}": True,
}


@pytest.mark.parametrize("own", [None, True, False])
@pytest.mark.parametrize("options", SEARCH)
def test_who_says_how_words_are_cut_keeps_the_search_of_the_theme(make_site, options, own):
    reader = "" if own is None else f":\n      reader: {{search: {str(own).lower()}}}"
    site = make_site({"index.md": "# Start\n"}, theme="material", options=reader)
    plugin = options or "search"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", f"plugins:\n  - {plugin}\n"))
    assert site.build("--strict").returncode == 0
    page = html.fromstring(site.read("site/es-ES/index.html"))
    worker = re.search('"search": "([^"]*)"', page.xpath("//script[@id='__config']/text()")[0])[1]
    ours = SEARCH[options] if own is None else own
    assert ("assets/isogloss/" in worker) == ours
    assert (site.root / "site/es-ES" / worker).is_file()
    assert ('"isogloss"' in site.read("site/es-ES/search/search_index.json")) == ours


def test_without_a_server_each_language_finds_its_own_pages(driver, make_site):
    pages = {"index.md": "# Start\n\nHello.\n", "guide.md": "# Guide\n\nA sentence.\n"}
    site = make_site(pages, theme="material", locales=("es-ES", "ar"))
    config = site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n  - offline\n", 1)
    site.write("mkdocs.yml", f"extra: {{polyfills: [iframe-worker.js]}}\n{config}")
    site.write("docs/iframe-worker.js", "")
    assert site.build("--strict").returncode == 0
    # What Material does with a page that comes from no server.
    asked = """new Promise(done => {
        const script = document.createElement("script");
        const {base} = JSON.parse(document.getElementById("__config").textContent);
        script.src = new URL(`${base}/search/search_index.js`, location);
        const pages = () => [...new Set(__index.docs.map(one => one.location.split("#")[0]))];
        script.onload = () => done([__index.config.lang, pages()]);
        document.head.append(script);
    })"""
    with driver.tab() as tab:
        for folder, language in (("", "en"), ("es-ES/", "es"), ("ar/", "ar")):
            tab.go(f"file://{site.root}/site/{folder}guide.html")
            languages, found = tab.run(asked)
            assert language in languages
            assert set(found) == {f"{folder}index.html", f"{folder}guide.html"}


def test_the_page_of_results_of_a_theme_is_there_in_each_language(driver, make_site, tmp_path):
    pages = {"index.md": "# Start\n\nHello.\n", "guide.md": "# Guide\n\nThe wires are broken.\n"}
    site = make_site(pages, theme="readthedocs", locales=("es-ES", "ar"))
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("plugins:\n", "plugins:\n  - search\n", 1))
    site.translate("locales/es-ES/docs/guide.po", {"The wires are broken.": "Los cables están rotos."})
    assert site.build().returncode == 0
    found = "[...document.querySelectorAll('#mkdocs-search-results a')].map(one => new URL(one.href).pathname)"
    with serving(site.root / "site") as served, driver.tab() as tab:
        for folder, question in (("es-ES/", "cable roto"), ("", "wire"), ("ar/", "wire")):
            tab.go(f"{served.origin}/{folder}guide/")
            tab.click("#rtd-search-form input")
            tab.call("Input.insertText", text=question)
            with tab.loading():
                tab.press("Enter")
            assert tab.address.startswith(f"{served.origin}/{folder}search.html?q=")
            tab.until(f"{found}.length")
            assert tab.run(found) == [f"/{folder}guide/"]
            assert tab.run("document.documentElement.lang") == (folder.strip("/") or "en")
            # From there, one asks on in the same language.
            with tab.loading():
                tab.click("#content_search input")
                tab.press("Enter")
            assert tab.address.startswith(f"{served.origin}/{folder}search.html?q=")
