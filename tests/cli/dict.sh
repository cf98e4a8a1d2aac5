# dict.sh - user dictionaries on the command line: --dict of segment, score, report and explain.
. tests/cli/helpers

printf '\357\273\277物流箱号 5 n\r\na/d\r\n小米 14 3 nz\r\n' >"$folder/jieba.txt"
printf '#: id: mine\n#: version: 1\n物流箱号\tword\na/d\tword\n' >"$folder/ours.tsv"
printf '物流箱号不见了，a/d转换\n' >"$folder/text.txt"

cut_as() { # NAME WANT ARGUMENTS...
  name=$1 want=$2
  shift 2
  got=$("$voxpop" segment "$@" "$folder/text.txt")
  if [ "$got" = "$want" ]; then pass "$name"; else miss "$name" "$got"; fi
}
cut_as "segment --dict, jieba's format" "物流箱号 不 见 了 ， a/d 转 换" --dict "$folder/jieba.txt"
cut_as "segment --dict, our own format" "物流箱号 不 见 了 ， a/d 转 换" --dict "$folder/ours.tsv"
cut_as "segment without --dict" "物流 箱 号 不 见 了 ， a / d 转 换"
printf '小米 14好\n' >"$folder/text.txt"
cut_as "a space in a word is told from those between words" "小米 14 好" --dict "$folder/jieba.txt"
cut_as "--dict twice" "小米 14 好" --dict "$folder/ours.tsv" --dict "$folder/jieba.txt"

printf '' >"$folder/none.txt"
printf '没听说过的词 3 n\n' >"$folder/other.txt"
for name in score report; do
  "$voxpop" $name $columns small.csv >"$folder/plain" 2>"$err"
  "$voxpop" $name $columns --dict "$folder/none.txt" small.csv >"$out" 2>"$err"
  holds "$name: a dictionary without words changes nothing" cmp "$folder/plain" "$out"
done
"$voxpop" score $columns --dict "$folder/other.txt" small.csv >"$out" 2>"$err"
"$voxpop" score $columns small.csv >"$folder/plain"
holds "score: words that no comment has change nothing" cmp "$folder/plain" "$out"
digest() { "$voxpop" report $columns "$@" small.csv | tr -d ' \n' | sed 's/.*"lexicon":{[^}]*"sha256":"\([0-9a-f]*\)".*/\1/'; }
holds "report: the dictionary is in the digest" [ "$(digest)" != "$(digest --dict "$folder/other.txt")" ]
holds "report: the digest knows no order of files" [ "$(digest --dict "$folder/ours.tsv" --dict "$folder/other.txt")" = \
  "$(digest --dict "$folder/other.txt" --dict "$folder/ours.tsv")" ]
"$voxpop" score $columns --jobs 4 --dict "$folder/jieba.txt" small.csv >"$out"
"$voxpop" score $columns --dict "$folder/jieba.txt" small.csv >"$folder/plain"
holds "score --jobs: the same bytes" cmp "$folder/plain" "$out"
"$voxpop" explain "物流箱号很好" >"$folder/plain"
"$voxpop" explain --dict "$folder/jieba.txt" "物流箱号很好" >"$out"
holds "explain: 物流 is a theme" grep -q "theme" "$folder/plain"
holds "explain --dict: a word is one thing, and what it is made of no theme" sh -c "! grep -q theme '$out'"

printf '好词 3 n\n  量词 -3 n\n' >"$folder/bad.txt"
for name in segment score report; do
  says "$name: a bad line is named" 4 "bad.txt:2:6: a frequency is a whole number" "$voxpop" $name --dict "$folder/bad.txt" small.txt
done
says "explain: a bad line is named" 4 "bad.txt:2:6: " "$voxpop" explain --dict "$folder/bad.txt" 好
printf '好\377\n' >"$folder/bad.txt"
says "a dictionary that is not UTF-8" 4 "bad.txt:1:2: this is not UTF-8" "$voxpop" segment --dict "$folder/bad.txt" small.txt
printf '#: id: x\n好\tsentiment\t1\n' >"$folder/bad.tsv"
says "a lexicon in place of a dictionary" 4 "bad.tsv:2:3: .*--overlay" "$voxpop" segment --dict "$folder/bad.tsv" small.txt
says "a dictionary that is missing" 4 "none/such.txt" "$voxpop" segment --dict none/such.txt small.txt
exit $bad
