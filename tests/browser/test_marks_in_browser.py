"""English around a localized page in a real Chromium: its language, its direction, and how it looks."""

from __future__ import annotations

from chromium import serving

HARNESS = """\
<!doctype html>
<meta charset="utf-8">
<iframe src="/ar/setup/" style="width:1400px;height:900px"></iframe>
<script>
document.querySelector("iframe").addEventListener("load", event => {
  const page = event.target.contentDocument, view = event.target.contentWindow;
  const seen = (place, text) => {
    const found = [...page.querySelectorAll(place)].filter(one => one.textContent.trim() === text);
    const deepest = found.pop();
    if (!deepest) return place;
    const shown = (deepest.closest("a, label") || deepest).getClientRects().length > 0;
    return [deepest.closest("[lang]").lang, view.getComputedStyle(deepest).direction, shown];
  };
  fetch("/told", {method: "POST", body: JSON.stringify({
    title: page.title,
    sidebar: seen(".md-sidebar--primary *", "Set it up"),
    translated: seen(".md-sidebar--primary *", "ابدأ"),
    contents: seen(".md-sidebar--secondary *", "Second part"),
    previous: seen(".md-footer *", "Begin & go"),
    template: seen("footer.own *", "Written by hand"),
    inherited: page.documentElement.lang,
  })});
});
</script>
"""


def test_what_is_english_around_a_page_is_read_and_shown_as_english(make_site, tmp_path):
    pages = {
        "index.md": "# Begin & go\n\nText.\n",
        "setup.md": "# Set it up\n\nText.\n\n## First part\n\nText.\n\n## Second part\n\nText.\n",
        "more.md": "# More\n\nText.\n",
    }
    site = make_site(pages, locales=("ar",), theme="material", translated=False)
    features = "name: material\n  features: [navigation.footer]\n  font: false\n  custom_dir: overrides\n"
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: material\n", features))
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "nav: [index.md, setup.md, more.md]\n")
    own = "<footer class=own title='{{ _(\"Written by hand\") }}'><p>{{ _('Written by hand') }}</p></footer>"
    main = f"{{% extends 'base.html' %}}\n{{% block footer %}}{{{{ super() }}}}{own}{{% endblock %}}\n"
    site.write("overrides/main.html", main)
    assert site.run("isogloss", "update").returncode == 0
    site.translate("locales/ar/docs/more.po", {"More": "ابدأ"})
    assert site.build().returncode == 0
    with serving(site.root / "site") as browser:
        told = browser.open(HARNESS, tmp_path / "profile")
    english = ["en", "ltr", True]
    assert told == {
        "title": "Set it up - Test site",
        "sidebar": english,
        "translated": ["ar", "rtl", True],
        "contents": english,
        "previous": english,
        "template": english,
        "inherited": "ar",
    }
