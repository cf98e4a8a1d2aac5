# corpora.sh - every corpus and document at hand through score and segment: no failure, every record sound, and segment
# changes nothing but white space. FULL=1: all of each file; otherwise its first lines.
. tests/cli/helpers
shared=${VOX_SHARED:-$root/../shared}
case $shared in /*) ;; *) shared=$root/$shared ;; esac
unset VOXPOP_MODEL
cd "$folder" || exit 1
lines=60
[ -n "${FULL:-}" ] && lines=100000000
: >all.ndjson

# Without white space and characters that nobody sees (format and control characters, variation selectors); tr knows no UTF-8, so sed takes what lies above ASCII.
squeeze() { LC_ALL=C sed 's/\xEF\xBB\xBF//g; s/\xE3\x80\x80//g; s/\xC2\xA0//g; s/\xE2\x80[\x80-\x8F\xA8-\xAF]//g; s/\xC2[\x80-\x9F\xAD]//g; s/\xEF\xB8[\x80-\x8F]//g; s/\xE2\x81[\xA0-\xAF]//g; s/\xE2\x81\x9F//g; s/\xC2\x85//g' | LC_ALL=C tr -d ' \t\n\r\v\f\034\035\036\037'; }

try() { # NAME FILE OPTIONS...
  name=$1 file=$2
  shift 2
  head -n $lines "$file" >part
  case $file in *.tsv) mv part part.tsv && part=part.tsv ;; *) part=part ;; esac
  if ! "$voxpop" score "$part" "$@" -o records --force 2>err; then
    miss "score $name" "$(head -n 1 err)"
  else
    cat records >>all.ndjson
    pass "score $name: $(grep -c '' records) records"
  fi
  if ! "$voxpop" segment "$part" -o words --force 2>err; then
    miss "segment $name" "$(head -n 1 err)"
  elif [ "$(squeeze <"$part" | sha256sum)" = "$(squeeze <words | sha256sum)" ] && [ "$(grep -c '' "$part")" = "$(grep -c '' words)" ]; then
    pass "segment $name"
  else
    miss "segment $name" "the text is not the same without white space"
  fi
}

found=0
for file in "$shared"/corpora/*/dev.* "$shared"/corpora/*/train.* "$shared"/corpora/*/all.*; do
  [ -f "$file" ] || continue
  found=$((found + 1))
  name=$(basename "$(dirname "$file")")/$(basename "$file")
  case $file in
  *.tsv) try "$name" "$file" --format tsv --id-column id --text-column text ;;
  *) try "$name" "$file" --format lines ;;
  esac
done
[ $found -gt 0 ] || echo "skipped cli corpora: none under ../shared/corpora"
found=0
for file in "$shared"/sources/*; do
  [ -f "$file" ] || continue
  found=$((found + 1))
  try "source $found" "$file" --format lines
done
[ $found -gt 0 ] || echo "skipped cli sources: none under ../shared/sources"

python=/usr/bin/python3
[ -x $python ] || python=python3
if [ -s all.ndjson ]; then
  $python "$root/tests/schema/check.py" all.ndjson "$root/tests/schema/record.schema.json" --ndjson >log 2>&1
  code=$?
  case $code in
  0) pass "$(grep -c '' all.ndjson) records against the schema" ;;
  77) echo "skipped cli records against the schema: no python3-jsonschema" ;;
  *) miss "records against the schema" "$(tail -n 1 log)" ;;
  esac
fi
exit $bad
