#!/bin/sh
# The README's examples are what the program prints.
if python3 tools/refresh_readme.py --check "${BUILD:-build}"; then
  echo "ok the README's examples are true"
else
  echo "not ok the README's examples are stale: make readme"
fi
