# Shared by the scripts beside it.

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        if [ -t 0 ]; then sudo "$@"; else sudo -n "$@"; fi
    else
        return 1
    fi
}

# Installs a Debian package; fails where there is no apt-get or no right to use it.
apt_install() {
    command -v apt-get >/dev/null || return 1
    say "Đang cài / installing $1 (apt-get)"
    as_root apt-get update -qq >/dev/null &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
            --no-install-recommends "$1" >/dev/null
}
