#!/bin/sh
# voxpop evaluate --against: two artefacts on the same comments, the difference with its interval, and what changed.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
case $program in /*) ;; *) program=$PWD/$program ;; esac
settings=$PWD/lexicons/common/settings.tsv
cd "$folder" || exit 1

check() { if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: $2 instead of $3"; fi; }

cp "$settings" settings.tsv
head_of() { printf '#: id: %s\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by hand\n' "$1"; }
{ head_of old; printf '好\tsentiment\t+3\n坏\tsentiment\t-3\n苹果\tsentiment\t+3\n'; } >old.tsv
{ head_of new; printf '好\tsentiment\t+3\n坏\tsentiment\t-3\n苹果\tsentiment\t-3\n桌子\tsentiment\t-3\n'; } >new.tsv
"$program" lexicon build -o old.vox settings.tsv old.tsv 2>errors
"$program" lexicon build -o new.vox settings.tsv new.tsv 2>errors
{
  printf 'id\ttext\tsentiment\n'
  for i in 1 2 3 4 5 6 7 8 9 10; do printf 'a%s\t好%s\tpositive\nb%s\t坏%s\tnegative\n' $i $i $i $i; done
  printf 'c\t苹果\tpositive\nd\t桌子\tnegative\ne\t桌子\tpositive\nf\t苹果\tneutral\n'
} >gold.tsv

"$program" evaluate --model old.vox --against new.vox gold.tsv >got 2>errors
check "against: exit code" $? 0
check "against: both pages" "$(grep -c '^rows         24, with a score' got)" 2
check "against: accuracy of the two" "$(awk '$1 == "accuracy" { print $2 }' got | head -n 2 | tr '\n' ' ')" "95.65 91.30 "
# c turns wrong, d right, e from saying nothing (one half) to wrong: -1/23.
check "against: the difference" "$(sed -n '/^difference/,$p' got | awk '$1 == "accuracy" { print $2 }')" "-4.35"
check "against: counts" "$(grep '^changed' got)" "changed      4; of a side: 1 to the better, 1 to the worse"
check "against: ids" "$(sed -n '/^changed/,$p' got | awk 'NR > 1 { print $1, $2, $5, $8 }' | tr '\n' ';')" \
  "c positive negative positive;d none negative negative;e none negative positive;f positive negative neutral;"

"$program" evaluate --model old.vox --against old.vox gold.tsv >got 2>errors
check "against itself: no difference" "$(sed -n '/^difference/,$p' got | awk '$1 == "accuracy"')" \
  "accuracy     0.00  (0.00 to 0.00)"
check "against itself: no change" "$(tail -n 1 got)" "changed      0; of a side: 0 to the better, 0 to the worse"
"$program" evaluate --model old.vox --against new.vox --json gold.tsv >got 2>errors
check "against: not with --json" $? 2
"$program" evaluate --model old.vox --against absent.vox gold.tsv >got 2>errors
check "against: an artefact that is not there" $? 4

# --abstain: 好 and 坏 are as sure as 0.84; half a step is less.
{ head_of mild; printf '好\tsentiment\t+3\n坏\tsentiment\t-3\n还行\tsentiment\t+1.5\n'; } >mild.tsv
"$program" lexicon build -o mild.vox settings.tsv mild.tsv 2>errors
printf 'id\ttext\tsentiment\na\t好\tpositive\nb\t坏\tpositive\nc\t还行\tnegative\n' >gold3.tsv
"$program" evaluate --model mild.vox gold3.tsv >got 2>errors
check "abstain: not asked for" "$(grep '^answered' got)" "answered     3 of 3 of a side, 33.33 % of them right"
"$program" evaluate --model mild.vox --abstain 0.8 gold3.tsv >got 2>errors
check "abstain: the unsure one is left out" "$(grep '^answered' got)" "answered     2 of 3 of a side, 50.00 % of them right"
check "abstain: it counts one half" "$(awk '$1 == "accuracy" { print $2 }' got)" "50.00"
"$program" score --model mild.vox --format tsv --id-column id --text-column text --abstain 0.8 gold3.tsv >got 2>errors
check "abstain: the label is null, the score stays" "$(grep -c '"sentiment":{"score":0.[0-9]*,"label":null,"confidence":0.[0-9]*}' got)" 1
for wrong in 0.4 1.1 x 0.7x ''; do
  "$program" score --model mild.vox --abstain "$wrong" gold3.tsv >got 2>errors
  check "abstain: '$wrong' is refused" $? 2
done
