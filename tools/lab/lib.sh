# shellcheck shell=bash
# What the lab's commands share: names, places, messages, processes by identity. Sourced.
#
# A lab is one state directory, LAB_ROOT/NAME, and network namespaces NAME-h1…, NAME-switch and
# NAME-control. Labs of different names live side by side and never touch each other.

# shellcheck disable=SC2034 # for those who source this
LAB_TOOLS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
LAB_ROOT=${VMATRIX_LAB:-/run/vmatrix-lab}
# shellcheck disable=SC2034
LAB_CACHE=${VMATRIX_LAB_CACHE:-/var/cache/vmatrix-lab}
LAB_NAME=${VMATRIX_LAB_NAME:-vmlab}
LAB_SUBNET=10.77.0 # inside the lab's own namespaces, so all labs may have the same

EXIT_IMPOSSIBLE=77 # ctest's "skipped"

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }
usage() { say "usage: $*"; exit 2; }
impossible() { say "lab impossible here: $*"; exit "$EXIT_IMPOSSIBLE"; }

lab_use_name() {
    [[ $1 =~ ^[a-z][a-z0-9]{0,11}$ ]] || usage "--name takes 1 to 12 lower-case letters and digits"
    LAB_NAME=$1
}

lab_dir() { printf '%s/%s' "$LAB_ROOT" "$LAB_NAME"; }
host_dir() { printf '%s/%s' "$(lab_dir)" "$1"; }
namespace_of() { printf '%s-%s' "$LAB_NAME" "$1"; }

# Hosts and guests that this lab was asked to have; nothing where it is down.
lab_hosts() { cat "$(lab_dir)/hosts" 2>/dev/null || true; }
lab_guest_rows() { tail -n +2 "$(lab_dir)/guests.csv" 2>/dev/null || true; }

host_uri() { printf 'qemu+unix:///system?socket=%s/run/libvirt-sock' "$(host_dir "$1")"; }
host_peer_uri() { printf 'qemu+tcp://%s/system' "$1"; }
host_address() { printf '%s.%d' "$LAB_SUBNET" "$((10 + ${1#h}))"; }
guest_address() { printf '%s.%d' "$LAB_SUBNET" "$((100 + $1))"; }

# Equal every time, different for every lab and thing: a UUID made of a digest.
stable_uuid() {
    local digest
    digest=$(printf '%s/%s' "$LAB_NAME" "$1" | md5sum)
    printf '%s-%s-4%s-8%s-%s' "${digest:0:8}" "${digest:8:4}" "${digest:13:3}" "${digest:17:3}" \
        "${digest:20:12}"
}

virsh_on() { # HOST COMMAND…: never hangs on a host that does not answer
    local host=$1
    shift
    timeout --kill-after=2 "${VIRSH_TIMEOUT:-20}" virsh --quiet --connect "$(host_uri "$host")" "$@"
}

# Where a guest runs: one host a line (two lines only in mid-migration, or where something is wrong).
guest_hosts() {
    local host state
    for host in $(lab_hosts); do
        state=$(virsh_on "$host" domstate "$1" 2>/dev/null) || continue
        [ "$state" != running ] || echo "$host"
    done
}

# A process is its pid and its start time: a pid alone may be somebody else's by now.
process_identity() {
    local stat fields
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }" # the name before may hold blanks
    printf '%s %s\n' "$1" "${fields[19]}"
}

process_is_alive() { # FILE with an identity
    local pid start
    [ -r "$1" ] && read -r pid start <"$1" || return 1
    [ "$(process_identity "$pid")" = "$pid $start" ]
}

become_root() { # SCRIPT ARGUMENTS…: returns as root, or starts the script again by sudo
    [ "$(id -u)" != 0 ] || return 0
    command -v sudo >/dev/null || impossible "needs root, and there is no sudo"
    exec sudo --preserve-env=VMATRIX_LAB,VMATRIX_LAB_CACHE,VMATRIX_LAB_NAME "$@"
}

# One command at a time changes a lab. The lock's file descriptor must not live on in its hosts.
lab_lock() {
    mkdir -p "$LAB_ROOT"
    exec 9>"$LAB_ROOT/$LAB_NAME.lock"
    flock --wait 120 9 || die "another command works on lab '$LAB_NAME'"
}

# The cgroup v1 hierarchies that hold cpu and cpuacct ("cpu,cpuacct" or both apart); nothing where
# the machine has cgroup v2 alone.
cgroup_v1_controllers() {
    awk -F: '$2 ~ /(^|,)(cpu|cpuacct)(,|$)/ { print $2 }' /proc/self/cgroup
}
