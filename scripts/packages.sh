#!/usr/bin/env bash
# Installs what scripts/packages.txt lists and the system lacks:  scripts/packages.sh SECTION...
# Nothing is run when nothing is missing. On a system without apt-get it says what is needed and answers 3.
set -euo pipefail
list="$(dirname "${BASH_SOURCE[0]}")/packages.txt"
[ $# -gt 0 ] || { echo "usage: scripts/packages.sh SECTION..." >&2; exit 2; }

installed() { [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null || true)" = "ii " ]; }
known() { [ -n "$(apt-cache policy "$1" 2>/dev/null | grep 'Candidate:' | grep -v '(none)')" ]; }

has_apt=no
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then has_apt=yes; fi

missing=()  # the alternatives of each, joined by |
names=()
for section in "$@"; do
  found=no
  while read -r its_section packages program _; do
    [ "$its_section" = "$section" ] || continue
    found=yes
    names+=("${packages%%|*}")
    if [ -n "$program" ] && [ "$program" != "#" ] && command -v "$program" >/dev/null; then continue; fi
    [ $has_apt = yes ] || continue
    there=no
    IFS='|' read -ra alternatives <<<"$packages"
    for package in "${alternatives[@]}"; do if installed "$package"; then there=yes; break; fi; done
    [ $there = yes ] || missing+=("$packages")
  done <"$list"
  [ $found = yes ] || { echo "packages.sh: no section is called '$section'" >&2; exit 2; }
done

if [ $has_apt = no ]; then
  echo "This system has no apt-get. Incipit needs these, by their names in Debian 12 ($*):" >&2
  printf '  %s\n' "${names[@]}" >&2
  exit 3
fi
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "These packages are missing, and installing them needs root: ${missing[*]%%|*}" >&2
    echo "Run as root: apt-get install --no-install-recommends ${missing[*]%%|*}" >&2
    exit 4
  fi
  as_root=(sudo)
fi
echo "Installing what is missing ($*): ${missing[*]%%|*}"
"${as_root[@]}" apt-get update -qq </dev/null
chosen=()
for packages in "${missing[@]}"; do
  IFS='|' read -ra alternatives <<<"$packages"
  choice="${alternatives[0]}"
  for package in "${alternatives[@]}"; do if known "$package"; then choice="$package"; break; fi; done
  chosen+=("$choice")
done
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${chosen[@]}" </dev/null
