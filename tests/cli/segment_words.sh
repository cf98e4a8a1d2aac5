# segment_words.sh - the lexicons that ship: words of service, products and logistics, of Cantonese, and both scripts.
. tests/cli/helpers
unset VOXPOP_MODEL
if [ ! -r "$BUILD/voxpop.vox" ]; then echo "skipped cli words of the lexicons: no artefact"; exit 0; fi

# whole NAME FILE COUNT: lines `sentence TAB word|word`; COUNT different words at least, and each is one token.
whole() {
  cut -f1 "$2" | "$voxpop" segment >"$out"
  cut -f2 "$2" | paste -d '\t' "$out" - |
    awk -F '\t' '{ line = " " $1 " "; n = split($2, words, "|")
      for (i = 1; i <= n; i++) { if (!(words[i] in seen)) total++; seen[words[i]] = 1
        if (!index(line, " " words[i] " ")) print words[i] ": " $1 } } END { print total " words" }' >"$folder/cut"
  total=$(tail -n 1 "$folder/cut")
  if [ "$(wc -l <"$folder/cut")" != 1 ]; then miss "$1" "$(head -n 3 "$folder/cut")"
  elif [ "${total% words}" -lt "$3" ]; then miss "$1" "only $total"
  else pass "$1: $total"
  fi
}
whole "words of service, products and logistics come out whole" service-words.tsv 300
whole "words of Cantonese are known" cantonese-words.tsv 45
whole "words made by rule are whole, and what only looks like them is not" form-words.tsv 120
printf '#: id: mine\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: me\n#: method: test\n不动\tsentiment\t-1\n' >"$folder/mine.tsv"
echo 太累了走不动 | "$voxpop" segment --overlay "$folder/mine.tsv" >"$out"
holds "a form leaves entries of an overlay that stand in its parts" [ "$(cat "$out")" = "太 累 了 走 不 动" ]

# Tokens of a text and of its twin end at the same characters; both scripts take three bytes for each.
lengths() { "$voxpop" segment | awk '{ line = ""; for (i = 1; i <= NF; i++) line = line " " length($i); print line }'; }
file=twins.tsv
cut -f1 $file | lengths >"$folder/one"
cut -f2 $file | lengths >"$folder/two"
holds "30 texts are cut as their Traditional twins" cmp "$folder/one" "$folder/two"
holds "the twins are 30, and no two lines the same" [ "$(awk -F '\t' '$1 != $2' $file | wc -l)" = 30 ]
exit $bad
