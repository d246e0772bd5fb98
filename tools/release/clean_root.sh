#!/usr/bin/env bash
# clean_root.sh PACKAGE NEWER_PACKAGE: install, use, upgrade, remove and purge the Debian package in a
# clean root made by debootstrap, as an office's machine would see it. Needs root and Debian's mirror.
# Using it happens as an ordinary user with the network off. Prints one figure a line; fails at
# the first thing that is not as it should be. CLEAN_ROOT_DISPLAY is a display (":57") on which the
# window is to show itself.
set -euo pipefail
. "$(dirname "$0")/root.sh"
first=$(realpath "$1") second=$(realpath "$2")
make_root "$(dirname "$first")"

user_path=/usr/bin:/bin home=/home/canbo
# as an ordinary user, without any network
as_user() {
    unshare --net chroot --userspec=canbo:canbo "$root" env -i PATH=$user_path HOME=$home LC_ALL=C.UTF-8 \
        DIGITIZER_PASSWORD=thuc-hanh QT_QPA_PLATFORM=offscreen "$@"
}
fingerprint() { (cd "$root$home" && find .local demo -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum); }

# ---- install -------------------------------------------------------------------------------------
as_root apt-get update -q >/dev/null
start=$(clock)
as_root apt-get install -q -y --no-install-recommends "/mnt/$(basename "$first")" >"$root/install.log" 2>&1 \
    || { tail -20 "$root/install.log" >&2; stop "the package could not be installed"; }
figure "installed with all it depends on" "$(since "$start")"
figure "package" "$(du -m "$first" | cut -f1) MB, $(du -sm "$root/usr/lib/digitizer" | cut -f1) MB unpacked"
figure "other packages it brought" "$(grep -c '^Setting up' "$root/install.log")"
for file in usr/share/applications/digitizer.desktop usr/share/icons/hicolor/scalable/apps/digitizer.svg \
    usr/share/mime/packages/digitizer.xml usr/share/man/man1/digitizer.1.gz usr/bin/digitizer; do
    [[ -e $root/$file ]] || stop "$file is missing"
done
as_root useradd --create-home --shell /bin/sh canbo

# ---- use -----------------------------------------------------------------------------------------
start=$(clock); as_user digitizer --help >/dev/null; figure "digitizer --help, first call" "$(since "$start")"
start=$(clock); as_user digitizer --help >/dev/null; figure "digitizer --help, second call" "$(since "$start")"
as_user digitizer selftest >"$root/selftest.log" 2>&1 || { cat "$root/selftest.log" >&2; stop "the self-test fails"; }
figure "self-test" "$(grep -c '^✓' "$root/selftest.log") checks pass"
start=$(clock)
as_user digitizer demo --out $home/demo >"$root/demo.log" 2>&1 || { cat "$root/demo.log" >&2; stop "the journey fails"; }
figure "headless journey, no network" "$(since "$start"), $(grep -c ' issued ' "$root/demo.log") dossiers issued"
mapfile -t results < <(cd "$root" && find ".$home/demo" -name '*signed*.pdf' -o -name 'result*.pdf' | sort | sed 's/^\.//')
[[ ${#results[@]} -gt 0 ]] || stop "no signed result"
as_user digitizer check --accept-test "${results[0]}" >/dev/null || stop "the signed result does not check"
figure "signed results, the first one checked" "${#results[@]}"
# the records become this user's own
mkdir -p "$root$home/.local/share"
mv "$root$home/demo/data" "$root$home/.local/share/digitizer"
mv "$root$home/demo/data.key" "$root$home/.local/share/digitizer.key"
chroot "$root" chown -R canbo:canbo $home
as_user digitizer dossiers --officer vanthu >"$root/before.log" || stop "the records do not open"

# ---- the window ----------------------------------------------------------------------------------
window() {
    if [[ -n ${CLEAN_ROOT_DISPLAY:-} ]]; then
        chroot --userspec=canbo:canbo "$root" env -i PATH=$user_path HOME=$home LC_ALL=C.UTF-8 DISPLAY="$CLEAN_ROOT_DISPLAY" timeout 20 digitizer-window
    else
        as_user timeout 15 digitizer-window
    fi
}
code=0; window >"$root/window.log" 2>&1 || code=$?
[[ $code -eq 124 ]] || { cat "$root/window.log" >&2; stop "the window ended by itself (exit code $code)"; }
log=$root$home/.local/share/digitizer/logs/window.log
[[ -f $log ]] || stop "the window wrote no log"
! grep -E ' (ERROR|CRITICAL) ' "$log" || stop "the window logged an error"
figure "window" "stood until it was closed, no error logged"

# ---- upgrade, remove, purge ----------------------------------------------------------------------
before=$(fingerprint)
start=$(clock)
as_root apt-get install -q -y "/mnt/$(basename "$second")" >"$root/upgrade.log" 2>&1 || { tail "$root/upgrade.log" >&2; stop "the upgrade fails"; }
figure "upgraded to $(as_root dpkg-query -W -f='${Version}' digitizer)" "$(since "$start")"
[[ $(fingerprint) == "$before" ]] || stop "the upgrade touched the records"
as_user digitizer dossiers --officer vanthu >"$root/after.log" || stop "the records do not open after the upgrade"
cmp "$root/before.log" "$root/after.log" || stop "the records are not the same after the upgrade"
figure "records after the upgrade" "the same $(wc -l <"$root/after.log") lines"
before=$(fingerprint)
as_root apt-get remove -q -y digitizer >"$root/remove.log" 2>&1 || { cat "$root/remove.log" >&2; stop "the package cannot be removed"; }
left=$(cd "$root" && find usr etc var/lib/dpkg/info -path '*digitizer*' -not -name 'digitizer.postrm' -not -name 'digitizer.list' | sed -n 1,3p)
[[ -z $left ]] || stop "removed, but these are left: $left"
as_root apt-get purge -q -y digitizer >/dev/null 2>&1
[[ $(fingerprint) == "$before" ]] || stop "removing the package touched the records"
figure "records after remove and purge" "untouched, $(du -sm "$root$home/.local/share/digitizer" | cut -f1) MB"
as_root apt-get install -q -y --no-install-recommends "/mnt/$(basename "$second")" >/dev/null 2>&1
as_user digitizer dossiers --officer vanthu | cmp - "$root/before.log" || stop "the records do not open after installing anew"
figure "records after installing anew" "open, the same"
