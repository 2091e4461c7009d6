"""Weblate's checks on the pairs that come in; for beside.py, which runs this with the Python that has Weblate.

Reads and writes JSON, a line for each pair: ``[language, msgid, msgstr]``, and the names of the checks that failed.
Checks that need a database (consistency between messages, glossary) are left out; texts are flagged ``md-text``, as
Weblate flags those of Markdown files.
"""

from __future__ import annotations

import json
import os
import re
import sys
from types import ModuleType, SimpleNamespace
from unittest.mock import MagicMock

NOT_NEEDED = ("cairo", "gi", "gi.repository", "tesserocr", "altcha", "borg")
"""What Weblate imports for pictures, logins and backups, and no check uses."""
WITH_DATABASE = {"inconsistent", "reused", "translated", "prohibited_initial_character", "check_glossary"}
OF_MODELS = "ai_"
"""With what the names of checks begin that ask a language model."""


def set_up() -> None:
    for name in NOT_NEEDED:
        try:
            __import__(name)
        except ImportError:
            sys.modules[name] = MagicMock()
    from weblate import settings_example

    settings = ModuleType("beside_settings")
    settings.__dict__.update({name: getattr(settings_example, name) for name in dir(settings_example)})
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    sys.modules["beside_settings"] = settings
    os.environ["DJANGO_SETTINGS_MODULE"] = "beside_settings"
    import django

    django.setup()


def unit(language: str, msgid: str, msgstr: str, flags: object) -> SimpleNamespace:
    """What a check looks at, without a database; newer releases of Weblate no longer bring the one of its tests."""
    base = re.split("[-_]", language)[0]
    plural = SimpleNamespace(number=2, formula="n != 1")
    code, english = (
        SimpleNamespace(
            code=full,
            base_code=short,
            plural=plural,
            direction="ltr",
            is_base=lambda codes, short=short: short in codes,
            is_cjk=lambda short=short: short in ("ja", "zh", "ko"),
        )
        for full, short in ((language, base), ("en", "en"))
    )
    project = SimpleNamespace(name="", glossary_automaton=None)
    component = SimpleNamespace(
        name="", project=project, source_language=english, is_glossary=False, is_multivalue=False
    )
    return SimpleNamespace(
        id=1,
        source=msgid,
        source_string=msgid,
        effective_source=msgid,
        target=msgstr,
        translation=SimpleNamespace(language=code, component=component, plural=plural, is_template=False),
        effective_source_language=english,
        all_flags=flags,
        check_cache={},
        all_checks_names=set(),
        is_source=False,
        readonly=False,
        is_plural=False,
        state=20,
        translated=True,
        fuzzy=False,
        context="",
        note="",
        has_multiple_values=lambda *_: False,
        get_source_plurals=lambda: [msgid],
        get_effective_source_plurals=lambda: [msgid],
        get_target_plurals=lambda: [msgstr],
    )


def main() -> None:
    set_up()
    from weblate.checks.flags import Flags
    from weblate.checks.models import CHECKS

    checks = {
        name: check
        for name, check in CHECKS.target.items()
        if name not in WITH_DATABASE and not name.startswith(OF_MODELS)
    }
    flags = Flags("md-text")
    for line in sys.stdin:
        language, msgid, msgstr = json.loads(line)
        one = unit(language, msgid, msgstr, flags)
        failed = [
            name
            for name, check in checks.items()
            if not check.should_skip(one) and check.check_target([msgid], [msgstr], one)
        ]
        print(json.dumps(failed))


if __name__ == "__main__":
    main()
