#!/usr/bin/env bash
# Backups of an installation on one host: backup.sh regularly | once | list | fresh | restore NAME
#
# A backup is a folder: the database (pg_dump's own format), the files of messages, the keys that access tokens are signed
# with. Files that the backup before has are linked, not copied. It gets its name when it is whole. Not in it, to be
# kept elsewhere: .env, whose keys open what is sealed in the database.
set -euo pipefail
umask 077

backups="${BACKUP_FOLDER:-/backups}" media="${MEDIA_FOLDER:-/media}" keys="${KEYS_FOLDER:-/keys}"
hours="${BACKUP_HOURS:-24}" kept_days="${BACKUP_KEPT_DAYS:-14}"

say() { echo "$(date -u +%FT%TZ) $*"; }
list() { find "$backups" -mindepth 1 -maxdepth 1 -type d -name '2*Z' -printf '%f\n' | sort; }
newest() { list | tail -1; }
files_of() { (cd "$1" && find . -type f | sort); }

# Seconds since the newest was begun; as good as never without one.
age() {
    local name
    name="$(newest)"
    if [ -z "$name" ]; then echo 999999999; else echo $(($(date -u +%s) - $(date -u -d "${name:0:10} ${name:11:2}:${name:13:2}:${name:15:2}" +%s))); fi
}

once() {
    local name before partial
    name="$(date -u +%Y-%m-%dT%H%M%SZ)" before="$(newest)"
    partial="$backups/.$name"
    # What an interrupted one left.
    find "$backups" -mindepth 1 -maxdepth 1 -type d -name '.2*Z' -exec rm -rf {} +
    mkdir "$partial" "$partial/media"
    # First the database: each file that it names was written before.
    pg_dump --format=custom --no-password --file="$partial/database.dump"
    pg_restore --list "$partial/database.dump" >"$partial/contents.txt"
    if [ -n "$before" ]; then cp -al "$backups/$before/media/." "$partial/media"; fi
    comm -13 <(files_of "$media") <(files_of "$partial/media") | (cd "$partial/media" && xargs -r -d '\n' rm -f)
    comm -23 <(files_of "$media") <(files_of "$partial/media") | (cd "$media" && xargs -r -d '\n' cp --parents --preserve=mode,timestamps -t "$partial/media")
    mkdir "$partial/keys"
    if [ -e "$keys/jwt-keys.json" ]; then cp "$keys/jwt-keys.json" "$partial/keys"; fi
    sync "$partial/database.dump"
    mv "$partial" "$backups/$name"
    say "backup $name: $(du -sh "$backups/$name" | cut -f1)"
    prune
}

# Those that are too old; never the newest.
prune() {
    local name oldest
    oldest="$(date -u -d "-$kept_days days" +%Y-%m-%dT%H%M%SZ)"
    list | head -n -1 | while read -r name; do
        if [[ "$name" < "$oldest" ]]; then rm -rf "${backups:?}/$name" && say "removed $name"; fi
    done
}

# Puts a backup in the place of what is there. The services must be stopped.
restore() {
    local from="$backups/${1:?which one? backup.sh list}" others
    [ -e "$from/database.dump" ] || { say "there is no backup $1"; exit 1; }
    others="$(psql --no-password -Atc "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()")"
    if [ "$others" != 0 ]; then say "$others connections use the database: stop the services first"; exit 1; fi
    pg_restore --no-password --dbname="$PGDATABASE" --clean --if-exists --exit-on-error --single-transaction "$from/database.dump"
    cp -R --preserve=mode,timestamps "$from/media/." "$media"
    if [ -e "$from/keys/jwt-keys.json" ]; then cp "$from/keys/jwt-keys.json" "$keys"; fi
    say "restored $1; before the services start: provision, migrate, and docs/backup.md"
}

case "${1:-}" in
regularly)
    trap 'exit 0' TERM INT
    while true; do
        # In a shell of its own: here the first command that fails would not end it.
        if [ "$(age)" -ge $((hours * 3600)) ]; then bash "$0" once || say "the backup failed: tried again in 10 minutes"; fi
        sleep 600 &
        wait $!
    done
    ;;
once) once ;;
list) list ;;
fresh) [ "$(age)" -lt $(((hours + 1) * 3600)) ] ;;
restore) restore "${2:-}" ;;
*)
    sed -n '2p' "$0" >&2
    exit 2
    ;;
esac
