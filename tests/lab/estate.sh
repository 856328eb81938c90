# shellcheck shell=bash
# A lab that vmatrix knows: a database of its own, people with roles, the hosts in the inventory.
# Sourced by tests/lab/test-* after support.sh.
# shellcheck disable=SC2154 # $work is support.sh's

VMATRIX=${VMATRIX:-$SOURCE/build/vmatrix}
[ -x "$VMATRIX" ] || fail "'$VMATRIX' is not built"
chmod 755 "$work" # root's database belongs to an unprivileged user
export VMATRIX_STATE=$work/state

# vmatrix as a person of the database: anna plans, ben approves, olga applies, carl collects.
as() { # PERSON ARGUMENTS…
    VMATRIX_DATABASE="user=$1" "$VMATRIX" "${@:2}"
}

stop_more() { "$VMATRIX" db stop 2>/dev/null; }

expect_exit() { # CODE PERSON ARGUMENTS…: keeps what was said in $work/out and $work/err
    local status=0
    as "${@:2}" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" = "$1" ] || {
        cat "$work/out" "$work/err"
        fail "vmatrix ${*:3}: expected exit $1, got $status"
    }
}

make_estate() {
    local host uri peer_uri _
    "$VMATRIX" db init
    "$VMATRIX" db user add anna --role planner
    "$VMATRIX" db user add anna --role approver # and still may not approve what she planned
    "$VMATRIX" db user add ben --role approver
    "$VMATRIX" db user add olga --role actuator
    "$VMATRIX" db user add carl --role collector
    while IFS=, read -r host uri peer_uri _; do
        as anna host add "$host" --uri "$uri" --peer-uri "$peer_uri" --machine-cost-per-h 0.5
    done < <(lab status --output csv | tail -n +2)
}

uri_of() { lab status --output csv | awk -F, -v host="$1" '$1 == host { print $2 }'; }
virsh_on() { timeout 60 virsh --quiet --connect "$(uri_of "$1")" "${@:2}"; } # HOST COMMAND…
hosts_of() { lab status | awk -v guest="$1" '$1 == guest { $1 = $2 = ""; print }' | xargs; } # GUEST

# Two rounds give the first rates; the plan's name is printed.
plan_from_now() {
    as carl collect --once >&2
    sleep 3
    as carl collect --once >&2
    as anna snapshot >&2
    rm -rf "$work/plan"
    as anna plan --output json --save "$work/plan" >"$work/plan.json"
    jq -r .plan "$work/plan.json"
}
