# rules.sh - rules, alerts and weighted themes through the program: score, why, build, overlay, learn --themes.
. tests/cli/helpers

cat >"$folder/rules.tsv" <<'EOF'
#: id: rules
#: version: 1
#: language: mul
#: licence: MIT
#: author: the voxpop authors
#: method: by hand, for tests
slow	define	慢 | Slow	stage=use owner=ops severity=high
slow.delivery	define	物流慢 | Slow delivery
late	macro	太慢 OR slow*
slow.delivery	rule	(物流 或 delivery) NEAR/3 @late
+ 物流太慢
- 物流很好
risk.low	alert	#slow AND {score<=6}	severity=critical owner=ops	风险 | Risk
risk.low	rule	太慢
EOF
says "a rule of no theme" 4 "no such theme" "$voxpop" explain --overlay "$folder/rules.tsv" 好
sed -i '/^risk.low	rule/d' "$folder/rules.tsv"
printf 'id,text,nps,branch\nr1,物流太慢,3,a\nr2,delivery was slow,9,a\nr3,很好,1,b\n' >"$folder/rows.csv"
same "score with rules and alerts" score-rules.ndjson 0 "$voxpop" score --overlay "$folder/rules.tsv" --evidence \
  --id-column id --text-column text --score-column nps --segment-column branch "$folder/rows.csv"
printf '%s\n' '#: id: whole' '#: version: 1' '#: language: zh' '#: licence: MIT' '#: author: voxpop' '#: method: for this test' \
  'overall	define	总体 | Overall' 'overall.blame	define	不满 | Blame' 'overall.blame	rule	整体 BEFORE/6 太慢' >"$folder/whole.tsv"
"$voxpop" explain --overlay "$folder/whole.tsv" '整体太慢，很好' >"$out" 2>"$err"
holds "what a rule says of the whole has the opinion of its clause" grep -q '^theme  *overall.blame  negative' "$out"
printf '%s\n' '#: id: subject' '#: version: 1' '#: language: zh' '#: licence: MIT' '#: author: voxpop' '#: method: for this test' \
  'overall	define	总体 | Overall' 'overall.praise	define	好评 | Praise' 'food	define	餐 | Food' 'food.taste	define	味道 | Taste	touchpoint=product' \
  '整体	theme	overall' '很好	theme	overall.praise' '味道	theme	food.taste' '东西	theme	food' >"$folder/subject.tsv"
praise() { "$voxpop" explain --overlay "$folder/subject.tsv" "$1" 2>"$err" | grep -c '^theme  *overall.praise'; }
holds "praise of a named thing is not overall" [ "$(praise 味道很好)" = 0 ]
holds "nor is it far behind in a clause" [ "$(praise 味道嘛还很好)" = 0 ]
holds "praise of no certain thing is" [ "$(praise 东西很好)" = 1 ]
holds "and praise of the whole" [ "$(praise 味道整体很好)" = 1 ]
holds "and praise in a clause of its own" [ "$(praise 味道，很好)" = 1 ]
same "why a rule holds" why-holds.txt 0 "$voxpop" why --overlay "$folder/rules.tsv" --theme slow.delivery 物流太慢
same "why it does not" why-fails.txt 0 "$voxpop" why --overlay "$folder/rules.tsv" --theme slow.delivery 物流很好
same "why an alert" why-alert.txt 0 "$voxpop" why --overlay "$folder/rules.tsv" --theme risk.low --score 9 物流太慢
same "why a plain theme" why-plain.txt 0 "$voxpop" why --theme service.agent 客服很好 很好
says "why of nothing" 2 "no such theme" "$voxpop" why --theme nothing 好
says "why without a theme" 2 "which theme" "$voxpop" why 好
says "why without a text" 2 "argument" "$voxpop" why --theme service

build() { "$voxpop" lexicon build --dict-base "$folder/dict.txt" --min-count 1 "$@"; }
build -o "$folder/laid.vox" "$folder/settings.tsv" "$folder/small.tsv" --overlay "$folder/rules.tsv" 2>"$err"
"$voxpop" score --model "$folder/laid.vox" --id-column id --text-column text --score-column nps "$folder/rows.csv" >"$folder/one"
"$voxpop" score --overlay "$folder/rules.tsv" --id-column id --text-column text --score-column nps "$folder/rows.csv" >"$folder/two"
holds "built in or laid over, the same records" cmp "$folder/one" "$folder/two"
holds "examples under rules" "$voxpop" lexicon test --model "$folder/laid.vox" "$folder/rules.tsv"
holds "lint of rules" "$voxpop" lexicon lint --dict-base "$folder/dict.txt" --min-count 1 "$folder/settings.tsv" "$folder/small.tsv" "$folder/rules.tsv"

sed 's/NEAR.3 @late/NEAR\/3 (@late/' "$folder/rules.tsv" >"$folder/wrong.tsv"
"$voxpop" explain --overlay "$folder/wrong.tsv" 好 >"$out" 2>"$err"
holds "an error names line and column" grep -q 'wrong.tsv:10:43: error: this bracket is not closed' "$err"
holds "and shows a caret" grep -q '^ *^$' "$err"

{
  printf 'text\ttopics\n'
  for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    printf '物流 %s 太慢\tdelivery\n客服 %s 很好\tservice|staff\n包装 %s 很好\t\n' $i $i $i
  done
} >"$folder/labels.tsv"
"$voxpop" lexicon learn --themes topics --root mine "$folder/labels.tsv" -o "$folder/themes.tsv" 2>"$err"
holds "learn --themes: done" [ $? = 0 ]
holds "a weighted term" grep -q '^物流	theme.weight	mine.t01 [0-9.]*	' "$folder/themes.tsv"
holds "an offset" grep -q '^mine.t02	theme.offset	-' "$folder/themes.tsv"
holds "no weight below 0" sh -c "! grep -q 'theme.weight	[^ ]* -' '$folder/themes.tsv'"
"$voxpop" lexicon learn --themes topics --root mine "$folder/labels.tsv" >"$folder/again.tsv" 2>"$err"
holds "the same bytes again" cmp "$folder/themes.tsv" "$folder/again.tsv"
"$voxpop" why --overlay "$folder/themes.tsv" --theme mine.t01 物流太慢 包装 >"$out" 2>"$err"
holds "the learned theme is found" grep -q '^yes  theme mine.t01' "$out"
holds "and is not, where its terms are not" grep -q '^no   theme mine.t01' "$out"
printf 'mine.one\tdelivery\n' >"$folder/map.tsv"
"$voxpop" lexicon learn --themes topics --map "$folder/map.tsv" "$folder/labels.tsv" >"$out" 2>"$err"
holds "a map names the themes" sh -c "grep -q '^mine.one	theme.offset' '$out' && ! grep -q staff '$out'"
says "learn --themes without that column" 2 "no column" "$voxpop" lexicon learn --themes nothing "$folder/labels.tsv"
[ $bad = 0 ]
