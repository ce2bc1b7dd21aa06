#!/bin/sh
# sh tests/get_packages.sh PACKAGE…: gets what the tests need on a Debian machine. Says plainly what it could not get; the tests then decide.
missing=""
for package in "$@"; do
    case $package in
        chromium) { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null && continue ;;
        fonts-noto-cjk) fc-list :lang=zh 2>/dev/null | grep -q . && continue ;;
        postgresql-15) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && continue ;;
        libreoffice-calc-nogui) command -v soffice >/dev/null && continue ;;  # without its windows under two minutes, with them five
        libreoffice-writer-nogui) [ -e /usr/lib/libreoffice/program/libswlo.so ] && continue ;;
        libreoffice-impress-nogui) [ -e /usr/lib/libreoffice/program/libsdlo.so ] && continue ;;
        openssl) command -v openssl >/dev/null && continue ;;
        nginx) { command -v nginx || [ -x /usr/sbin/nginx ]; } >/dev/null && continue ;;
        *) { command -v "$package" || [ -x "/usr/sbin/$package" ]; } >/dev/null && continue ;;
    esac
    [ "$package" = nginx ] && package=nginx-light
    missing="$missing $package"
done
[ -n "$missing" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "Not here, and no apt-get to get them with:$missing. Tests that need them will be skipped (with CI=true they fail)."
    exit 0
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo -n"
# Debian would start a database cluster of its own on installation; the tests bring theirs.
install() { DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }
# An older Debian has no headless shell; its whole Chromium does the same in more time.
if $as_root apt-get update -qq && { install $missing || install $(echo "$missing" | sed s/chromium-headless-shell/chromium/); }; then
    exit 0
fi
echo "apt-get could not install$missing: tests that need them will be skipped (with CI=true they fail)."
exit 0
