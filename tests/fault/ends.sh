# ends.sh - how a run ends when nobody can take its output: /dev/full, a pipe that is closed, a folder that refuses.
set -u
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sh tests/fault/make_small "$folder" || { echo "not ok ends: no small lexicon"; exit 1; }
cd "$folder" || exit 1
VOXPOP_MODEL=$folder/small.vox
export VOXPOP_MODEL
voxpop=$BUILD/voxpop
columns="--id-column id --text-column text --score-column nps --segment-column branch"
tried=0 passed=0

check() { # NAME TRUTH
  tried=$((tried + 1))
  if [ "$2" = 1 ]; then passed=$((passed + 1)); echo "ok ends $1"; else echo "not ok ends $1: $3"; fi
}

# A full disk: a message and exit 5, whatever the command, by standard output and by -o.
full() { # NAME COMMAND...
  name=$1
  shift
  "$@" >/dev/full 2>err
  code=$?
  ok=0
  [ $code = 5 ] && [ -s err ] && ok=1
  check "$name, full disk" $ok "exit $code, message of $(wc -c <err) bytes"
}
full score "$voxpop" score in.csv $columns
full "score with threads" "$voxpop" score in.csv $columns --jobs 3
full report "$voxpop" report in.csv $columns
full summary "$voxpop" report in.csv $columns --summary
full segment "$voxpop" segment in.csv
full explain "$voxpop" explain 很好
full "explain as json" "$voxpop" explain --json 很好
full "score --help" "$voxpop" score --help
full help "$voxpop" --help
full version "$voxpop" --version
"$voxpop" score in.csv $columns -o /dev/full 2>err
check "score -o /dev/full" "$([ $? = 5 ] && [ -s err ] && [ -c /dev/full ] && echo 1 || echo 0)" "wrong end"
"$voxpop" score in.csv $columns -o /dev/null 2>err
check "score -o /dev/null" "$([ $? = 0 ] && [ -c /dev/null ] && echo 1 || echo 0)" "wrong end"

# A reader that goes: 141 and not a word. 60,000 lines do not fit into the pipe.
awk 'BEGIN { print "text"; for (i = 0; i < 60000; i++) print "客服很好 " i }' >many.csv
gone() { # NAME COMMAND...
  name=$1
  shift
  { "$@" 2>err; echo $? >code; } | head -c 100 >/dev/null
  check "$name, closed pipe" "$([ "$(cat code)" = 141 ] && [ ! -s err ] && echo 1 || echo 0)" "exit $(cat code), $(head -c 200 err)"
}
gone score "$voxpop" score many.csv --text-column text
gone "score with threads" "$voxpop" score many.csv --text-column text --jobs 3
gone segment "$voxpop" segment many.csv

# A folder where nothing can be made: the lexicon and the output fail before anything is lost.
"$voxpop" score in.csv $columns -o none/out 2>err
check "score -o in no folder" "$([ $? = 5 ] && [ -s err ] && echo 1 || echo 0)" "wrong end"
"$voxpop" lexicon build --dict-base dict.txt small.tsv settings.tsv -o none/out.vox 2>err
check "lexicon build -o in no folder" "$([ $? = 5 ] && [ -s err ] && echo 1 || echo 0)" "wrong end"

# A size limit in the middle of the output (SIGXFSZ ignored by the shell gives EFBIG).
printf 'old\n' >out
(trap '' XFSZ; ulimit -f 8; exec "$voxpop" score many.csv --text-column text -o out --force 2>/dev/null)
code=$?
check "score -o beyond the file size limit" \
  "$([ $code = 5 ] && [ "$(cat out)" = old ] && [ "$(ls | grep -c tmp)" = 0 ] && echo 1 || echo 0)" "exit $code"

echo "# ends: tried $tried, passed $passed"
[ "$tried" = "$passed" ]
