# Two commands matter: `make run` and `make test`. Both set up what they need first.
PY := .venv/bin/python

.PHONY: run test setup demo bench lock samples translations format deb dist wheelhouse parts audit chaos soak newcomer docs \
	test-clean-root test-long

run: setup
	@tools/run.sh

test: setup
	@tools/test.sh

setup:
	@tools/setup.sh

demo: setup
	@.venv/bin/digitizer demo --out out/demo

# Every benchmark beside its peers, on one page: dist/bench.md. QUICK=1 takes minutes, not hours.
bench: setup
	@$(PY) -m benchmarks.page $(if $(QUICK),--quick)

# The Debian package, into dist/; `pytest -m clean_root` installs and uses it in a clean root.
deb: setup
	@$(PY) -m tools.release.debian

# The program in one folder that needs no Python (dist/digitizer), built, used and measured.
dist: setup
	@$(PY) -m tools.release.program

# All locked packages as files, for machines without network: WHEELHOUSE=dist/wheelhouse make run there.
wheelhouse: setup
	@$(PY) -m tools.release.wheelhouse

# Known advisories, secrets in what is tracked, security findings without a reason; whether the picture
# of the imports is true, and every long file has its reason.
audit: setup
	@$(PY) -m tools.release.audit
	@$(PY) -m tools.import_graph --check
	@$(PY) -m tools.long_files >/dev/null

# Ten minutes of a day's work under kills, a full disk, a dead network and a pulled token.
chaos: setup
	@$(PY) -m tests.chaos.storm --minutes 10

# Two thousand dossiers in one process: memory and file handles have to stay as they are. An hour.
soak: setup
	@$(PY) -m tests.chaos.soak --dossiers 2000

# What `make test` leaves out: packages, one-dir build and offline installation used in a clean root (needs
# root and the network, half an hour), and minutes of fuzzing, chaos and soak.
test-clean-root: setup
	@$(PY) -m pytest -m clean_root -s --timeout 3600
test-long: setup
	@$(PY) -m pytest -m long -s --timeout 3600

# What README and handbook tell a newcomer to type, followed in a clean root. Needs root.
newcomer: setup
	@tools/release/newcomer.sh

# List of parts (CycloneDX) and of licences, into dist/.
parts: setup
	@$(PY) -m tools.release.sbom

# Handbook and engineers' pages as a site, into dist/site; strict: no link leads nowhere.
docs: setup
	@$(PY) -m tools.site.build

samples: setup
	@$(PY) -m tools.samples

translations: setup
	@$(PY) -m tools.translations update

format: setup
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

# Needs the network: resolves pyproject.toml anew and writes hashes, no addresses.
lock: setup
	@$(PY) -m pip install -q uv
	@.venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-find-links --group dev -q -o requirements.lock pyproject.toml
