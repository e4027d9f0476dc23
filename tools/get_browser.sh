#!/bin/sh
# Chromium for `make test-journeys`, and letters as wide as Arial's, by which sheets are counted: nothing to do where both
# are there; fetched quietly on Debian, as root; else said.
set -eu

has_letters() { fc-match Arial 2>/dev/null | grep -qiE 'liberation|arial'; }

command -v chromium >/dev/null && has_letters && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Fetching Chromium and fonts (once) ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends chromium fontconfig fonts-liberation >/dev/null
else
  command -v chromium >/dev/null || {
    echo "The tests in a browser need 'chromium' on the PATH; on Debian it is the package of that name." >&2
    exit 1
  }
  echo "Where letters are not as wide as Arial's, sheets are counted otherwise; on Debian: fonts-liberation." >&2
fi
