# suggest.sh - voxpop lexicon suggest and export; columns that share a name; kwic of a theme that asks for the score.
. tests/cli/helpers
{
  printf 'id,text,nps\n'
  for i in 1 2 3 4; do printf '%s,zorble 物流太慢 zorble,2\n' $i; done
  for i in 5 6; do printf '%s,ZORBLE a1b2c3d wug,9\n' $i; done
} >"$folder/words.csv"
"$voxpop" lexicon suggest "$folder/words.csv" --min-comments 2 >"$out" 2>"$err"
holds "suggest: exit 0" [ $? = 0 ]
holds "suggest: heading" sh -c "head -n 1 '$out' | grep -qx 'term	comments	detractors	without_theme	theme	with_theme	contexts'"
holds "suggest: once a comment, whatever its case" grep -q "^zorble	6	4	" "$out"
holds "suggest: a rarer word" grep -q "^wug	2	0	2		0	" "$out"
holds "suggest: what the lexicon has is not there" sh -c "! cut -f 1 '$out' | grep -q '慢'"
holds "suggest: nothing with digits" sh -c "! cut -f 1 '$out' | grep -q 'a1b2'"
"$voxpop" lexicon suggest "$folder/words.csv" --min-comments 3 >"$out" 2>"$err"
holds "suggest: rare words are left out" sh -c "grep -q zorble '$out' && ! grep -q wug '$out'"
holds "suggest: no more than asked for" sh -c "'$voxpop' lexicon suggest '$folder/words.csv' --min-comments 1 --top 1 | [ \$(wc -l) = 2 ]"

{
  printf 'text\n'
  for i in 1 2 3 4 5 6; do printf '希望这个客服增加夜间模式，界面太亮了，电话13800138000\n'; done
  for i in 1 2 3 4 5 6 7 8; do printf '快递太慢了，我们什么时候能收到\n'; done
} >"$folder/night.csv"
printf '夜间模式\n' >"$folder/night.dict"
"$voxpop" lexicon suggest "$folder/night.csv" --dict "$folder/night.dict" >"$out" 2>"$err"
holds "suggest: what is new comes with its theme" grep -q "^夜间模式	6	0	0	service.agent	6	" "$out"
holds "suggest: and with where it stands" grep -q "增加夜间模式，界面.* | .*增加夜间模式" "$out"
holds "suggest: nobody's number" sh -c "! grep -q 13800138000 '$out'"
holds "suggest: no words that name nothing" sh -c "! grep -qE '^(这个|我们|什么|时候)	' '$out'"

"$voxpop" lexicon export "$VOXPOP_MODEL" >"$out" 2>"$err"
holds "export: exit 0" [ $? = 0 ]
holds "export: three columns or more" sh -c "! grep -qvE '^[^	]+	[^	]+	' '$out'"
LC_ALL=C sort "$out" >"$folder/sorted"
holds "export: in order" cmp "$out" "$folder/sorted"
says "export: an artefact is needed" 2 "name it" "$voxpop" lexicon export
says "export: not an artefact" 4 "words.csv" "$voxpop" lexicon export "$folder/words.csv"

printf 'id,评价,评价,nps\n1,很好,太慢,9\n2,太慢,,3\n' >"$folder/twice.csv"
twice="$voxpop score $folder/twice.csv --id-column id --score-column nps"
says "columns of one name" 2 "add #1" $twice --text-column 评价
$twice --text-column '评价#2' >"$out" 2>"$err"
holds "the second of them" sh -c "[ \$(wc -l <'$out') = 1 ] && grep -q '\"label\":\"negative\"' '$out'"
$twice --text-column '评价#1' --text-column '评价#2' >"$out" 2>"$err"
holds "both, told apart" sh -c "[ \$(grep -c 'question\":\"评价#1' '$out') = 2 ] && [ \$(grep -c 'question\":\"评价#2' '$out') = 1 ]"
$twice --text-column '评价#1' --where '`评价#2` != ""' >"$out" 2>"$err"
holds "in a filter too" sh -c "[ \$(wc -l <'$out') = 1 ]"
says "there is no third" 2 "no such column" $twice --text-column '评价#3'
says "nor a noughth" 2 "no such column" $twice --text-column '评价#0'
printf 'id,a#2,a,a,nps\n1,很好,太慢,太慢,9\n' >"$folder/own.csv"
"$voxpop" score "$folder/own.csv" --text-column 'a#2' >"$out" 2>"$err"
holds "a column of that very name comes first" grep -q '"label":"positive"' "$out"

{
  printf '#: id: low\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by hand\n'
  printf 'low\tdefine\t低分 | Low\nlow\trule\t太慢 AND {score<=6}\n'
} >"$folder/low.tsv"
printf 'id,text,nps\nr1,太慢,3\nr2,太慢,9\n' >"$folder/low.csv"
"$voxpop" kwic --overlay "$folder/low.tsv" "$folder/low.csv" --id-column id --text-column text --score-column nps \
  --theme low >"$out" 2>"$err"
holds "kwic: a rule sees the score of its row" sh -c "[ \$(wc -l <'$out') = 1 ] && grep -q '\"id\":\"r1\"' '$out'"
"$voxpop" --help >"$out" 2>"$err"
for n in score report merge segment explain why inspect serve kwic evaluate lexicon; do
  holds "--help names $n on one line" grep -q "^  $n  *[a-z].*" "$out"
done
exit $bad
