#!/bin/sh
# voxpop lexicon learn --emotions: words that go along with gold emotions are learned, with offsets; several labels in a
# cell, a map of foreign labels, and the same comments give the same bytes.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
case $program in /*) ;; *) program=$PWD/$program ;; esac
settings=$PWD/lexicons/common/settings.tsv
cd "$folder" || exit 1

check() { if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: $2 instead of $3"; fi; }
code_of() { "$program" lexicon learn "$@" >got 2>errors; echo $?; }

cp "$settings" settings.tsv
{
  printf '#: id: own\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by hand\n'
  printf '开心\temotion.joy\t2\n'
} >own.tsv
"$program" lexicon build -o base.vox settings.tsv own.tsv 2>errors

# 苹果 stands with joy (their label: 乐), 桌子 with anger, 月亮 with both; 天气 with none.
{
  printf 'id\ttext\temotion\n'
  i=0
  while [ $i -lt 150 ]; do
    printf '%s\t苹果真多%s\t乐\n%s\t桌子真多%s\tanger\n' $i $i $i $i
    printf '%s\t月亮真多%s\t乐|anger\n%s\t天气真多%s\tneutral\n' $i $i $i $i
    i=$((i + 1))
  done
} >mine.tsv
printf 'joy\t乐\n' >mine.map

learn="--model base.vox --language zh --emotions 100 --map mine.map mine.tsv"
check "emotions: exit code" "$(code_of $learn -o learned.tsv)" 0
sign_of() { awk -F'\t' -v t="$1" -v k="emotion_weight.$2" '$1 == t && $2 == k { print substr($3, 1, 1) $5 }' learned.tsv; }
check "emotions: a word of joy" "$(sign_of 苹果 joy)" "+150 of 150"
check "emotions: is none of anger" "$(sign_of 苹果 anger)" "-0 of 150"
check "emotions: a word of both" "$(sign_of 月亮 joy) $(sign_of 月亮 anger)" "+150 of 150 +150 of 150"
check "emotions: an offset for each that was learned" "$(grep -c '^emotion_offset.zh' learned.tsv)" 2
code_of $learn >code
check "emotions: same bytes" "$(cmp got learned.tsv && echo same)" same
check "emotions: clean source" "$("$program" lexicon lint settings.tsv own.tsv learned.tsv | tail -n 1 | cut -d, -f1)" "0 errors"

said() { printf '%s\n' "$1" | "$program" score --model base.vox --overlay learned.tsv $2 --format lines; }
emotions_of() { said "$1" | sed 's/.*"emotions":\[\([^]]*\)\].*/\1/; s/"score":[0-9.]*//g; s/[{}":,]//g; s/id/ /g'; }
check "emotions: joy" "$(emotions_of 苹果真多)" " joy"
check "emotions: both" "$(emotions_of 月亮真多)" " joy anger"
check "emotions: none" "$(emotions_of 天气真多)" ""
check "emotions: hand-made entries still speak" "$(emotions_of 天气真多开心)" " joy"
check "emotions: evidence is learned" "$(said 苹果真多 --evidence | grep -o '"kind":"emotion","id":"joy"[^}]*"rule":"learned"' | wc -l)" 1
printf 'text\temotion\n苹果\tjoy\n' >few.tsv
code_of --model base.vox --language zh --emotions 100 few.tsv >code
check "emotions: too few rows" "$(cat code) $(grep -c 'no emotion stands in' errors)" "2 1"
