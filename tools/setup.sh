#!/usr/bin/env bash
# Makes .venv hold exactly what the lock files pin, and this project installed editable. Needs Python 3.11 or newer; where
# the system lacks the libraries that draw PDF files, root gets them from the distribution, anybody else is told which.
# A stamp keyed by the lock files, the build settings and the interpreter makes every later call return at once.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

LOCKS=(requirements-setup.lock requirements.lock)
STAMP=.venv/.listmatch-setup
PDF_LIBRARIES=(libpango-1.0.so.0 libpangoft2-1.0.so.0 libharfbuzz.so.0 libharfbuzz-subset.so.0)
PDF_PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 fonts-dejavu-core)

fail() { printf 'make: %s\n' "$*" >&2; exit 1; }

find_python() { # the first interpreter that runs and is new enough; PYTHON overrides
  local candidate
  for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.11 run"
}

apt_install() { # quiet unless it fails; never waits for an answer
  local log options=(-qq -o Acquire::Retries=2 -o Acquire::http::Timeout=20 -o DPkg::Lock::Timeout=60)
  export DEBIAN_FRONTEND=noninteractive
  log=$(mktemp)
  if { timeout 90 apt-get "${options[@]}" update && apt-get "${options[@]}" install -y --no-install-recommends "$@"; } >"$log" 2>&1 </dev/null; then
    rm "$log"
  else
    tail -n 5 "$log" >&2
    rm "$log"
    return 1
  fi
}

can_apt() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

make_venv() { # keeps one that works: only what changed is installed again
  local python
  # Its scripts name the folder it was made in, so a checkout that was moved needs a new one.
  grep -qsF "$PWD/.venv" .venv/bin/activate && .venv/bin/python -m ensurepip >/dev/null 2>&1 && return
  python=$(find_python)
  echo "Setting up .venv with $("$python" --version) ..."
  "$python" -m venv --clear .venv 2>/dev/null && return
  # Debian keeps ensurepip in a package of its own.
  if can_apt && apt_install python3-venv && "$python" -m venv --clear .venv; then return; fi
  fail "'$python -m venv .venv' failed. On Debian or Ubuntu: apt-get install python3-venv"
}

missing_libraries() {
  local cache library
  cache=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null) || return 0 # no ldconfig (macOS): the import below decides
  for library in "${PDF_LIBRARIES[@]}"; do
    [[ $cache == *"$library"* ]] || printf '%s ' "$library"
  done
}

install_pdf_libraries() {
  local missing
  missing=$(missing_libraries)
  [ -n "$missing" ] && can_apt && { echo "Installing system libraries for PDF reports: $missing"; apt_install "${PDF_PACKAGES[@]}" || true; }
  .venv/bin/python -W ignore -c 'import weasyprint' >/dev/null 2>&1 ||
    fail "PDF reports need system libraries that are missing here. On Debian or Ubuntu, as root: apt-get install ${PDF_PACKAGES[*]}" \
      "(elsewhere: Pango 1.44 or newer). Then run make again."
}

adopt() { # adopt UV_NAME PIP_NAME SETTING: unless uv is told already, the value of pip's environment or configuration
  local value=${!2:-$(sed -n "s/^\(global\|install\)\.$3='\(.*\)'$/\2/p" <<<"$PIP_SETTINGS" | tail -n 1)}
  value=${value//\\n/ }
  [ -n "${!1:-}" ] || [ -z "$value" ] || export "$1=$value"
}

adopt_pip_configuration() { # uv reads none of pip's settings; hand over what decides where packages come from
  local PIP_SETTINGS
  PIP_SETTINGS=$(.venv/bin/python -m pip config list 2>/dev/null || true)
  adopt UV_DEFAULT_INDEX PIP_INDEX_URL index-url
  adopt UV_INDEX PIP_EXTRA_INDEX_URL extra-index-url
  adopt UV_FIND_LINKS PIP_FIND_LINKS find-links
  adopt UV_INSECURE_HOST PIP_TRUSTED_HOST trusted-host
  adopt UV_HTTP_TIMEOUT PIP_DEFAULT_TIMEOUT timeout
  adopt SSL_CERT_FILE PIP_CERT cert
  adopt HTTPS_PROXY PIP_PROXY proxy
  [ -z "${UV_FIND_LINKS:-}" ] || export UV_FIND_LINKS="${UV_FIND_LINKS// /,}" # the only one that uv separates by commas
  # pip looks at every index for the best match; the hashes say which file it may be.
  export UV_INDEX_STRATEGY="${UV_INDEX_STRATEGY:-unsafe-best-match}"
}

install_with_uv() {
  .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-setup.lock || return 1
  (
    adopt_pip_configuration
    .venv/bin/uv pip sync --quiet --python .venv/bin/python --require-hashes --compile-bytecode "${LOCKS[@]}" &&
      .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --offline --editable .
  )
}

install_with_pip() { # the lock is complete, so pip need not resolve anything
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
}

compile_own_code() { # every command imports it anew, and some environments (PYTHONDONTWRITEBYTECODE) never keep what Python compiled
  .venv/bin/python -m compileall -q listmatch assets pipelines resources sensors schedules
}

stamp() { # what was asked for, and where the checkout lies
  cat "${LOCKS[@]}" pyproject.toml tools/setup.sh <(pwd) | cksum
}

mkdir -p .listmatch # state of this checkout; listmatch finds it by walking up
[ -x .venv/bin/python ] && [ "$(cat $STAMP 2>/dev/null)" = "$(stamp)" ] && {
  compile_own_code
  exit 0
}
started=$SECONDS
make_venv
install_with_uv || { echo "uv could not do it; going on with pip (slower)."; install_with_pip; }
install_pdf_libraries
compile_own_code
stamp >$STAMP
echo "Set-up done in $((SECONDS - started)) s."
