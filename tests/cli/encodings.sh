# encodings.sh - one content as CSV, TSV, NDJSON and plain lines, each in five encodings and as gzip: the same records.
. tests/cli/helpers
cd "$folder" || exit 1
python3 - <<'END'
import json
rows = [("r1", "客服態度差，等了半小時", "3", "2026-03-01"), ("r2", "物流很快，包裝也好", "9", "2026-03-02"),
        ("r3", "價格,有點\"貴\"", "6", "2026-03-03"), ("r4", "沒有", "10", ""), ("r5", "質量好，推薦", "8", "2026-03-05")] * 12
names = ("id", "text", "nps", "day")
quote = lambda s: '"' + s.replace('"', '""') + '"' if set(s) & set(',"\n') else s
texts = {"csv": "".join(",".join(map(quote, r)) + "\r\n" for r in [names] + rows),
         "tsv": "".join("\t".join(r) + "\n" for r in [names] + rows),
         "ndjson": "".join(json.dumps(dict(zip(names, r)), ensure_ascii=False) + "\n" for r in rows),
         "txt": "".join(r[1] + "\n" for r in rows)}
codes = {"utf8": ("utf-8", b""), "gb18030": ("gb18030", b""), "big5": ("big5hkscs", b""),
         "utf16le": ("utf-16-le", b"\xff\xfe"), "utf16be": ("utf-16-be", b"")}
for form, text in texts.items():
    for name, (code, mark) in codes.items():
        with open(f"same-{name}.{form}", "wb") as f:
            f.write(mark + text.encode(code))
END
# What a record says, without the line it came from; the sorts of input differ in that.
plain() { sed 's/"line":[0-9]*,//'; }

for form in csv tsv ndjson txt; do
  for code in utf8 gb18030 big5 utf16le utf16be; do
    file=same-$code.$form
    if ! "$voxpop" score "$file" >"$file.out" 2>err; then
      miss "encodings $file" "$(head -n 1 err)"
    elif [ "$(grep -c '"sentiment"' "$file.out")" != 60 ]; then
      miss "encodings $file" "not 60 records"
    elif cmp -s "same-utf8.$form.out" "$file.out"; then
      pass "encodings $file"
    else
      miss "encodings $file" "other records than UTF-8"
    fi
    gzip -c "$file" | "$voxpop" score --format "$(echo $form | sed 's/txt/lines/')" - >packed.out 2>err
    if cmp -s packed.out "$file.out"; then pass "encodings packed $file"; else miss "encodings packed $file" "$(head -n 1 err)"; fi
  done
done
for form in tsv ndjson; do
  plain <same-utf8.csv.out >want && plain <same-utf8.$form.out >got
  if cmp -s want got; then pass "encodings $form like csv"; else miss "encodings $form like csv" "$(diff want got | head -n 2)"; fi
done
# Plain lines have no id, score or day: the rest is the same.
rest() { sed 's/^.*"sentiment":/"sentiment":/'; }
rest <same-utf8.csv.out >want && rest <same-utf8.txt.out >got
if cmp -s want got; then pass "encodings lines like csv"; else miss "encodings lines like csv" "$(diff want got | head -n 2)"; fi
exit $bad
