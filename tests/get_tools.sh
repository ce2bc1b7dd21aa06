#!/bin/sh
# Gets the programs that the tests drive, on a Debian machine. Says plainly what it could not get; the tests then decide (with CI=true they fail).
# One line a program: the commands that show it is there, and the packages that bring it.
tools="chromium|chromium-browser|google-chrome:chromium fonts-noto-cjk
nginx:nginx-light
openssl:openssl"

has() {
    for command in $(echo "$1" | tr '|' ' '); do
        command -v "$command" >/dev/null || [ -x "/usr/sbin/$command" ] && return 0
    done
    return 1
}

missing=$(echo "$tools" | while IFS=: read -r commands packages; do has "$commands" || echo "$packages"; done)
[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
    echo "Not here, and no apt-get to get it with: $missing. The tests that need it are skipped (with CI=true they fail)."
    exit 0
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
# shellcheck disable=SC2086
if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq $missing >/dev/null; then
    exit 0
fi
echo "apt-get could not install: $missing. The tests that need it are skipped (with CI=true they fail)."
exit 0
