# A clean root by debootstrap, sourced by the scripts that use one. Needs root and Debian's mirror.
# CLEAN_ROOT_BASE names a folder where the bare system is kept between runs, CLEAN_ROOT_SUITE the
# release. What stands behind it: figure, stop, clock, since, make_root (sets $root), as_root.

base=${CLEAN_ROOT_BASE:-/var/tmp/digitizer-clean-root}
suite=${CLEAN_ROOT_SUITE:-$(. /etc/os-release; echo "$VERSION_CODENAME")}

# in namespaces of its own: what is mounted here is gone with the script, and so is every process
if [[ -z ${CLEAN_ROOT_INSIDE:-} ]]; then
    CLEAN_ROOT_INSIDE=1 exec unshare --mount --pid --fork --kill-child "$0" "$@"
fi

figure() { printf '%-46s %s\n' "$1" "$2"; }
stop() { printf 'clean root: %s\n' "$*" >&2; exit 1; }
clock() { date +%s.%N; }
since() { python3 -c "import sys; print(f'{float(sys.argv[2]) - float(sys.argv[1]):.1f} s')" "$1" "$(clock)"; }

leave_root() { umount -R "$root/proc" "$root/dev" "$root/mnt" 2>/dev/null || true; rm -rf --one-file-system "$root"; }

# make_root SHOWN: a bare system in a folder of its own; SHOWN lies below /mnt there, not to be written to
make_root() {
    if [[ ! -f $base/.whole ]]; then
        rm -rf "$base"
        local start; start=$(clock)
        debootstrap --variant=minbase "$suite" "$base" http://deb.debian.org/debian >/dev/null
        touch "$base/.whole"
        figure "bare system by debootstrap" "$(since "$start")"
    fi
    root=$(mktemp -d /var/tmp/digitizer-root-XXXXXX)
    trap leave_root EXIT
    cp -a "$base/." "$root/"
    mkdir -p "$root/proc" "$root/dev" "$root/mnt"
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev" && mount --make-rslave "$root/dev"
    mount --bind --make-private "$1" "$root/mnt" && mount -o remount,ro,bind "$root/mnt"
    cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
    # a package's service is not started in a root that is none of this machine's own
    printf '#!/bin/sh\nexit 101\n' > "$root/usr/sbin/policy-rc.d" && chmod +x "$root/usr/sbin/policy-rc.d"
}

as_root() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
