# shellcheck shell=bash
# One host of the lab: its configuration, its start in namespaces of its own, its end. Sourced
# after lib.sh.

write_host_files() { # HOST CPUS MEMORY_MIB
    local host=$1 cpus=$2 memory_mib=$3 dir
    dir=$(host_dir "$host")
    mkdir -p "$dir"/{etc/libvirt,lib,log,cache,run,view}
    echo "$cpus $memory_mib" >"$dir/size"
    write_libvirt_configuration "$host" "$dir/etc/libvirt"
    {
        echo '127.0.0.1 localhost'
        for other in $(lab_hosts); do echo "$(host_address "$other") $other"; done
    } >"$dir/etc/hosts"
    # libvirtd wants this user to exist; the machine itself need not have it.
    { cat /etc/passwd; echo 'libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin'; } >"$dir/etc/passwd"
    { cat /etc/group; echo 'libvirt-qemu:x:64055:'; } >"$dir/etc/group"
    : >"$dir/view/stat"
    : >"$dir/view/meminfo"
    write_sysfs_view "$dir/view" "$cpus" "$memory_mib"
}

write_libvirt_configuration() { # HOST DIR
    cat >"$2/libvirtd.conf" <<END
listen_tls = 0
listen_tcp = 1
auth_tcp = "none"
auth_unix_ro = "none"
auth_unix_rw = "none"
unix_sock_ro_perms = "0777"
unix_sock_rw_perms = "0777"
host_uuid = "$(stable_uuid "host/$1")"
keepalive_interval = 2
keepalive_count = 3
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
END
    cat >"$2/qemu.conf" <<'END'
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
namespaces = []
cgroup_controllers = ["cpu", "cpuacct"]
stdio_handler = "file"
keepalive_interval = 2
keepalive_count = 3
END
}

write_sysfs_view() { # DIR CPUS MEMORY_MIB: the folders from which libvirt counts CPUs and nodes
    local view=$1 cpus=$2 memory_mib=$3 cpu topology
    mkdir -p "$view"/{cpu,node/node0}
    printf '0-%d\n' $((cpus - 1)) | tee "$view"/cpu/{present,online,possible} \
        "$view/node/node0/cpulist" >/dev/null
    printf '%x\n' $(((1 << cpus) - 1)) >"$view/node/node0/cpumap"
    echo 0 | tee "$view"/node/{online,possible,has_cpu,has_memory,has_normal_memory} >/dev/null
    echo 10 >"$view/node/node0/distance"
    printf 'Node 0 %-13s %d kB\n' MemTotal: $((memory_mib * 1024)) MemFree: $((memory_mib * 1024)) \
        >"$view/node/node0/meminfo"
    for ((cpu = 0; cpu < cpus; cpu++)); do
        topology=$view/cpu/cpu$cpu/topology
        mkdir -p "$topology"
        echo 1 >"$view/cpu/cpu$cpu/online"
        echo 0 | tee "$topology"/{physical_package_id,die_id} >/dev/null
        echo "$cpu" | tee "$topology"/{core_id,core_cpus_list,thread_siblings_list} >/dev/null
        printf '%x\n' $((1 << cpu)) | tee "$topology"/{core_cpus,thread_siblings} >/dev/null
        ln -sfn "../../cpu/cpu$cpu" "$view/node/node0/cpu$cpu"
    done
}

# The host's processes live in a cgroup of their own; prints the folders, one a hierarchy.
host_cgroups() { # HOST
    local controllers root
    for controllers in $(cgroup_v1_controllers); do
        root=$(findmnt -n -f -o TARGET -t cgroup -O "${controllers%%,*}")
        [ -z "$root" ] || echo "$root/vmatrix-lab/$LAB_NAME/$1"
    done
    [ -n "$(cgroup_v1_controllers)" ] ||
        echo "$(findmnt -n -f -o TARGET -t cgroup2)/vmatrix-lab/$LAB_NAME/$1"
}

host_is_up() { process_is_alive "$(host_dir "$1")/pid"; }

start_host() { # HOST: returns at once; wait_for_host waits for its libvirtd
    local host=$1 dir cgroups
    dir=$(host_dir "$host")
    cgroups=$(host_cgroups "$host")
    # shellcheck disable=SC2086
    mkdir -p $cgroups
    # The namespaces' first process dies with unshare (--kill-child), and with it all others.
    # shellcheck disable=SC2016 # the inner shell expands them
    LAB_CGROUPS=$cgroups VMATRIX_LAB_CACHE=$LAB_CACHE setsid bash -c '
        for cgroup in $LAB_CGROUPS; do echo $$ >"$cgroup/cgroup.procs"; done
        exec nsenter --net="$1" unshare --mount --uts --ipc --pid --cgroup --fork --kill-child \
            --mount-proc --propagation private "$2/host-init" "$3" "$4"
    ' host "/run/netns/$(namespace_of "$host")" "$LAB_TOOLS" "$dir" "$host" \
        </dev/null >"$dir/log/init.log" 2>&1 9>&- &
    process_identity $! >"$dir/pid"
}

wait_for_host() { # HOST
    local _
    for _ in $(seq 150); do
        if ! host_is_up "$1"; then
            tail -n 5 "$(host_dir "$1")/log/init.log" >&2
            die "host '$1' did not start"
        fi
        [ ! -S "$(host_dir "$1")/run/libvirt-sock" ] || ! virsh_on "$1" hostname >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    die "libvirtd of host '$1' does not answer"
}

# Ends the host like a power loss; nothing of it stays. Right as well where it is down or half up.
stop_host() { # HOST
    local host=$1 dir pid cgroup
    dir=$(host_dir "$host")
    if host_is_up "$host"; then
        read -r pid _ <"$dir/pid"
        kill -KILL "$pid" 2>/dev/null || true
    fi
    # Whatever still lives in the host's network namespace is its own, recorded or not.
    for pid in $(ip netns pids "$(namespace_of "$host")" 2>/dev/null); do
        kill -KILL "$pid" 2>/dev/null || true
    done
    for _ in $(seq 50); do
        [ -n "$(ip netns pids "$(namespace_of "$host")" 2>/dev/null)" ] || break
        sleep 0.1
    done
    for cgroup in $(host_cgroups "$host"); do remove_cgroup "$cgroup"; done
    rm -f "$dir/pid"
}

remove_cgroup() { # FOLDER: busy until the last of its killed processes is really gone
    local _
    for _ in $(seq 50); do
        [ -d "$1" ] || break
        find "$1" -depth -type d -exec rmdir {} + 2>/dev/null && break
        sleep 0.1
    done
    [ ! -d "$1" ] || say "warning: cgroup '$1' is still busy"
    rmdir --ignore-fail-on-non-empty "${1%/*}" "${1%/*/*}" 2>/dev/null || true
}
