# make site · make serve · make check · make test · make bench: each installs what it needs into .venv, and lets Git
# merge catalogs message by message (see .gitattributes).

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: help install site serve test tests program lint types layers check update bench identity guides fuzz oldest \
  dist clean systems compat background

help:
	@echo "make site    build the site into site/"
	@echo "make serve   preview it: what is saved is seen at once"
	@echo "make check   what a change of the guides or of a translation has to pass, in some seconds"
	@echo "make program what a change of the program has to pass: lint, types, layers, tests on a sample site"
	@echo "make test    both"
	@echo "make update  bring the catalogs up to date with the English pages"
	@echo "make background  learn anew what is known of each language, from the catalogs"
	@echo "make oldest  some of the tests with the oldest versions that the package says it runs with"
	@echo "make compat  sites with all plugins, themes and options that are known, and the table of them"
	@echo "make guides  run the Python programs of the guides on the CPU (downloads some GB)"
	@echo "make fuzz    attacks in every place, with each set of extensions, and the laws at length"
	@echo "make bench   measure: cost of the hook, mistakes that the checks find, 1,000 random catalogs"

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[site,test,lint,release]'
	@# Without $(VENV), also in another worktree of this clone, Git merges line by line.
	@if git rev-parse --git-dir >/dev/null 2>&1; then git config merge.isogloss.driver \
	  'if [ -x $(BIN)/isogloss ]; then $(BIN)/isogloss merge-driver %O %A %B %P; else git merge-file %A %O %B; fi'; fi
	@touch $@

install: $(INSTALLED)

site: $(INSTALLED)
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

serve: $(INSTALLED)
	$(BIN)/isogloss serve

update: $(INSTALLED)
	$(BIN)/python -m isogloss.checks.reference > docs/contribute/checks.md
	$(BIN)/isogloss update

background: $(INSTALLED)
	$(BIN)/python tests/support/learning.py

systems:
	@sh tests/systems.sh

lint: $(INSTALLED)
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(INSTALLED)
	$(BIN)/mypy

layers: $(INSTALLED)
	$(BIN)/lint-imports

check: $(INSTALLED)
	$(BIN)/isogloss fmt --check
	$(BIN)/isogloss update --check
	$(BIN)/isogloss check
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir $(VENV)/site

program: $(INSTALLED) systems lint types layers
	$(BIN)/pytest -n auto --dist worksteal --ignore=tests/site

tests: $(INSTALLED)
	$(BIN)/pytest -n auto --dist worksteal

# What checks the site needs one processor, and the tests wait for browsers at times.
test: $(INSTALLED) systems lint types layers
	$(MAKE) --no-print-directory -j2 check tests

identity: $(INSTALLED)
	$(BIN)/python tests/benchmarks/identity_suites.py $(SUITES)

bench: $(INSTALLED)
	$(BIN)/python tests/benchmarks/hook.py
	$(BIN)/python tests/benchmarks/locales.py
	$(BIN)/python tests/benchmarks/locales.py --runs 1 --pages 100 400
	$(BIN)/python tests/benchmarks/locales.py --runs 1 --pages 100 1600 --prune
	$(BIN)/python tests/benchmarks/again.py
	$(BIN)/python tests/benchmarks/side_by_side.py --pages 100 --locales 2 8
	ISOGLOSS_EXAMPLES=1000 $(BIN)/pytest tests/laws/test_structure.py -k real_translations
	$(BIN)/python tests/benchmarks/mutations.py
	$(BIN)/python tests/benchmarks/word_corpus_scores.py
	$(BIN)/python tests/benchmarks/check.py
	$(BIN)/python tests/benchmarks/update.py
	$(BIN)/python tests/benchmarks/kills.py
	$(BIN)/python tests/benchmarks/search.py
	$(BIN)/python tests/benchmarks/cost.py
	$(BIN)/python tests/benchmarks/serve.py identity
	$(BIN)/python tests/benchmarks/serve.py seen --page contribute/edit
	$(BIN)/python tests/benchmarks/serve.py start
	$(BIN)/python tests/benchmarks/house.py
	$(BIN)/python tests/benchmarks/reading.py --only requests weight

guides: $(INSTALLED)
	test -x $(VENV)/guides/bin/python || $(PYTHON) -m venv $(VENV)/guides
	$(VENV)/guides/bin/python -m pip install --quiet --disable-pip-version-check numpy torch keras tensorflow onnxruntime
	$(VENV)/guides/bin/python tests/site/run_programs.py

fuzz: $(INSTALLED)
	$(BIN)/python tests/browser/fuzz.py
	ISOGLOSS_EXAMPLES=2000 $(BIN)/pytest tests/laws
	ISOGLOSS_EXAMPLES=50 $(BIN)/pytest -m hypothesis --ignore=tests/laws tests

# Not in .venv: the oldest versions are for this alone.
oldest: systems
	$(PYTHON) -m venv .venv-oldest
	.venv-oldest/bin/python -m pip install --quiet --disable-pip-version-check -c constraints-oldest.txt -e '.[site,test]'
	.venv-oldest/bin/python -m pytest tests/test_segments.py tests/test_build_hook.py tests/test_strings.py \
	  tests/test_findings.py tests/test_ids.py tests/test_libraries.py tests/test_places.py tests/laws/test_structure.py

# Not in .venv: a hundred packages that nobody needs otherwise.
compat: systems
	$(PYTHON) -m venv .venv-compat
	.venv-compat/bin/python -m pip install --quiet --disable-pip-version-check -c tests/cases/neighbours/constraints.txt \
	  -e '.[site,test]' -r tests/cases/neighbours/constraints.txt
	ISOGLOSS_COMPAT=1 .venv-compat/bin/python -m pytest -n auto tests/test_neighbours.py
	.venv-compat/bin/python tests/support/neighbours_table.py
	ISOGLOSS_COMPAT=1 .venv-compat/bin/python -m pytest tests/site/test_neighbours_table.py

dist: $(INSTALLED)
	rm -rf dist
	$(BIN)/python -m build

clean:
	rm -rf $(VENV) .venv-oldest .venv-compat site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
