"""The built site in a real Chromium: what scripts do, and that no page asks another host for anything."""

from __future__ import annotations

import pytest
from chromium import serving

HARNESS = """\
<!doctype html>
<meta charset="utf-8">
<iframe src="{page}" style="width:1200px;height:900px"></iframe>
<script>
const tell = result => fetch("/told", {{method: "POST", body: JSON.stringify(result)}});
document.querySelector("iframe").addEventListener("load", event => {{
  const view = event.target.contentWindow, page = view.document;
  const link = page.querySelector("a.md-select__link[hreflang='{locale}']");
  link.addEventListener("click", click => click.preventDefault());
  link.click();
  const requests = view.performance.getEntriesByType("resource").map(entry => entry.name);
  tell({{
    href: link.href.replace(location.origin, ""), lang: link.lang,
    elsewhere: requests.filter(name => new URL(name).origin !== location.origin),
    requests: requests.length,
  }});
}});
</script>
"""


SEARCH = """\
<!doctype html>
<meta charset="utf-8">
<iframe src="{page}" style="width:1200px;height:900px"></iframe>
<script>
const tell = result => fetch("/told", {{method: "POST", body: JSON.stringify(result)}});
document.querySelector("iframe").addEventListener("load", event => {{
  const page = event.target.contentDocument, query = page.querySelector("input[name='query']");
  page.querySelector("#__search").checked = true;
  page.querySelector("#__search").dispatchEvent(new Event("change"));
  query.focus();
  query.value = "{query}";
  query.dispatchEvent(new Event("keyup", {{bubbles: true}}));
  const timer = setInterval(() => {{
    const found = [...page.querySelectorAll(".md-search-result__link")].map(link => new URL(link.href).pathname);
    if (found.length) {{
      clearInterval(timer);
      tell(found);
    }}
  }}, 50);
}});
</script>
"""


@pytest.fixture(scope="module")
def browser(built_sample):
    with serving(built_sample) as browser:
        yield browser


@pytest.mark.parametrize(
    ("page", "locale", "expected"),
    [
        ("es-ES/troubleshooting/#pytorch-does-not-find-the-gpu", "it-IT", "/it-IT/troubleshooting/"),
        ("it-IT/#professionals", "en", "/"),
        ("gpu-cuda-in-wsl/#before-you-start", "es-ES", "/es-ES/gpu-cuda-in-wsl/"),
    ],
)
def test_switching_the_language_keeps_the_page_and_the_place(browser, tmp_path, page, locale, expected):
    told = browser.open(HARNESS.format(page=f"/{page}", locale=locale), tmp_path)
    assert told["href"] == f"{expected}#{page.partition('#')[2]}"
    assert told["lang"] == locale
    assert told["requests"] > 0
    assert told["elsewhere"] == []


@pytest.mark.parametrize(
    ("locale", "query"), [("", "virtual environment"), ("es-ES", "entorno virtual"), ("it-IT", "ambiente virtuale")]
)
def test_search_finds_pages_in_the_language_of_the_reader_alone(browser, tmp_path, locale, query):
    page = f"/{locale}/gpu-amd-rocm/" if locale else "/gpu-amd-rocm/"
    found = browser.open(SEARCH.format(page=page, query=query), tmp_path)
    assert len(found) >= 3
    for path in found:
        assert path.startswith(f"/{locale}/" if locale else "/")
        assert locale or not path.startswith(("/es-ES/", "/it-IT/"))
        assert (browser.site / path.strip("/") / "index.html").is_file()
