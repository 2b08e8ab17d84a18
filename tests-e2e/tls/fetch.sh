#!/usr/bin/env bash
# Prints where a PostgreSQL and a Redis (or Valkey) with TLS are, as variables for `tests-e2e/test_tls.py`. What the
# machine lacks is fetched as Debian's packages and unpacked into the folder that is named; nothing is installed.
set -euo pipefail
folder="$(mkdir -p "$1" && cd "$1" && pwd)"

postgres() { find /usr/lib/postgresql "$folder/usr/lib/postgresql" -path '*/bin/postgres' 2>/dev/null | sort | tail -1 | xargs -r dirname; }
redis() { command -v valkey-server || command -v redis-server || find "$folder/usr/bin" -name redis-server 2>/dev/null; }

# A package, and those of its libraries that a machine may lack: not libc and what comes with it.
fetch() {
    command -v apt-get >/dev/null || { echo "$1 is missing, and so is apt-get: install a build of it with TLS." >&2; exit 1; }
    packages="$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$1" \
        | grep -oE '^(postgresql-[0-9]+|redis-(server|tools)|(lib(atomic|edit|hiredis|icu|jemalloc|ldap|llvm|lua|lzf|pq|xml2|z3)|lua-)[^ ]*)$' \
        | sort -u)"
    (
        cd "$folder"
        # shellcheck disable=SC2086  # One word for each package.
        apt-get download -qq $packages >&2 || { echo "The packages of $1 could not be fetched: see the message above (apt-get update?)." >&2; exit 1; }
        for package in *.deb; do dpkg -x "$package" . && rm "$package"; done
    )
}

[ -n "$(postgres)" ] || fetch postgresql
[ -n "$(redis)" ] || fetch redis-server
libraries="$(find "$folder/usr/lib" -maxdepth 1 -name '*-linux-gnu' 2>/dev/null || true)"
echo "ATENDE_TLS_POSTGRES=$(postgres)"
echo "ATENDE_TLS_REDIS=$(redis)"
[ -z "$libraries" ] || echo "ATENDE_TLS_LIBRARIES=$libraries"
