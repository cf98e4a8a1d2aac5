# privacy.sh - a canary stands in every comment; whatever goes wrong, it never appears on standard error nor in an
# error record. FULL=1 tries more places in each input.
set -u
BUILD=${BUILD:-build}
case $BUILD in /*) ;; *) BUILD=$(pwd)/$BUILD ;; esac
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sh tests/fault/make_small "$folder" || { echo "not ok privacy: no small lexicon"; exit 1; }
cd "$folder" || exit 1
VOXPOP_MODEL=$folder/small.vox
export VOXPOP_MODEL
voxpop=$BUILD/voxpop
canary=Zwiebelfisch
tried=0 passed=0

# Runs a command that must fail, or print an error record, or warn; standard output is in `out`.
quiet() { # NAME EXPECTED-CODE COMMAND...
  name=$1 want=$2
  shift 2
  "$@" >out 2>err
  code=$?
  tried=$((tried + 1))
  leaks=$(grep -a -c "$canary" err)
  records=$(grep -a '^{"error":' out | grep -a -c "$canary")
  failed=$(grep -a -c '^{"error":' out)
  case $want in
  records) [ "$code" = 0 ] && [ "$failed" -gt 0 ] && met=1 || met=0 ;;
  any) met=1 ;;
  *) [ "$code" = "$want" ] && met=1 || met=0 ;;
  esac
  if [ "$leaks" = 0 ] && [ "$records" = 0 ] && [ $met = 1 ]; then
    passed=$((passed + 1))
    echo "ok privacy $name"
  else
    echo "not ok privacy $name: $leaks on standard error, $records in error records, exit $code (wanted $want)"
  fi
}
c=$canary
text="--text-column text"
all="--id-column id --text-column text --score-column nps --segment-column branch --keep text"

# Rows that are bad.
printf 'id,text,nps,branch\n1,%s \377 x,3,a\n2,\300\257 %s,3,a\n3,%s\355\240\200,3,a\n4,fine %s,9,b\n' $c $c $c $c >utf8.csv
quiet "ill-formed UTF-8, csv" records "$voxpop" score --encoding utf-8 utf8.csv $all
quiet "ill-formed UTF-8, beyond --max-bad" 3 "$voxpop" score --encoding utf-8 utf8.csv $all --max-bad 1
quiet "ill-formed UTF-8, report" 3 "$voxpop" report --encoding utf-8 utf8.csv $all --max-bad 0
tr ',' '\t' <utf8.csv >utf8.tsv
quiet "ill-formed UTF-8, tsv" records "$voxpop" score --encoding utf-8 utf8.tsv $all
printf '%s \377\n\342\202 %s\nfine\n' $c $c >utf8.txt
quiet "ill-formed UTF-8, lines" records "$voxpop" score --encoding utf-8 --format lines utf8.txt
printf '{"text":"%s \377"}\n{"text":"%s"}\n' $c $c >utf8.ndjson
quiet "ill-formed UTF-8, ndjson" records "$voxpop" score --encoding utf-8 utf8.ndjson $text
printf 'id,text,nps,branch\n1,%s\n2,%s,3,a,more %s\n3,"%s"x,3,a\n4,x"%s",3,a\n5,"%s,3,a\n' $c $c $c $c $c $c >ragged.csv
quiet "ragged and badly quoted rows" records "$voxpop" score ragged.csv $all
quiet "ragged rows, report" any "$voxpop" report ragged.csv $all
printf 'id,text,nps,branch\n1,"%s never closed,3,a\n2,%s,3,a\n' $c $c >open.csv
quiet "a quote that is never closed" records "$voxpop" score open.csv $all
awk -v c=$c 'BEGIN { print "text"; printf "\""; for (i = 0; i < 150000; i++) printf "%s ", c; print "\""; print c }' >long.csv
quiet "a comment that is too long" records "$voxpop" score long.csv $text
awk -v c=$c 'BEGIN { print "text"; for (i = 0; i < 600000; i++) printf "%s ", c; print ""; print c }' >longer.csv
quiet "a row that is too long" records "$voxpop" score longer.csv $text
for bad in '{"text":"%s' '{"text":"%s"' '{"text":%s}' '["%s"]' '"%s"' '{"text":"%s\\q"}' '{"text":"%s\\ud800"}' '{"%s"}' '{"text":"%s"} x' \
  '{"text":"%s","text":"%s",}' '{"text":"a\tb %s"}' '{text:"%s"}' '{"text":{"a":"%s"'; do
  printf "{\"text\":\"fine\"}\n$bad\n" $c $c >bad.ndjson
  quiet "ndjson $(printf "$bad" ... ...)" any "$voxpop" score bad.ndjson $text
done
for n in 1 2 3 5 8 40 900; do
  awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) printf "["; }' >deep
  printf '{"text":"fine"}\n{"x":%s"%s"}\n' "$(cat deep)" $c >bad.ndjson
  quiet "ndjson, $n brackets open" any "$voxpop" score bad.ndjson $text
done

# Columns that are not what they are said to be.
printf 'id,text,nps,branch\n1,%s,%s,%s\n2,%s 9,8-9 %s,%s\n' $c $c $c $c $c $c >cells.csv
quiet "no such column" 2 "$voxpop" score cells.csv --text-column txet
quiet "scores that are comments" any "$voxpop" score cells.csv $text --score-column text
quiet "scores that are comments, report" any "$voxpop" report cells.csv $text --score-column text
quiet "dates that are comments" any "$voxpop" score cells.csv $text --date-column text
quiet "groups that are comments" any "$voxpop" score cells.csv $text --score-column nps --group-name-column text
quiet "a scale that nothing fits" any "$voxpop" score cells.csv $text --score-column text --score-scale 1..5
quiet "a scale that is none" 2 "$voxpop" report cells.csv $text --score-scale none
printf '1,%s is what I say,9\n2,and %s again,3\n' $c $c >headless.csv
quiet "no header, column by name" 2 "$voxpop" score headless.csv --text-column text
quiet "no header, nothing said" any "$voxpop" score headless.csv
printf '%s, said in a line\n%s\n' $c $c >lines.txt
quiet "lines read as csv" any "$voxpop" score --format csv lines.txt --text-column text
quiet "lines read as ndjson" any "$voxpop" score --format ndjson lines.txt --text-column text
quiet "csv read as ndjson" any "$voxpop" score --format ndjson cells.csv --text-column text

# Encodings and packings.
iconv -f UTF-8 -t UTF-16LE cells.csv >wide.csv
printf 'x' >>wide.csv
quiet "UTF-16 with half a unit" any "$voxpop" score --encoding utf-16le wide.csv $text
quiet "an encoding that is none" 2 "$voxpop" score --encoding klingon cells.csv $text
quiet "UTF-8 read as Big5" any "$voxpop" score --encoding big5 utf8.csv $text
awk -v c=$c 'BEGIN { print "text"; for (i = 0; i < 3000; i++) print c, i * 7919 % 10007 }' | gzip >cut.csv.gz
head -c 3000 cut.csv.gz >cut
quiet "gzip that is cut off" 5 "$voxpop" score --format csv cut $text

# The world outside.
quiet "a full disk" 5 sh -c "\"$voxpop\" score cells.csv $all >/dev/full"
quiet "a full disk, report" 5 sh -c "\"$voxpop\" report cells.csv $all >/dev/full"
quiet "a full disk, segment" 5 sh -c "\"$voxpop\" segment cells.csv >/dev/full"
quiet "a full disk, explain" 5 sh -c "\"$voxpop\" explain $c >/dev/full"
quiet "no such folder" 5 "$voxpop" score cells.csv $all -o none/out
quiet "a file that exists" 2 "$voxpop" score cells.csv $all -o cells.csv
quiet "an input that is missing" any "$voxpop" score none.csv $all
head -c 100000 small.vox >cut.vox
quiet "an artefact cut off" 4 "$voxpop" score --model cut.vox cells.csv $all
cp small.vox bad.vox
printf 'x' | dd of=bad.vox bs=1 seek=5000 conv=notrunc 2>/dev/null
quiet "a damaged artefact" 4 "$voxpop" report --model bad.vox cells.csv $all
quiet "a damaged artefact, explain" 4 "$voxpop" explain --model bad.vox "$c"
quiet "a missing artefact" 4 "$voxpop" explain --model none.vox "$c"
quiet "wrong use" 2 "$voxpop" explain --none "$c"
quiet "wrong use of score" 2 "$voxpop" score --jobs many cells.csv
quiet "little memory" any sh -c "ulimit -v 60000; \"$voxpop\" score longer.csv $text"

# Bytes that break a row, at every place of one.
if [ -n "${FULL:-}" ]; then
  printf 'id,text,nps,branch\n1,"%s, yes",3,a\n' $c >whole.csv
  size=$(wc -c <whole.csv) at=19
  while [ $at -lt "$size" ]; do
    for byte in 000 377 042 012 054 015; do
      cp whole.csv hurt.csv
      printf "\\$byte" | dd of=hurt.csv bs=1 seek=$at conv=notrunc 2>/dev/null
      quiet "byte $at becomes $byte" any "$voxpop" score --encoding utf-8 hurt.csv $text --score-column nps
    done
    at=$((at + 1))
  done | grep -a -e '^not ok' -e '^ok' >places
  grep -a '^not ok' places
  tried=$((tried + $(grep -c . places))) passed=$((passed + $(grep -c '^ok' places)))
fi

echo "# privacy: tried $tried, passed $passed"
[ "$tried" = "$passed" ]
