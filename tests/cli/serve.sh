# serve.sh - voxpop serve: dialogues to the byte, models, reloads, signals, ends.
. tests/cli/helpers
serve="$voxpop serve"

# The hello without what changes from run to run.
plain() { sed -e '1s/"pid":[0-9]*/"pid":0/' -e 's/"engine":"[0-9.]*"/"engine":"0"/' -e 's/[0-9a-f]\{64\}/sha/g'; }
talk() { # GOLDEN NAME INPUT OPTION...
  file=$golden/$1 name=$2 input=$3
  shift 3
  timeout 30 "$voxpop" serve "$@" <"$input" >"$folder/raw" 2>"$err"
  code=$?
  plain <"$folder/raw" >"$out"
  [ -n "${UPDATE:-}" ] && cp "$out" "$file"
  if [ $code != 0 ]; then
    miss "serve: $name" "exit $code: $(head -n 1 "$err")"
  elif cmp -s "$out" "$file"; then
    pass "serve: $name"
  else
    miss "serve: $name" "differs from $(basename "$file")"
    diff "$file" "$out" | head -n 6
  fi
}

talk serve-talk.ndjson "every kind of request" serve-talk.ndjson
talk serve-talk.ndjson "the same with threads" serve-talk.ndjson --jobs 3
talk serve-raw.ndjson "bad UTF-8, CR, a line without its end" serve-raw.ndjson
talk serve-empty.ndjson "nothing asked" /dev/null --no-report

# What concerns the whole server, in its place among the requests.
cat >"$folder/control" <<'X'
{"id":1,"text":"很好","score":9}
{"id":2,"text":"慢","score":1}
bad
{"id":3,"op":"stats"}
{"id":4,"op":"reload"}
{"id":5,"op":"snapshot"}
{"id":6,"op":"reset"}
{"id":7,"op":"snapshot","model":"none"}
{"id":8,"op":"reload","model":"none"}
{"id":9,"op":"\u0073tats"}
{"id":10,"op":"shutdown"}
{"id":11,"text":"nobody hears this"}
X
talk serve-control.ndjson "stats, reload, snapshot, reset, shutdown" "$folder/control"
printf '{"id":1,"op":"snapshot"}\n{"id":2,"op":"reset"}\n' >"$folder/none"
talk serve-no-report.ndjson "no report is kept" "$folder/none" --no-report

# A snapshot counts what a report counts.
printf '{"id":"a","text":"客服很好","score":9}\n{"id":"b","text":"物流太慢","score":2}\n{"id":"c","text":"无","score":7}\n' >"$folder/rows"
{ cat "$folder/rows"; echo '{"id":0,"op":"snapshot"}'; } | $serve --jobs 2 2>"$err" | tail -n 1 >"$folder/snapshot"
"$voxpop" report --format ndjson --id-column id --text-column text --score-column score "$folder/rows" >"$folder/report" 2>"$err"
same_figures() {
  python3 - "$folder/snapshot" "$folder/report" <<'X'
import json, sys
a, b = json.load(open(sys.argv[1]))["report"], json.load(open(sys.argv[2]))
a.pop("manifest"), b.pop("manifest")
sys.exit(a != b)
X
}
holds "a snapshot is a report" same_figures

# Records are score's, line aside.
for name in small bad; do
  "$voxpop" score --format ndjson --id-column id --text-column text --encoding utf-8 $name.ndjson 2>"$err" |
    grep '^{"id"' | sed 's/"line":[0-9]*/"line":null/' >"$folder/one"
  python3 - $name.ndjson >"$folder/asked" <<'X'
import json, re, sys
for line in open(sys.argv[1], "rb"):
    try:
        row = json.loads(line)
    except ValueError:
        continue
    text, ident = re.search(rb'"text":("(?:[^"\\]|\\.)*")', line), re.search(rb'"id":("(?:[^"\\]|\\.)*"|[^,}]*)', line)
    score = re.search(rb'"nps":("[^"]*"|[^,}]*)', line)
    if text and row["text"].strip() and ident:
        score = b',"score":' + score[1] if score else b""
        sys.stdout.buffer.write(b'{"id":%s,"text":%s%s}\n' % (ident[1], text[1], score))
X
  $serve <"$folder/asked" 2>"$err" | tail -n +2 >"$folder/two"
  holds "records of $name are score's" cmp "$folder/one" "$folder/two"
done

# Several models and overlays.
printf '#: id: mine\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: test\n#: method: hand\n楼梯\tsentiment\t-2\n' >"$folder/mine.tsv"
printf '{"id":1,"text":"楼梯"}\n{"id":2,"text":"楼梯","model":"mine"}\n{"id":3,"op":"reload","model":"mine"}\n{"id":4,"text":"楼梯","model":"mine"}\n' |
  $serve --model plain="$VOXPOP_MODEL" --model mine="$VOXPOP_MODEL" --overlay mine="$folder/mine.tsv" >"$out" 2>"$err"
two_models() {
  grep -q '^{"id":1,.*"sentiment":null' "$out" && grep -q '^{"id":2,.*"label":"negative"' "$out" &&
    grep -q '^{"id":4,.*"label":"negative"' "$out" && [ "$(grep -o '"name":"mine"' "$out" | wc -l)" = 2 ]
}
holds "two models, one with an overlay" two_models

# A client that is slower than the answers: what it was sent does not stay in memory.
cat >"$folder/slow.py" <<'X'
import subprocess, sys, threading, time
server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
def ask():
    for i in range(400):
        server.stdin.write(b'{"id":1,"text":"good"}\n' * 100)
    server.stdin.close()
def anonymous():
    with open("/proc/%d/status" % server.pid) as f:
        return next((int(line.split()[1]) for line in f if line.startswith("RssAnon")), 0)
threading.Thread(target=ask).start()
read, first, most = 0, 0, 0
while True:
    block = server.stdout.read(1 << 15)
    if not block:
        break
    read += block.count(b"\n")
    if len(block) == 1 << 15:
        time.sleep(0.004)
        first = first or anonymous()
        most = max(most, anonymous()) if read < 38000 else most
sys.exit(0 if read == 40001 and most - first < 4000 else "%d lines read, %d KB, then %d KB" % (read, first, most))
X
if [ -r /proc/self/status ] && ! nm -D "$voxpop" | grep -q -E ' U __(asan|tsan)_'; then
  holds "a slow client costs no memory" python3 "$folder/slow.py" $serve --model "$VOXPOP_MODEL" --no-report --max-line 100000 --max-client-bytes 1000000
else
  echo "skipped serve: memory of a slow client, no /proc, or a sanitizer holds memory back"
fi

# A reload proves the new artefact before it takes the old one's place.
cp "$VOXPOP_MODEL" "$folder/live.vox"
mkfifo "$folder/in"
$serve --model "$folder/live.vox" --log json <"$folder/in" >"$out" 2>"$err" &
pid=$!
exec 9>"$folder/in"
wait_for() { # COUNT of lines
  tries=0
  while [ "$(wc -l <"$out")" -lt "$1" ] && [ $tries -lt 500 ]; do sleep 0.02; tries=$((tries + 1)); done
}
said() { # PATTERN in the log
  tries=0
  while ! grep -q "$1" "$err" && [ $tries -lt 500 ]; do sleep 0.02; tries=$((tries + 1)); done
  grep -q "$1" "$err"
}
wait_for 1
# Held by a lease where the file system has them; who writes over the file waits until its bytes are copied.
leased() { grep -q "LEASE .* READ *$pid " /proc/locks; }
if leased; then had_lease=1; else had_lease=; echo "skipped serve: no lease on $folder"; fi
head -c 1000 "$VOXPOP_MODEL" >"$folder/live.vox"
[ -z "$had_lease" ] || holds "the lease is given back" eval '! leased'
echo '{"id":1,"op":"reload"}' >&9
echo '{"id":2,"text":"很好"}' >&9
wait_for 3
holds "a broken artefact is refused" grep -q '^{"id":1,"error":{"code":"bad_lexicon"' "$out"
holds "and the old one answers" grep -q '^{"id":2,.*"label":"positive"' "$out"
kill -HUP $pid
holds "SIGHUP, a broken artefact" said '"level":"error","event":"reload"'
cp "$VOXPOP_MODEL" "$folder/live.vox"
kill -HUP $pid
holds "SIGHUP, a sound one" said '"level":"info","event":"reload"'
echo '{"id":3,"text":"很好"}' >&9
echo '{"id":4,"op":"stats"}' >&9
wait_for 5
holds "after it all" grep -q '^{"id":4,"stats":{"requests":3,"records":2,"errors":1,"reloads":1,' "$out"
echo '{"id":5,"text":"很好"}' >&9
printf '{"id":6,"text":"no end' >&9
kill -TERM $pid
wait $pid
holds "SIGTERM: exit 0" [ $? = 0 ]
exec 9>&-
holds "SIGTERM: what was asked is answered" grep -q '^{"id":5,' "$out"
holds "SIGTERM: half a request is none" [ "$(wc -l <"$out")" = 6 ]

# Lines that are too long, texts that are too long.
too_long() {
  python3 -c 'print("{\"id\":1,\"text\":\"" + "x" * 5000 + "\"}"); print("{\"id\":2,\"op\":\"ping\"}")
print("{\"id\":3,\"text\":\"" + "y" * 1100000 + "\"}")' >"$folder/long"
  $serve --max-line 4096 <"$folder/long" >"$out" 2>"$err" || return 1
  sed -n 2p "$out" | grep -q '^{"id":null,"error":{"code":"too_long".*"offset":4096}}$' || return 1
  [ "$(sed -n 3p "$out")" = '{"id":2,"pong":true}' ] && [ "$(grep -c too_long "$out")" = 2 ] || return 1
  $serve <"$folder/long" >"$out" 2>"$err" && grep -q '^{"id":3,"error":{"code":"too_long",.*"offset":15}}$' "$out"
}
holds "too long" too_long

# Ends.
says "serve: files" 2 "takes no files" "$voxpop" serve x.csv
says "serve: two models of one name" 2 "one name" "$voxpop" serve --model a=x --model a=y
says "serve: an overlay for nobody" 2 "no model of that name" "$voxpop" serve --overlay b=x.tsv
says "serve: a model that is missing" 4 "none.vox" "$voxpop" serve --model none.vox
says "serve: a scale that is none" 2 "score-scale" "$voxpop" serve --score-scale huge
says "serve: an order that is none" 2 "dmy or mdy" "$voxpop" serve --date-order ymd
says "serve: small bounds" 2 "twice" "$voxpop" serve --max-client-bytes 100
says "serve: a socket that cannot be" 5 "none/socket" "$voxpop" serve --socket none/socket
gone() {
  i=0
  while [ $i -lt 3000 ]; do echo '{"id":1,"text":"很好"}'; i=$((i + 1)); done >"$folder/many"
  { $serve <"$folder/many" 2>"$err"; echo $? >"$folder/code"; } | head -c 100 >/dev/null
  [ "$(cat "$folder/code")" = 141 ] && [ ! -s "$err" ]
}
holds "a closed pipe: 141 and not a word" gone
full() {
  echo '{"id":1,"text":"很好"}' | $serve >/dev/full 2>"$err"
  [ $? = 5 ] && [ -s "$err" ]
}
holds "a full disk: a message and 5" full
order() {
  $serve --jobs 4 --unordered <"$folder/many" 2>"$err" | tail -n +2 | sort >"$folder/one"
  $serve <"$folder/many" 2>"$err" | tail -n +2 | sort >"$folder/two"
  cmp "$folder/one" "$folder/two"
}
holds "unordered: the same answers" order

cd "$root" || exit 1
python3 tests/serve/suite.py "$voxpop" "$VOXPOP_MODEL" "${VOX_SHARED:-../shared}/suites" || bad=1
if [ -n "${FULL:-}" ]; then many=10000; else many=200; fi
python3 tests/serve/load.py "$voxpop" "$VOXPOP_MODEL" 64 $many || bad=1
exit $bad
