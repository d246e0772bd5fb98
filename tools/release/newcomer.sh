#!/usr/bin/env bash
# newcomer.sh [--without "make test"]: follow the commands of the README and the handbook literally, in
# their order, in a clean root made by debootstrap, as an ordinary user with sudo and a network. What
# is typed comes out of the pages themselves (newcomer.py). Prints one line a step; fails when one fails.
set -euo pipefail
. "$(dirname "$0")/root.sh"
here=$(realpath "$(dirname "$0")/../..")
without=; [[ ${1:-} == --without ]] && without=$2
make_root "$here"

as_root apt-get update -q >/dev/null
# what every installed Debian has and a bare root has not
as_root apt-get install -q -y --no-install-recommends sudo ca-certificates git >"$root/machine.log" 2>&1 \
    || { tail -5 "$root/machine.log" >&2; stop "sudo and git could not be installed"; }
as_root useradd --create-home --shell /bin/bash canbo
printf 'canbo ALL=(ALL) NOPASSWD: ALL\n' >"$root/etc/sudoers.d/canbo"
# a network that looks into what is encrypted has a root of its own
if [[ -n ${SSL_CERT_FILE:-} ]]; then cp "$SSL_CERT_FILE" "$root/etc/ssl/certs/ca-certificates.crt"; fi

home=/home/canbo/digitizer
exports="" answer=y passphrase="mua thu lá bay trên sông Hương"
# as the ordinary user, without a terminal: what is asked for comes from stdin
as_user() {
    printf '%s\n%s\n' "$answer" "$answer" | setsid -w chroot --userspec=canbo:canbo "$root" env -i PATH=/usr/bin:/bin HOME=/home/canbo USER=canbo \
        LC_ALL=C.UTF-8 PIP_CERT=/etc/ssl/certs/ca-certificates.crt bash -c "cd $home && $exports $1"
}
git clone -q "$here" "$root$home" || stop "the checkout could not be cloned"
as_root chown -R canbo:canbo $home

followed=0 apart=0 failed=0
while IFS=$'\x1f' read -r where lacks typed; do
    if [[ $typed == "$without" || -n $lacks ]]; then
        apart=$((apart + 1)); printf 'apart    %-16s %s (%s)\n' "$where" "$typed" "${lacks:-left out}"; continue
    fi
    if [[ $typed == export* ]]; then exports+="$typed; "; printf 'followed %-16s %s\n' "$where" "$typed"; continue; fi
    # the reader's own papers and keys lie there once the program is set up
    if [[ $typed == .venv/* && ! -f $root$home/scan.jpg ]]; then
        as_user ".venv/bin/python -m tools.release.newcomer files ." || stop "the papers could not be laid out"
    fi
    if [[ $typed == *"{dossier}"* ]]; then
        code=$(as_user ".venv/bin/digitizer dossiers --officer kiemtra --json" | grep -oE 'H00[0-9.]+-[0-9]{6}-[0-9]{4}' | sort | head -1)
        typed=${typed//\{dossier\}/$code}
    fi
    answer=y
    if [[ $typed == *--p12* ]]; then answer=mat-khau; fi
    if [[ $typed == *"keys passphrase"* || $typed == *"officers add"* || $typed == *"officers password"* ]]; then answer=$passphrase; fi
    hold=; [[ $typed == *"--every"* ]] && hold="timeout --preserve-status -s INT 20"
    start=$(clock) code=0
    as_user "$hold $typed" >"$root/step.log" 2>&1 </dev/null || code=$?
    if [[ $code -eq 0 || ( -n $hold && $code -eq 130 ) ]]; then
        if [[ $typed == *"keys passphrase"* ]]; then exports+="export DIGITIZER_PASSPHRASE='$passphrase'; "; fi
        followed=$((followed + 1)); printf 'followed %-16s %s (%s)\n' "$where" "$typed" "$(since "$start")"
    else
        failed=$((failed + 1)); printf 'FAILED   %-16s %s (exit code %s)\n' "$where" "$typed" "$code"; tail -25 "$root/step.log"
        [[ $typed != make* ]] || stop "nothing can be followed after that"
    fi
done < <("$here/.venv/bin/python" -m tools.release.newcomer steps)
figure "commands followed, set apart, failed" "$followed, $apart, $failed"
[[ $failed -eq 0 ]]
