# shellcheck shell=bash
# The lab's network: hosts hang on a bridge in a switch namespace; the control namespace is the
# administrator's place beside them. Each host bridges its own uplink and its guests' interfaces.
# Nothing is added to the machine's own network. Sourced after lib.sh.

has_namespace() { [ -e "/run/netns/$(namespace_of "$1")" ]; }

in_namespace() { # NAME COMMAND…
    local name=$1
    shift
    ip netns exec "$(namespace_of "$name")" "$@"
}

make_switch() {
    has_namespace switch && return
    ip netns add "$(namespace_of switch)"
    in_namespace switch ip link add br0 type bridge
    in_namespace switch ip link set br0 up
}

# Plugs namespace NAME into the switch; its end is called uplink.
plug() { # NAME
    ip netns add "$(namespace_of "$1")"
    ip link add uplink netns "$(namespace_of "$1")" type veth \
        peer name "$1" netns "$(namespace_of switch)"
    in_namespace switch ip link set "$1" master br0 up
    in_namespace "$1" ip link set lo up
    in_namespace "$1" ip link set uplink up
}

make_control() {
    has_namespace control && return
    plug control
    in_namespace control ip address add "$LAB_SUBNET.1/24" dev uplink
}

make_host_network() { # HOST
    has_namespace "$1" && return
    plug "$1"
    in_namespace "$1" ip link add br0 type bridge
    in_namespace "$1" ip link set uplink master br0
    in_namespace "$1" ip address add "$(host_address "$1")/24" dev br0
    in_namespace "$1" ip link set br0 up
}

remove_network() { # takes the interfaces with it
    local name
    for name in $(ip netns list | awk -v prefix="$LAB_NAME-" 'index($1, prefix) == 1 { print $1 }'); do
        ip netns delete "$name"
    done
}
