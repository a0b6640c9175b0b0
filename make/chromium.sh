#!/bin/sh
# Sees to it that there is a Chromium for the browser tests, from Debian's packages. Where it can't
# be had it says so and the tests are skipped; with CI=true that is a failure.
set -eu
. make/common.sh

# The same names, in the same order, as in tests/browser/conftest.py.
found() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null && return 0
    done
    return 1
}

# Ubuntu's package is an empty one that asks for a snap, which servers and containers lack.
found || grep -qs '^ID=ubuntu' /etc/os-release || apt_install chromium || true
if ! found; then
    say "Không có Chromium: bỏ qua kiểm thử trình duyệt / no Chromium: browser tests are skipped."
    say "    Debian: sudo apt-get install chromium      Ubuntu: sudo snap install chromium"
    [ "${CI:-}" != true ] || exit 1
fi
