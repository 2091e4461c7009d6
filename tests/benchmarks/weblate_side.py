"""Weblate's checks on the pairs that come in; for beside.py, which runs this with the Python that has Weblate.

Reads and writes JSON, a line for each pair: ``[language, msgid, msgstr]``, and the names of the checks that failed.
Checks that need a database (consistency between messages, glossary) are left out; texts are flagged ``md-text``, as
Weblate flags those of Markdown files.
"""

from __future__ import annotations

import json
import os
import sys
from types import ModuleType
from unittest.mock import MagicMock

NOT_NEEDED = ("cairo", "gi", "gi.repository", "tesserocr", "altcha", "borg")
"""What Weblate imports for pictures, logins and backups, and no check uses."""
WITH_DATABASE = {"inconsistent", "reused", "translated", "prohibited_initial_character", "check_glossary"}


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


def main() -> None:
    set_up()
    from weblate.checks.models import CHECKS
    from weblate.checks.tests.test_checks import MockUnit

    checks = {name: check for name, check in CHECKS.target.items() if name not in WITH_DATABASE}
    for line in sys.stdin:
        language, msgid, msgstr = json.loads(line)
        unit = MockUnit(source=msgid, target=msgstr, code=language, flags="md-text", is_source=False)
        failed = [
            name
            for name, check in checks.items()
            if not check.should_skip(unit)
            and check.check_target(unit.get_source_plurals(), unit.get_target_plurals(), unit)
        ]
        print(json.dumps(failed))


if __name__ == "__main__":
    main()
