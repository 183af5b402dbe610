# Everything a developer does, one line of meaning each. Set-up runs once; the stamp is keyed by the lock files.
.PHONY: help setup run test up check format bench fuzz integration browser spark slow samples golden references lock clean
.DEFAULT_GOAL := help
BIN := .venv/bin
QUICK := not slow and not integration and not spark and not browser and not fuzz

help:         ## show this list
	@awk -F ':.*## ' '/^[a-z ]+:.*## / {printf "%-32s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
setup:        ## .venv with every pinned dependency, and the project itself; quick when nothing changed
	@tools/setup.sh
run: setup    ## match the sample leads against the sample CRM master and say where the results lie
	@$(BIN)/listmatch match sample_data/leads.csv --master sample_data/crm_master.csv -o out/
test: setup   ## the tests that need nothing but this checkout
	@$(BIN)/pytest -n 2 --dist loadscope -m "$(QUICK)" $(ARGS)
up: setup     ## Dagster's web server and daemon, and the REST API; Ctrl-C stops all
	@$(BIN)/python tools/up.py $(ARGS)
check: setup  ## format, lint, types, import contracts, SQL lint, generated references
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint dbt_like_sql
	$(BIN)/python tools/make_references.py --check
format: setup ## rewrite to the house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
slow fuzz browser: setup ## the tests of that marker
	$(BIN)/pytest $(if $(filter slow,$@),-n 2) -m $@ $(ARGS)
integration: setup ## the tests that need servers, after installing the generator of API clients (30 MB)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-clients.lock
	$(BIN)/pytest -m integration $(ARGS)
spark: setup  ## the tests of the Spark engine, after installing it (400 MB)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-spark.lock
	$(BIN)/pytest -m spark $(ARGS)
bench: setup  ## accuracy and speed against peers, in an environment of their own (600 MB); writes benchmarks/
	[ -x .venv-bench/bin/python ] || $(BIN)/uv venv --quiet --python $(BIN)/python .venv-bench
	$(BIN)/uv pip install --quiet --python .venv-bench/bin/python -r benchmarks/peers/requirements.txt
	$(BIN)/python -m benchmarks $(ARGS)
samples: setup ## make the sample lists and their truth again (same seed, same bytes)
	$(BIN)/python tools/make_samples.py
golden: setup ## freeze the verdicts on the sample lists again, after a change of the matcher that was meant
	@$(BIN)/python tools/make_golden.py
references: setup ## rewrite the generated pages under docs/reference
	$(BIN)/python tools/make_references.py
lock: setup   ## pin again what pyproject.toml asks for
	tools/lock.sh $(ARGS)
clean:        ## forget the environment and every state of this checkout
	rm -rf .venv .listmatch out
