#!/bin/sh
# The demonstration of `make serve`: a database with invented records, made once; then the site, on this machine only.
set -eu
"$1" -m commonweal.web prepare
"$1" -m commonweal.web demo
exec "$1" -m commonweal.web serve
