#!/bin/sh
# voxpop lexicon adapt: what goes along with comments that the model is sure of is learned without a label, laid over the
# model it decides comments that said nothing before, and the same comments give the same bytes.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
case $program in /*) ;; *) program=$PWD/$program ;; esac
settings=$PWD/lexicons/common/settings.tsv
cd "$folder" || exit 1

check() { if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: $2 instead of $3"; fi; }
code_of() { "$program" lexicon adapt "$@" >got 2>errors; echo $?; }

cp "$settings" settings.tsv
{
  printf '#: id: own\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by hand\n'
  printf '好\tsentiment\t+3\n坏\tsentiment\t-3\n天气\tweight\t+0.30\n'
} >own.tsv
"$program" lexicon build -o base.vox settings.tsv own.tsv 2>errors

# 苹果 stands with 好, 桌子 with 坏, 天气 with both (but 天气坏 sums up to less than 1.00); the column of labels says the contrary and must not count.
{
  printf 'id,text,sentiment\n'
  for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
    printf '%s,"苹果好 %s",negative\n%s,"桌子坏 %s",positive\n' "$i" "$i" "$i" "$i"
    printf '%s,"天气好 %s",negative\n%s,"天气坏 %s",positive\n' "$i" "$i" "$i" "$i"
  done
  printf '90,苹果,negative\n91,桌子,positive\n'
} >mine.csv

adapt="--model base.vox --text-column text mine.csv"
check "adapt: exit code" "$(code_of $adapt -o overlay.tsv)" 0
check "adapt: tells what it learned from" "$(cut -d' ' -f4- errors | cut -d' ' -f7-)" \
  "24 comments taken for positive and 12 for negative"
sign_of() { awk -F'\t' -v t="$1" -v k="$2" '$1 == t && $2 == k { print substr($3, 1, 1) $5 }' overlay.tsv; }
check "adapt: a new good word" "$(sign_of 苹果 weight)" "+new, 12+ 0-"
check "adapt: a new bad word" "$(sign_of 桌子 weight)" "-new, 0+ 12-"
check "adapt: one setting that keeps the scores' size" "$(grep -c '^slope	setting	' overlay.tsv)" 1

sign_said() { printf '%s\n' "$1" | "$program" score --model base.vox $2 --format lines | sed -n 's/.*"sentiment":{"score":\(-\{0,1\}\).*/said \1/p'; }
check "adapt: before" "$(sign_said 苹果)" ""
check "adapt: overlay, good" "$(sign_said 苹果 '--overlay overlay.tsv')" "said "
check "adapt: overlay, bad" "$(sign_said 桌子 '--overlay overlay.tsv')" "said -"
check "adapt: the overlay is clean" "$("$program" lexicon lint settings.tsv own.tsv --overlay overlay.tsv | tail -n 1 | cut -d, -f1,2)" \
  "0 errors, 0 warnings"

code_of $adapt >code
check "adapt: standard output, same bytes" "$(cmp got overlay.tsv && echo same)" same
check "adapt: an existing file needs --force" "$(code_of $adapt -o overlay.tsv)" 2
check "adapt: --language" "$(code_of --language fr $adapt)" 2
check "adapt: --sure 0" "$(code_of --sure 0 $adapt)" 2
printf 'text\n早上\n' >nothing.csv
code_of --model base.vox --text-column text nothing.csv >code
check "adapt: nothing to learn from" "$(cat code) $(grep -c 'no comment that' errors)" "2 1"
printf '苹果\n桌子\n' >stop.txt
code_of --stop stop.txt $adapt >code
check "adapt: stop words" "$(grep -c '^苹果	weight	' got)" 0
