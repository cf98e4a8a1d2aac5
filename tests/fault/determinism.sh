# determinism.sh - the same input gives the same bytes, whatever runs it: threads, compiler, optimisation, locale,
# time zone, folder, order of the sources. FULL=1: also the other builds and more runs.
set -u
BUILD=${BUILD:-build}
root=$(pwd)
case $BUILD in /*) ;; *) BUILD=$root/$BUILD ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Many batches, so that threads overtake each other: the sample's rows of one line, over and over, ids made distinct.
copies=5
[ -n "${FULL:-}" ] && copies=20
{ head -n 1 tests/data/sample-nps.csv; grep '^R[0-9-]*,[^"]*$' tests/data/sample-nps.csv; } |
  awk -v n=$copies 'NR == 1 { print; next } { row[NR] = $0 } END { for (k = 0; k < n; k++) for (i = 2; i <= NR; i++) print k row[i] }' \
    >"$folder/in.csv"
[ "$(grep -c '' "$folder/in.csv")" -gt 1000 ] || echo "not ok determinism: the sample has too few rows of one line"
columns="--id-column 答卷编号 --text-column 评价内容 --score-column 推荐度 --date-column 提交时间 --segment-column 门店"
tried=0 passed=0
sum() { sha256sum | cut -c1-64; }
score() { "$@" score "$folder/in.csv" $columns --evidence --jobs "${jobs:-1}" | sum; }
report() { "$@" report "$folder/in.csv" $columns --jobs "${jobs:-1}" | sum; }
summary() { "$@" report "$folder/in.csv" $columns --jobs "${jobs:-1}" --summary | sum; }

first_score=$(score "$BUILD/voxpop") first_report=$(report "$BUILD/voxpop") first_summary=$(summary "$BUILD/voxpop")
empty=$(sum </dev/null)

same() { # NAME GOT WANTED
  tried=$((tried + 1))
  if [ "$2" = "$3" ] && [ "$2" != "$empty" ]; then
    passed=$((passed + 1))
    echo "ok determinism $1"
  else
    echo "not ok determinism $1"
  fi
}
both() { # NAME COMMAND...
  name=$1
  shift
  same "score, $name" "$(score "$@")" "$first_score"
  same "report, $name" "$(report "$@")" "$first_report"
}

runs="1"
[ -n "${FULL:-}" ] && runs="1 2 3 4 5"
for run in $runs; do
  for jobs in 1 2 4 8 16; do
    both "$jobs jobs, run $run" "$BUILD/voxpop"
  done
done
jobs=3
same "summary, 3 jobs" "$(summary "$BUILD/voxpop")" "$first_summary"
jobs=1

for locale in C C.UTF-8 zh_CN.UTF-8 tr_TR.UTF-8 de_DE.UTF-8; do
  plain=$(echo "$locale" | tr 'A-Z' 'a-z' | tr -d -)
  if locale -a 2>/dev/null | tr 'A-Z' 'a-z' | tr -d - | grep -qx "$plain"; then
    both "locale $locale" env LC_ALL=$locale LANGUAGE=$locale "$BUILD/voxpop"
  else
    echo "skipped determinism locale $locale: not installed"
  fi
done
for zone in UTC Asia/Shanghai America/St_Johns; do
  both "time zone $zone" env TZ=$zone "$BUILD/voxpop"
done

# Another folder, another name of the program's folder, a relative path, a pipe.
mkdir "$folder/elsewhere"
cp "$BUILD/voxpop" "$BUILD/voxpop.vox" "$folder/elsewhere"
cd "$folder/elsewhere" || exit 1
both "another folder" ./voxpop
same "score, standard input" "$("$BUILD/voxpop" score --format csv $columns --evidence <"$folder/in.csv" | sum)" "$first_score"
same "report, standard input" "$("$BUILD/voxpop" report --format csv $columns <"$folder/in.csv" | sum)" "$first_report"
cd "$root" || exit 1

# Rows in another order: a report tells nothing in order of arrival.
cp "$folder/in.csv" "$folder/first.csv"
{ head -n 1 "$folder/first.csv"; tail -n +2 "$folder/first.csv" | sort -r; } >"$folder/in.csv"
jobs=2
same "report, rows in another order" "$(report "$BUILD/voxpop")" "$first_report"
jobs=1
cp "$folder/first.csv" "$folder/in.csv"

# The artefact: built again, from another folder, with the sources named one by one in two orders.
dict=${DICT:-/usr/lib/python3/dist-packages/jieba/dict.txt}
program=$BUILD/voxpop
build() { "$program" lexicon build --dict-base "$dict" -o "$folder/new.vox" "$@" 2>/dev/null && sum <"$folder/new.vox"; }
if [ -r "$dict" ]; then
  cp -r lexicons "$folder/words"
  first_vox=$(build "$folder/words")
  same "artefact, built again" "$(build "$folder/words")" "$first_vox"
  if [ -z "$(find lexicons -path lexicons/packs -prune -o -newer "$BUILD/voxpop.vox" -print)" ]; then
    same "artefact, as make built it" "$(sum <"$BUILD/voxpop.vox")" "$first_vox"
  fi
  cd "$folder/words" || exit 1
  sources=$(find . -path ./packs -prune -o -name '*.tsv' -print | sort)
  same "artefact, sources in order of name" "$(build $sources)" "$first_vox"
  same "artefact, sources in reverse" "$(build $(echo "$sources" | sort -r))" "$first_vox"
  same "artefact, from another folder, time zone and locale" "$(TZ=Asia/Tokyo LC_ALL=C build .)" "$first_vox"
  cd "$root" || exit 1
else
  echo "skipped determinism artefact: no base dictionary at DICT"
fi

# Other compilers and levels of optimisation: their own builds, beside this one.
other() { # NAME COMPILER OPT
  place=$BUILD/other/$1
  if ! command -v "$2" >/dev/null; then
    echo "skipped determinism $1: no $2"
    return
  fi
  make -s BUILD="$place" CC="$2" OPT="$3" SAN= WERROR= all >"$folder/log" 2>&1 || { echo "not ok determinism $1: does not build"; tried=$((tried + 1)); return; }
  program=$place/voxpop
  [ -r "$dict" ] && same "artefact, $1" "$(build "$folder/words")" "$first_vox"
  program=$BUILD/voxpop
  jobs=2
  both "$1" env VOXPOP_MODEL="$BUILD/voxpop.vox" "$place/voxpop"
  jobs=1
}
if [ -n "${FULL:-}" ]; then
  other gcc-O0 gcc -O0
  other gcc-O3 gcc -O3
  other clang-O0 clang -O0
  other clang-O3 clang -O3
fi

echo "# determinism: tried $tried, passed $passed"
[ "$tried" = "$passed" ]
