# Neutral weights: learned from comments of neither side, compiled, told, and lint's word on them.
program=${BUILD:-build}/voxpop
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
case $program in /*) ;; *) program=$PWD/$program ;; esac
settings=$PWD/lexicons/common/settings.tsv
cd "$folder" || exit 1

check() { if [ "$2" = "$3" ]; then echo "ok $1"; else echo "not ok $1: $2 instead of $3"; fi; }

cp "$settings" settings.tsv
printf '#: id: few\n#: version: 1\n#: language: en\n#: licence: MIT\n#: author: us\n#: method: by hand\ngreat\tsentiment\t+3\nawful\tsentiment\t-3\n' >few.tsv
"$program" lexicon build -o few.vox settings.tsv few.tsv 2>errors
{
  printf 'text\tsentiment\n'
  for a in a b c d e f g h; do for b in k l m n p; do
    printf 'great x%s%s\tpositive\nawful x%s%s\tnegative\n' $a $b $a $b
    printf 'great but average x%s%s\tneutral\nawful and average x%s%s\tmixed\n' $a $b $a $b
  done; done
} >gold.tsv
"$program" lexicon learn --model few.vox --language en --min-domains 1 --prior-step 42 --id learned -o learned.tsv gold.tsv 2>errors
check "learn: exit code" $? 0
check "learn: the word of neither side" "$(grep -c '^average	weight	+0.00	neutral=+[0-9.]*\(/+[0-9.]*\)\{0,1\}	0+ 0- in 0, 80 of 80 neutral in 1$' learned.tsv)" 1
check "learn: a word of a side gets none" "$(grep -c '^great	weight	.*neutral=+' learned.tsv)" 0
"$program" lexicon build -o more.vox settings.tsv few.tsv learned.tsv 2>errors
check "build: exit code" $? 0
check "lint: the flag is known" "$("$program" lexicon lint settings.tsv few.tsv learned.tsv | grep -c unknown-flag)" 0
check "explain: the reason" "$("$program" explain --model more.vox 'great but average' | grep -c '  average  \[neutral\] learned')" 1
check "explain: without it" "$("$program" explain --model few.vox 'great but average' | head -n 1 | cut -d' ' -f3)" positive
check "learn: the same bytes again" "$("$program" lexicon learn --model few.vox --language en --min-domains 1 --prior-step 42 --id learned gold.tsv 2>errors | cmp - learned.tsv && echo same)" same
printf 'so\tweight\t+0.10\tneutral=much\n' >>few.tsv
"$program" lexicon build -o bad.vox settings.tsv few.tsv 2>errors
check "build: a number is wanted" "$(grep -c 'bad-value' errors)" 1
