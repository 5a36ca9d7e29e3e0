#!/bin/sh
# Make .venv in the current folder with the Python that suits best: tools/make_venv.sh [PYTHON]
#
# It has to be 3.11 or newer, with venv and ensurepip. Of those on the PATH the first is taken that was built
# with optimisations, as distributions, python.org and GitHub's runners build theirs: one without, which is what
# pyenv makes by default, takes a seventh longer for everything. Where there is no such Python, any other will do.
# PYTHON, a name or a path, is taken before all others, however it was built.
set -eu

named=${1:-}

# What a Python says about itself. The distribution's own needs no asking: Debian's describes another build of it.
probe='
import sys, sysconfig
if sys.version_info < (3, 11):
    sys.exit("old")
try:
    import ensurepip, venv
except ImportError:
    print("bare %d.%d" % sys.version_info[:2])
else:
    options = sysconfig.get_config_var("CONFIG_ARGS")  # None where nobody configures, as on Windows
    fast = sys.base_prefix == "/usr" or options is None or "--enable-optimizations" in options
    print("fast" if fast else "plain")
'

chosen='' plain='' bare=''
consider() {
    [ -z "$chosen" ] || return 0
    kind=$("$1" -c "$probe" 2>/dev/null) || return 0
    case $kind in
    fast) chosen=$1 ;;
    plain) plain=${plain:-$1} ;;
    bare*) bare=${bare:-${kind#bare }} ;;
    esac
}

if [ -n "$named" ]; then
    consider "$named"
    chosen=${chosen:-$plain}
fi
consider python3
for version in 3 3.14 3.13 3.12 3.11; do
    folders=$PATH:
    while [ -n "$folders" ]; do
        folder=${folders%%:*} folders=${folders#*:}
        [ ! -x "$folder/python$version" ] || consider "$folder/python$version"
    done
done
chosen=${chosen:-$plain}

if [ -n "$chosen" ]; then
    if [ "$plain" = python3 ] && [ "$chosen" != python3 ]; then
        echo "Taking $chosen: python3 was built without optimisations (make PYTHON=python3 takes that)" >&2
    fi
    exec "$chosen" -m venv --clear .venv
fi
if [ -n "$bare" ]; then
    echo "Python $bare is here, but without venv and ensurepip." >&2
    echo "On Debian and Ubuntu: sudo apt-get install python$bare-venv" >&2
else
    first=${named:-python3}
    echo "Broadsheet needs Python 3.11 or newer; '$first' is $("$first" --version 2>/dev/null || echo 'not here')." >&2
    echo "Name another one with: make PYTHON=/path/to/python3" >&2
fi
exit 1
