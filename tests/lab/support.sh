# shellcheck shell=bash
# What the lab's tests share: a lab of their own that goes when the test ends, and checks that say
# what they expected. Sourced by tests/lab/test-*.

set -euo pipefail
SOURCE=${VMATRIX_SOURCE:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)}
work=$(mktemp -d)
export VMATRIX_LAB_NAME=t$((RANDOM % 100))x$$ # labs of other tests live at the same time
VMATRIX_LAB_NAME=${VMATRIX_LAB_NAME:0:12}

lab() { "$SOURCE/tools/lab/lab" "$@"; }

stop_all() {
    local status=$?
    trap - EXIT INT TERM
    ! declare -F stop_more >/dev/null || stop_more || true
    lab down 2>/dev/null || true
    rm -rf "$work"
    exit "$status"
}
trap stop_all EXIT
trap 'exit 130' INT TERM

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
note() { printf -- '-- %s\n' "$*"; }
fail() { printf 'FAILED: %s\n' "$*"; exit 1; }
expect() { # WHAT EXPECTED ACTUAL
    [ "$2" = "$3" ] || fail "$1: expected '$2', got '$3'"
}
expect_match() { # WHAT PATTERN FILE
    grep -qE -- "$2" "$3" || { cat "$3"; fail "$1: no line matches '$2'"; }
}

# Brings the lab up; where this machine cannot hold one, the test is skipped, with the reason.
lab_up() {
    local status=0
    lab up "$@" || status=$?
    [ "$status" != 77 ] || { echo 'SKIPPED: no lab on this machine, see above'; exit 77; }
    [ "$status" = 0 ] || fail "lab up: exit $status"
}

if [ "$(id -u)" != 0 ] && ! sudo -n true 2>/dev/null; then
    echo 'SKIPPED: the lab needs root, or sudo without a password'
    exit 77
fi

# Reads "guest,boot_id,uptime_s,ticks" of before and after: same guests, same boot, clocks forward.
expect_guests_kept_running() { # BEFORE_FILE AFTER_FILE
    awk -F, -v OFS=, '
        FNR == 1 { next }
        NR == FNR { boot[$1] = $2; up[$1] = $3; ticks[$1] = $4; n++; next }
        !($1 in boot) { print $1 " is new"; bad = 1 }
        $2 == "" { print $1 " is silent"; bad = 1 }
        boot[$1] != $2 { print $1 " booted again"; bad = 1 }
        $3 + 0 <= up[$1] + 0 || $4 + 0 <= ticks[$1] + 0 { print $1 " stood still or went back"; bad = 1 }
        { n-- }
        END { if (n) { print n " guests are missing"; bad = 1 } exit bad }
    ' "$1" "$2" || fail 'the guests did not all keep running'
}
