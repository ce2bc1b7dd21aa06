#!/bin/sh
# Gets what the tests drive, on a Debian machine: Chromium, a Chinese font, LibreOffice's spreadsheet. Says plainly what it could not get; the tests
# then decide. LibreOffice without its windows and recommendations takes under two minutes, with them five.
missing=""
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="chromium fonts-noto-cjk"
command -v soffice >/dev/null || missing="$missing libreoffice-calc-nogui"
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "Missing here: $missing, and no apt-get to get it with: the tests that need it will be skipped (with CI=true they fail)."
    exit 0
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
# shellcheck disable=SC2086
if $as_root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
    exit 0
fi
echo "apt-get could not install $missing: the tests that need it will be skipped (with CI=true they fail)."
exit 0
