#!/usr/bin/env bash
# Pins what pyproject.toml asks for, with hashes and without any index address: make lock, or make lock ARGS=--upgrade.
# One lock serves every platform and every Python from 3.11 on; Spark (400 MB) and the generator of API clients (30 MB), which
# only some tests need, have locks of their own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
compile() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
    --custom-compile-command 'make lock' "$@"
}
compile pyproject.toml --extra pipeline --extra llm --extra api --extra mcp --extra postgres --extra dev --output-file requirements.lock "$@"
compile pyproject.toml --extra spark --constraint requirements.lock --output-file requirements-spark.lock "$@"
compile --group pyproject.toml:clients --output-file requirements-clients.lock "$@"
compile --group pyproject.toml:setup --output-file requirements-setup.lock "$@"
