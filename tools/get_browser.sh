#!/bin/sh
# Chromium for `make test-journeys`: nothing to do where it is there; fetched quietly on Debian, as root; else said.
set -eu

command -v chromium >/dev/null && exit 0
if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  echo "Fetching Chromium (once) ..."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null
  apt-get install -y -qq --no-install-recommends chromium >/dev/null
else
  echo "The tests in a browser need 'chromium' on the PATH; on Debian it is the package of that name." >&2
  exit 1
fi
