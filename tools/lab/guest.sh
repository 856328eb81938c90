# shellcheck shell=bash
# One guest of the lab: its domain XML, its start, its proof of life. Sourced after lib.sh.

# On a busy machine emulated timers are late: the kernel must not panic over that at boot, nor take
# its time from a TSC that it measured wrong.
GUEST_KERNEL_OPTIONS='console=ttyS0 quiet panic=1 no_timer_check tsc=unstable clocksource=hpet'

guest_xml() { # NUMBER GUEST SERVICE TEAM COST_CENTER MEMORY_MIB LOAD_PERMILLE DIRTY_MIB_S
    local mac
    printf -v mac '52:54:00:77:%02x:%02x' $(($1 / 256)) $(($1 % 256))
    cat <<END
<domain type='qemu'>
  <name>$2</name>
  <uuid>$(stable_uuid "guest/$2")</uuid>
  <metadata>
    <vmatrix:service xmlns:vmatrix='https://vmatrix.invalid/xmlns/domain/1'
                     name='$3' team='$4' cost-center='$5'/>
  </metadata>
  <memory unit='MiB'>$6</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>$LAB_CACHE/vmlinuz</kernel>
    <initrd>$LAB_CACHE/initramfs.gz</initrd>
    <cmdline>$GUEST_KERNEL_OPTIONS vm.name=$2 vm.address=$(guest_address "$1") vm.load=$7 vm.dirty=$8</cmdline>
  </os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='forbid'>qemu64</model></cpu>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>destroy</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
    <controller type='usb' model='none'/>
    <interface type='bridge'>
      <source bridge='br0'/>
      <mac address='$mac'/>
      <model type='virtio'/>
      <rom enabled='no'/>
    </interface>
    <serial type='file'><source path='$(lab_dir)/console/$2.log' append='on'/></serial>
    <memballoon model='virtio'><stats period='2'/></memballoon>
  </devices>
</domain>
END
}

# The host that knows the guest, running or not: where it was moved to, if it was.
guest_home() { # GUEST
    local host
    for host in $(lab_hosts); do
        if virsh_on "$host" domid "$1" >/dev/null 2>&1; then
            echo "$host"
            return
        fi
    done
}

start_guest() { # NUMBER ROW: where it does not run yet
    local number=$1 guest host home service team cost_center memory_mib load dirty
    IFS=, read -r guest host service team cost_center memory_mib load dirty <<<"$2"
    [ -z "$(guest_hosts "$guest")" ] || return 0
    home=$(guest_home "$guest")
    if [ -z "$home" ]; then
        home=$host
        guest_xml "$number" "$guest" "$service" "$team" "$cost_center" "$memory_mib" "$load" \
            "$dirty" >"$(lab_dir)/xml/$guest.xml"
        virsh_on "$home" define "$(lab_dir)/xml/$guest.xml" >/dev/null
    fi
    virsh_on "$home" start "$guest" >/dev/null
}

# guest,boot_id,uptime_s,ticks as the guest itself says over the network; fails where it is silent.
ask_guest() { # NUMBER
    # shellcheck disable=SC2016 # the inner shell expands them
    timeout 5 ip netns exec "$(namespace_of control)" bash -c '
        exec 3<>"/dev/tcp/$1/80" || exit
        printf "GET /cgi-bin/proof HTTP/1.0\r\n\r\n" >&3
        while IFS= read -r line <&3; do last=$line; done
        [[ $last == *,*,*,* ]] && printf "%s\n" "$last"
    ' ask "$(guest_address "$1")" 2>/dev/null
}
