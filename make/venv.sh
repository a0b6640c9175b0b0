#!/bin/sh
# Usage: sh make/venv.sh LOCK...
# Makes .venv with Python 3.11 or newer where it is missing, and installs what each LOCK pins,
# unless that very LOCK is installed already. Installs python3-venv on Debian and Ubuntu if need be.
set -eu
. make/common.sh

# The newest Python on PATH that is new enough: "3.12 /usr/bin/python3.12".
newest_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        command -v "$name" >/dev/null || continue
        "$name" -c 'import sys; v = sys.version_info
if v >= (3, 11): print(f"{v[0]}.{v[1]}", sys.executable)' 2>/dev/null || true
    done | sort -t. -k2,2n | tail -n 1
}

can_make_venv() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

make_venv() {
    found=$(newest_python)
    if [ -z "$found" ]; then
        say "Cần Python 3.11 trở lên / Python 3.11 or newer is needed;" \
            "python3: $(python3 --version 2>&1 || true)"
        exit 1
    fi
    version=${found%% *} python=${found#* }
    can_make_venv "$python" || apt_install "python$version-venv" || true
    if ! can_make_venv "$python"; then
        say "Python $version thiếu venv; hãy cài rồi chạy lại / lacks venv; install it, try again:"
        say "    sudo apt-get install python$version-venv"
        exit 1
    fi
    say "Tạo .venv / making .venv (Python $version, $python)"
    "$python" -m venv --clear .venv
}

.venv/bin/python -c 'import sys, pip; assert sys.version_info >= (3, 11)' 2>/dev/null || make_venv

for lock in "$@"; do
    installed=".venv/installed-$lock"
    sum=$(cksum <"$lock")
    [ "$(cat "$installed" 2>/dev/null)" = "$sum" ] && continue
    say "Cài thư viện / installing $lock"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "$lock"
    printf '%s\n' "$sum" >"$installed"
done
