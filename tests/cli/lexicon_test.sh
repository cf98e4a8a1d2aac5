#!/bin/sh
# The shipped lexicons: their own examples hold, and lint has nothing to say.
program=${BUILD:-build}/voxpop
check() {
  name=$1
  shift
  if out=$("$@" 2>&1); then echo "ok $name"; else echo "not ok $name"; echo "$out" | head -n 20; fi
}
check "lexicons: examples" "$program" lexicon test lexicons
check "lexicons: examples on the built artefact" "$program" lexicon test lexicons --model "${BUILD:-build}/voxpop.vox"
check "lexicons: lint" "$program" lexicon lint lexicons --strict
examples=$("$program" lexicon test lexicons | sed -n 's/ examples, .*//p')
if [ "${examples:-0}" -ge 150 ]; then echo "ok lexicons: $examples examples"; else echo "not ok lexicons: too few examples"; fi
