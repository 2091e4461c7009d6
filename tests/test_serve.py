"""``isogloss serve`` answers pages of ``mkdocs build``, and after each change those of a build that has seen it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import conftest
import pytest
from previewing import previewing

PAGES = {
    "index.md": '# Start & more\n\nSee the [guide](guide/setup.md#part).\n\n--8<-- "part.md"\n',
    "guide/setup.md": "# Setup of `lamps`\n\n## Part\n\nA sentence with **weight**.\n\n- A list.\n",
    "guide/named.md": "---\ntitle: Named in front\ndescription: What it is about\n---\n# Another name\n\nText of it.\n",
    "guide/without_heading.md": "No heading, and [a link](setup.md).\n",
    "guide/linked.md": "# See [that][1] page\n\nMore text.\n\n[1]: setup.md\n",
    "guide/left.md": "---\ntranslate: false\n---\n# Left in English\n\nAs it is.\n",
    "hand.md": "# By hand\n\nEnglish text.\n",
    "hand.it-IT.md": "# A mano\n\nTesto italiano.\n",
    "picture.png": "no real picture",
}
EXTENSIONS = "  - pymdownx.snippets:\n      base_path: [parts]\nplugins:\n  - search\n"
SPANISH = {"Start & more": "Inicio y más", "Setup of `lamps`": "Lámparas «`lamps`»", "Another name": "Otro nombre"}


def catalogs(site, tag):
    return sorted((site.root / "locales" / tag).rglob("*.po"))


@pytest.fixture
def site(tmp_path_factory, tmp_path):
    """A site without a navigation of its own, of which Spanish has most and Italian a part."""
    made = conftest.once(tmp_path_factory, "served", make)
    return conftest.Site(Path(shutil.copytree(made, tmp_path / "site-under-test")))


def make(folder: Path) -> None:
    languages = "\n".join(f"        - locale: {tag}\n          name: {tag}" for tag in ("es-ES", "it-IT"))
    config = conftest.CONFIG.format(languages=languages, structure="suffix", options="", theme="material")
    site = conftest.Site(folder)
    site.write("mkdocs.yml", config.replace("plugins:\n", EXTENSIONS, 1))
    site.write("parts/part.md", "A part of it.\n")
    for path, text in PAGES.items():
        site.write(f"docs/{path}", text)
    assert site.run("isogloss", "update").returncode == 0
    for number, path in enumerate(catalogs(site, "es-ES")):
        catalog = site.catalog(path)
        for place, entry in enumerate(catalog):
            entry.msgstr = SPANISH.get(entry.msgid) or (f"Un {entry.msgid}" if (number + place) % 3 else "")
        catalog.save()
    for path in catalogs(site, "it-IT")[::2]:
        site.translate(path.relative_to(site.root).as_posix(), {})


def built(site) -> Path:
    folder = site.root.parent / "built"
    shutil.rmtree(folder, ignore_errors=True)
    done = site.build("--site-dir", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_each_page_in_each_language_is_that_of_the_build(site):
    folder = built(site)
    with previewing(site) as preview:
        assert preview.differences(folder) == []
        assert preview.ask("/docs/picture.png")[1] == b"no real picture"
        for path in ("search/search_index.json", "es-ES/search/search_index.json"):
            assert preview.ask(f"/docs/{path}")[1] == (folder / path).read_bytes()
        status, body, _ = preview.ask("/docs/nowhere/")
        assert (status, b"isogloss-lost" in body, b"/-/isogloss/preview.js" in body) == (404, True, True)
        assert preview.ask("/")[2]["Location"] == "/docs/"
        assert preview.ask("/docs/es-ES/guide/setup")[2]["Location"] == "/docs/es-ES/guide/setup/"
        assert preview.ask("/docs/picture.png")[0] == 200


def test_the_sample_site_is_that_of_the_build(sample_site, built_sample):
    with previewing(conftest.Site(sample_site)) as preview:
        assert preview.differences(built_sample, "/") == []


@pytest.mark.parametrize("theme", ["mkdocs", "readthedocs"])
def test_other_themes_and_folders_of_languages(make_site, theme):
    pages = {"en/index.md": "# Start\n\nSee [more](more.md).\n", "en/more.md": "# More\n\nText.\n"}
    site = make_site(pages, locales=("es-ES", "ar"), structure="folder", theme=theme, translated=False)
    site.translate("locales/es-ES/docs/en/more.po", {"More": "Más"})
    site.translate("locales/ar/docs/en/index.po", {})
    folder = built(site)
    with previewing(site) as preview:
        assert preview.differences(folder) == []


def change(path: str, old: str, new: str):
    def edit(site):
        text = site.read(path)
        assert old in text
        site.write(path, text.replace(old, new))

    return edit


EDITS = {
    "a message": change("locales/es-ES/docs/guide/setup.po", "Un A list.", "Una lista."),
    "a title in a catalog": change("locales/es-ES/docs/index.po", "Inicio y más", "Comienzo"),
    "the first message": lambda site: site.translate("locales/it-IT/docs/guide/without_heading.po", {}),
    "the last message": lambda site: site.write("locales/it-IT/docs/hand.po", ""),
    "a paragraph": change("docs/guide/setup.md", "with **weight**", "with *weight*, and more"),
    "a title": change("docs/guide/setup.md", "# Setup of `lamps`", "# Another setup"),
    "a page written by hand": change("docs/hand.it-IT.md", "# A mano", "# Altro titolo"),
    "a snippet": change("parts/part.md", "A part", "Another part"),
    "a new page": lambda site: site.write("docs/guide/new.md", "# New\n\nText.\n"),
    "a page that goes": lambda site: (site.root / "docs/guide/left.md").unlink(),
    "a name in mkdocs.yml": change("mkdocs.yml", "Test site", "Another site"),
    "a catalog that goes": lambda site: (site.root / "locales/es-ES/docs/guide/linked.po").unlink(),
    "words of a template": lambda site: site.translate("locales/es-ES/overrides.po", {"Own words": "Lo propio"}),
    "a template": change("own/main.html", "Own words", "Other words"),
}


@pytest.mark.parametrize("names", [list(EDITS)[:7], list(EDITS)[7:]], ids=["of a page", "of more"])
def test_after_each_change_pages_are_those_of_a_build(site, names):
    site.write(
        "own/main.html",
        '{% extends "base.html" %}{% block content %}<p>{{ _("Own words") }}</p>{{ super() }}{% endblock %}',
    )
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: material", "name: material\n  custom_dir: own"))
    assert site.run("isogloss", "update").returncode == 0
    with previewing(site) as preview:
        assert preview.differences(built(site)) == []
        for name in names:
            with preview.changing():
                EDITS[name](site)
            assert (name, preview.differences(built(site))) == (name, [])


def test_a_title_of_the_navigation_stays_when_the_page_that_had_it_too_has_another(make_site):
    site = make_site({"index.md": "# Start\n", "pool.md": "# Pool\n"}, locales=("es-ES",), translated=False)
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "nav: [index.md, {Pool: pool.md}]\n")
    assert site.run("isogloss", "update").returncode == 0
    with previewing(site) as preview:
        assert preview.differences(built(site)) == []
        for heading in ("# Another name", "No heading"):
            with preview.changing():
                site.write("docs/pool.md", f"{heading}\n")
            assert "Pool" in preview.page("/docs/es-ES/")
            assert "Another name" not in preview.page("/docs/es-ES/")


def test_a_page_that_is_there_once_it_is_translated(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("suffix\n", "suffix\n      fallback_to_default: false\n"))
    site.translate("locales/es-ES/docs/guide/linked.po", {}, rest=False)
    with previewing(site) as preview:
        assert preview.differences(built(site)) == []
        assert preview.ask("/docs/es-ES/guide/linked/")[0] == 404
        with preview.changing():
            site.translate("locales/es-ES/docs/guide/linked.po", {"More text.": "Más texto."}, rest=False)
        assert "Más texto." in preview.page("/docs/es-ES/guide/linked/")
        assert preview.differences(built(site)) == []


@pytest.mark.parametrize("folder", ["locales", "locales/es-ES", "docs/guide", "own"])
def test_a_folder_that_goes_and_comes_again_is_seen(site, folder):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("name: material", "name: material\n  custom_dir: own"))
    site.write("own/main.html", '{% extends "base.html" %}')
    away = site.root / "away"
    with previewing(site) as preview:
        before = preview.page("/docs/es-ES/")
        with preview.changing():
            (site.root / folder).rename(away)
        assert preview.ask("/docs/es-ES/")[1].decode() != before
        with preview.changing():
            shutil.copytree(away, site.root / folder)
        assert preview.page("/docs/es-ES/") == before
        with preview.changing():
            site.write("own/main.html", '{% extends "base.html" %}{% block content %}Own {{ super() }}{% endblock %}')
        assert "Own" in preview.page("/docs/es-ES/")


def test_nothing_is_put_on_record(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", "- isogloss:\n      record: true"))
    with previewing(site) as preview:
        assert preview.ask("/docs/sitemap.xml")[0] == 200
    assert not (site.root / "locales/anchors.txt").exists()
    assert site.run("isogloss", "build").returncode == 0
    assert (site.root / "locales/anchors.txt").exists(), "what the preview has kept is not used for what is published"


def test_what_is_broken_is_told_and_the_server_stays(site):
    page = "/docs/es-ES/guide/setup/"
    with previewing(site) as preview:
        whole = preview.page(page)
        catalog = site.read("locales/es-ES/docs/guide/setup.po")
        with preview.changing():
            site.write("locales/es-ES/docs/guide/setup.po", catalog.replace('msgstr "Un A list."', "msgstr Un"))
        assert "Un A list." not in preview.page(page)
        found = preview.notes(page)["findings"]
        assert [one["code"] for one in found] == ["syntax"]
        line = site.line("locales/es-ES/docs/guide/setup.po", "msgstr Un")
        assert found[0]["place"] == f"locales/es-ES/docs/guide/setup.po:{line}"
        with preview.changing():
            site.write("locales/es-ES/docs/guide/setup.po", catalog.replace("Un A list.", "Un **A list"))
        preview.page(page)
        assert preview.notes(page)["findings"][0]["translation"] == "Un **A list"
        with preview.changing():
            site.write("locales/es-ES/docs/guide/setup.po", catalog)
        assert preview.page(page) == whole
        assert preview.notes(page)["findings"] == []


@pytest.mark.parametrize(
    ("path", "broken", "why"),
    [
        ("docs/guide/setup.md", "---\ntemplate: none.html\n---\n# Setup\n", "none.html"),
        ("mkdocs.yml", "site_name: [", "mkdocs.yml"),
        ("docs/guide/setup.md", "# Setup\0\n", "null byte"),
    ],
)
def test_what_cannot_be_shown_is_told_at_its_address_until_it_can(site, path, broken, why):
    page, text = "/docs/es-ES/guide/setup/", site.read(path)
    with previewing(site) as preview:
        whole = preview.page(page)
        with preview.changing():
            site.write(path, broken)
        status, body, _ = preview.ask(page)
        assert status == 500
        assert why in body.decode()
        assert b"/-/isogloss/preview.js" in body
        assert why in preview.notes(page)["failure"]
        with preview.changing():
            site.write(path, text)
        assert preview.page(page) == whole


def test_a_site_that_is_broken_when_it_begins_is_shown_once_it_is_not(site):
    text = site.read("mkdocs.yml")
    site.write("mkdocs.yml", text.replace("site_name: Test site", "site_name: [1]"))
    with previewing(site) as preview:
        assert preview.ask("/docs/")[0] == 500
        with preview.changing():
            site.write("mkdocs.yml", text)
        preview.page("/docs/es-ES/")


def test_where_pages_cannot_be_shown_alone_the_whole_site_is_built(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    site.write("hook.py", "")
    site.write("docs/v1.0/index.md", "# Version\n")
    with previewing(site) as preview:
        for page in ("/docs/es-ES/guide/setup", "/docs/v1.0"):
            assert preview.ask(page)[2]["Location"] == f"{page}/"
        assert preview.ask("/docs/es-ES/guide/gone")[0] == 404
        assert preview.differences(built(site)) == []
        assert [line for line in preview.said if "whole site" in line] == [
            "isogloss: the whole site is built after each change: "
            "nobody knows what the hook 'hook.py' keeps from one language to the next "
            "(if you do, see 'independent' of the plugin isogloss)\n"
        ]
        with preview.changing():
            EDITS["a message"](site)
        assert "Una lista." in preview.page("/docs/es-ES/guide/setup/")


HOOK = """
from pathlib import Path

def on_page_markdown(markdown, page, **_):
    included = Path(page.file.abs_src_path).with_name("part.md")
    return markdown.replace("INCLUDED", included.read_text(encoding="utf-8") if included.exists() else "nothing")
"""


def test_with_a_hook_that_is_said_to_be_independent_pages_are_shown_alone(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("- isogloss", "- isogloss:\n      independent: [hook.py]"))
    site.write("mkdocs.yml", site.read("mkdocs.yml") + "hooks: [hook.py]\n")
    site.write("hook.py", HOOK)
    site.write("docs/more.md", "# More\n\nINCLUDED.\n")
    with previewing(site) as preview:
        assert preview.differences(built(site)) == []
        assert [line for line in preview.said if "whole site" in line] == []
        assert "nothing." in preview.page("/docs/es-ES/more/")
        with preview.changing():
            site.write("hook.py", HOOK.replace("nothing", "nothing at all"))
        assert "nothing at all." in preview.page("/docs/es-ES/more/")
        # Nobody knows which page shows what of another one.
        for text in ("Some words", "Other words"):
            with preview.changing():
                site.write("docs/part.md", text)
            assert f"{text}." in preview.page("/docs/es-ES/more/")
        # What a hook takes from a module beside it is looked at as well.
        with preview.changing():
            site.write("beside.py", 'FIRST = "One first.\\n\\n"\n')
            site.write(
                "hook.py", "from beside import FIRST\n" + HOOK.replace("markdown.replace", "FIRST + markdown.replace")
            )
        assert "One first." in preview.page("/docs/es-ES/more/")
        with preview.changing():
            site.write("beside.py", 'FIRST = "Another first.\\n\\n"\n')
        assert "Another first." in preview.page("/docs/es-ES/more/")


def test_pages_of_a_blog_are_built_with_the_whole_site(site):
    site.write("mkdocs.yml", site.read("mkdocs.yml").replace("  - search\n", "  - search\n  - blog\n"))
    site.write("docs/blog/index.md", "# Blog\n")
    site.write("docs/blog/posts/first.md", "---\ndate: 2026-01-02\n---\n\n# First\n\nNews.\n")
    with previewing(site) as preview:
        assert "News." in preview.page("/docs/blog/2026/01/02/first/")
        assert "blog' are of a kind of their own" in "".join(preview.said)


def test_only_this_machine_is_answered(site):
    with previewing(site) as preview:
        port = preview.origin.rpartition(":")[2]
        for host, status in (
            (f"127.0.0.1:{port}", 200),
            (f"localhost:{port}", 200),
            (f"evil.example:{port}", 403),
            ("127.0.0.1", 403),
            ("", 403),
            (f"127.0.0.1:{port}.evil.example", 403),
        ):
            assert (host, preview.ask("/docs/", Host=host)[0]) == (host, status)
        assert preview.ask("/docs/", "POST")[0] == 405
        assert preview.ask("/docs/../../mkdocs.yml")[0] == 404
        assert preview.ask("/docs/%2e%2e/%2e%2e/mkdocs.yml")[0] == 404
        assert preview.ask("/docs//etc/passwd")[0] == 404
        with pytest.raises(ConnectionError), socket.create_connection(("127.0.0.2", int(port)), 5):
            pass


def test_whatever_is_asked_is_answered(site):
    with previewing(site) as preview:
        port = int(preview.origin.rpartition(":")[2])
        for line, headers, status in (
            ("GET http://[::1/ HTTP/1.1", "", 400),
            (f"GET http://127.0.0.1:{port}/docs/ HTTP/1.1", "", 200),
            ("POST /docs/ HTTP/1.1", f"Content-Length: {'9' * 5000}\r\n", 413),
            ("POST /docs/ HTTP/1.1", "Content-Length: -1\r\n", 413),
            ("POST /docs/ HTTP/1.1", "Transfer-Encoding: chunked\r\n", 413),
        ):
            with socket.create_connection(("127.0.0.1", port), 60) as connection:
                connection.sendall(f"{line}\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode())
                assert connection.recv(12) == f"HTTP/1.1 {status}".encode(), line
        assert len(preview.said) == 1


def test_a_film_can_be_looked_at_from_the_middle(site):
    site.write("docs/film.mp4", "0123456789")
    with previewing(site) as preview:
        for wanted, status, told, body in (
            ("bytes=2-4", 206, "bytes 2-4/10", b"234"),
            ("bytes=7-", 206, "bytes 7-9/10", b"789"),
            ("bytes=-3", 206, "bytes 7-9/10", b"789"),
            ("bytes=0-99", 206, "bytes 0-9/10", b"0123456789"),
            ("bytes=10-", 416, "bytes */10", b""),
            ("bytes=0-1,4-5", 200, None, b"0123456789"),
            ("lines=1-2", 200, None, b"0123456789"),
        ):
            found = preview.ask("/docs/film.mp4", Range=wanted)
            assert (found[0], found[2].get("Content-Range"), found[1]) == (status, told, body), wanted
        assert preview.ask("/docs/film.mp4", "HEAD", Range="bytes=2-4")[:2] == (206, b"")


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("0.0.0.0", "the preview is for this machine alone: '0.0.0.0' is no address such as 127.0.0.1"),
        ("example.org", "the preview is for this machine alone: 'example.org' is no address such as 127.0.0.1"),
    ],
)
def test_other_machines_cannot_be_let_in(site, host, said):
    assert site.isogloss("serve", "--host", host) == (2, f"isogloss serve: {said}\n")


def test_a_port_in_use_is_one_clear_error(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = site.isogloss("serve", "--port", str(port))
    assert status == 2
    assert re.fullmatch(rf"isogloss serve: port {port} of 127.0.0.1 cannot be had: .*; try --port 0\n", said)


def test_what_else_is_missing_is_not_called_the_port(site):
    # The first file that cannot be opened is that of the watch over files, or of a process.
    command = f"ulimit -n 8; exec {sys.executable} -m isogloss serve --port 0"
    done = subprocess.run(["bash", "-c", command], cwd=site.root, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (2, "isogloss serve: the preview cannot begin: Too many open files\n")


def processes_of(pid: int) -> set[int]:
    found = [pid]
    for one in found:
        # A thread that has answered is gone.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            for task in list(Path(f"/proc/{one}/task").iterdir()):
                with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                    found += map(int, (task / "children").read_text().split())
    return set(found)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed in /proc")
@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_no_process_is_left(site, end):
    with previewing(site) as preview:
        preview.page("/docs/es-ES/")
        begun = processes_of(preview.process.pid)
        assert len(begun) >= 4
        getattr(preview.process, end)()
        preview.process.wait(20)
        preview.until(lambda: not any(map(alive, begun)))
        if end == "terminate":
            assert preview.process.returncode == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed in /proc")
@pytest.mark.parametrize("signals", [(signal.SIGHUP,), (signal.SIGINT, signal.SIGINT, signal.SIGTERM)])
def test_a_closed_terminal_and_impatience_leave_nothing_behind(site, tmp_path_factory, signals, monkeypatch):
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setitem(conftest.QUIET, "TMPDIR", str(folder))
    with previewing(site) as preview:
        preview.page("/docs/es-ES/")
        begun = processes_of(preview.process.pid)
        assert list(folder.glob("isogloss-serve-*"))
        for number in signals:
            preview.process.send_signal(number)
            time.sleep(0.05)
        assert preview.process.wait(20) == 0
        preview.until(lambda: not any(map(alive, begun)))
    assert list(folder.iterdir()) == []
    assert "Traceback" not in "".join(preview.said)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no such signal")
def test_what_a_server_that_was_killed_has_left_is_removed_by_the_next_one(site, tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("temporary")
    monkeypatch.setitem(conftest.QUIET, "TMPDIR", str(folder))
    others = folder / "isogloss-serve-of-somebody-else"
    others.mkdir(mode=0o755)
    with previewing(site) as preview:
        preview.page("/docs/es-ES/")
        preview.process.kill()
        preview.process.wait(20)
    (left,) = set(folder.iterdir()) - {others}
    with previewing(site) as first:
        first.page("/docs/es-ES/")
        (own,) = set(folder.iterdir()) - {others}
        assert own != left
        with previewing(site) as second:
            second.page("/docs/")
            assert own in folder.iterdir()
            assert len(list(folder.iterdir())) == 3
        first.page("/docs/it-IT/")
    assert list(folder.iterdir()) == [others]


SLOW_PLUGIN = """
import time
from pathlib import Path

def on_config(config):
    if (mark := Path(__file__).with_name("began")).exists():
        time.sleep(30)
    mark.touch()
    return config
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are listed in /proc")
def test_nobody_waits_for_a_language_that_is_being_prepared(site):
    site.write("hooks/slow.py", SLOW_PLUGIN)
    text = site.read("mkdocs.yml") + "hooks: [hooks/slow.py]\n"
    site.write("mkdocs.yml", text.replace("  - isogloss", "  - isogloss:\n      independent: [hooks/slow.py]", 1))
    with previewing(site) as preview:
        preview.page("/docs/")
        threading.Thread(target=preview.ask, args=("/docs/es-ES/",), daemon=True).start()
        time.sleep(0.5)
        begun, begin = processes_of(preview.process.pid), time.monotonic()
        preview.process.send_signal(signal.SIGINT)
        assert preview.process.wait(20) == 0
        assert time.monotonic() - begin < 8
        preview.until(lambda: not any(map(alive, begun)))


def test_a_language_costs_nothing_until_somebody_asks(site):
    if not os.path.exists("/proc/self/task"):  # noqa: PTH110
        pytest.skip("processes are listed in /proc")
    with previewing(site) as preview:
        preview.page("/docs/")
        before = processes_of(preview.process.pid)
        preview.page("/docs/it-IT/")
        assert len(processes_of(preview.process.pid)) == len(before) + 1
