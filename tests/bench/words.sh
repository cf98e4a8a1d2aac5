#!/bin/sh
# The segmenter beside its peers: builds a contender for each peer that is installed, and times all of them in one
# interleaved run (words.py). usage: words.sh CORPUS [--json] [--rounds N]
#
# Peers: python3-jieba, friso (libfriso-dev, friso, friso-dict), MeCab (libmecab-dev and a dictionary, or MECAB_DICT),
# cppjieba (CPPJIEBA=FOLDER of its source, with deps/limonp), jieba-rs (cargo, with the crate fetched once:
# cargo fetch --manifest-path tests/bench/peers/jieba_rs/Cargo.toml). What is not there is skipped.
set -eu
BUILD=${BUILD:-build}
CC=${CC:-cc} CXX=${CXX:-c++}
DICT=${DICT:-/usr/lib/python3/dist-packages/jieba/dict.txt}
here=tests/bench/peers
work=$BUILD/bench
corpus=$1
shift
mkdir -p "$work"
list=$work/contenders.tsv
all=1000000000
: >"$list"

contender() { printf '%s\t%s\t%s\n' "$1" "$2" "$3" >>"$list"; }

# built NAME COMMAND...: compiles; the compiler's words go to a log.
built() { "$@" >"$work/peers.log" 2>&1; }
has() { printf '#include <%s>\n' "$1" | $CC -E - >/dev/null 2>&1; }

ours=$work/ours
$CC -std=c11 -O2 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude -Iengine $here/ours.c -o "$ours" \
  "$BUILD/libvoxpop.a" -licuuc -licudata -lzstd -lz -lmd -lm -lpthread
contender "memcpy" $all "$ours memcpy $corpus -"
contender "ICU word iterator" 1000000 "$ours icu $corpus -"
contender "voxpop portable" $all "$ours portable $corpus $BUILD/voxpop.vox"
contender "voxpop AVX-512" $all "$ours avx512 $corpus $BUILD/voxpop.vox"
contender "voxpop, a line a call" $all "$ours lines $corpus $BUILD/voxpop.vox"
contender "voxpop vox_tokenise" $all "$ours tokenise $corpus $BUILD/voxpop.vox"
contender "voxpop vox_analyse (scores)" 2000000 "$ours analyse $corpus $BUILD/voxpop.vox"

# A machine may have several Pythons; Debian's package belongs to its own.
python=
for name in python3 /usr/bin/python3; do
  [ -n "$python" ] || ! $name -c 'import jieba' 2>/dev/null || python=$name
done
if [ -n "$python" ]; then
  contender "python3-jieba" 150000 "$python $here/jieba.py $corpus"
else
  contender "python3-jieba" skipped "not installed (apt-get install python3-jieba)"
fi

if ! has friso/friso.h || [ ! -r /etc/friso/friso.ini ]; then
  contender "friso" skipped "not installed (apt-get install libfriso-dev friso friso-dict)"
elif built $CC -O2 -D_DEFAULT_SOURCE $here/friso.c -o "$work/friso" -lfriso; then
  contender "friso" 400000 "$work/friso $corpus"
else
  contender "friso" skipped "it does not compile here"
fi

if ! has mecab.h; then
  contender "MeCab" skipped "not installed (apt-get install libmecab-dev mecab-ipadic-utf8)"
elif built $CC -O2 -D_DEFAULT_SOURCE $here/mecab.c -o "$work/mecab" -lmecab; then
  contender "MeCab${MECAB_DICT:+ ($(basename "${MECAB_DICT}"))}" 1000000 "$work/mecab $corpus"
else
  contender "MeCab" skipped "it does not compile here"
fi

if [ -z "${CPPJIEBA:-}" ]; then
  contender "cppjieba" skipped "CPPJIEBA names no folder of its source"
elif [ ! -r "$DICT" ]; then
  contender "cppjieba" skipped "no jieba dict.txt"
elif built $CXX -O2 -std=c++17 -I"$CPPJIEBA/include" -I"$CPPJIEBA/deps/limonp/include" $here/cppjieba.cpp -o "$work/cppjieba"; then
  contender "cppjieba" 1000000 "$work/cppjieba hmm $corpus $DICT $CPPJIEBA/dict/hmm_model.utf8"
  contender "cppjieba, no HMM" 1000000 "$work/cppjieba plain $corpus $DICT $CPPJIEBA/dict/hmm_model.utf8"
else
  contender "cppjieba" skipped "it does not compile here"
fi

program=$work/jieba_rs/target/release/peer_jieba_rs
if [ ! -x "$program" ] && command -v cargo >/dev/null; then
  echo "building the contender of jieba-rs (minutes, once)" >&2
  mkdir -p "$work/jieba_rs"
  cp -R $here/jieba_rs/. "$work/jieba_rs"
  built cargo build --release --offline --manifest-path "$work/jieba_rs/Cargo.toml" || :
fi
if [ -x "$program" ]; then
  contender "jieba-rs" 4000000 "$program hmm $corpus"
  contender "jieba-rs, no HMM" 4000000 "$program plain $corpus"
elif command -v cargo >/dev/null; then
  contender "jieba-rs" skipped "cargo has not fetched it (cargo fetch --manifest-path $here/jieba_rs/Cargo.toml)"
else
  contender "jieba-rs" skipped "no cargo"
fi

python3 tests/bench/words.py "$corpus" "$work/words.json" "$@" <"$list"
[ "${1:-}" = --json ] || echo "as JSON: $work/words.json"
