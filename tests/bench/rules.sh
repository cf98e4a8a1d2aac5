#!/bin/sh
# rules.sh - what rules cost: scoring with 1,000 of them against scoring with none, in user CPU seconds, interleaved,
# medians. The rules join terms of the theme tree with words of sentiment, as an analyst would. Part of `make bench`.
set -eu
BUILD=${BUILD:-build}
SHARED=${VOX_SHARED:-../shared}
FILE=${1:-$SHARED/corpora/zh-unlabelled-bankapp/all.tsv}
COUNT=${2:-1000}
ROUNDS=${3:-7}
if [ ! -r "$FILE" ]; then
  echo "skipped: $FILE is not there"
  exit 0
fi
tmp=$(mktemp -d)
trap '[ -n "${KEEP:-}" ] && cp "$tmp"/*.vox "$KEEP" || true; rm -rf "$tmp"' EXIT
# Terms in an order of their own, the same each time; every fifth rule asks for words that many comments hold.
awk -F '\t' '!/^#/ && $2 == "theme" && $4 == "" { print $1 }' lexicons/themes/general-zh.tsv >"$tmp/things"
awk -F '\t' '!/^#/ && $2 == "sentiment" && $3 != "0" { print $1 }' lexicons/zh/sentiment-product.tsv lexicons/zh/sentiment-service.tsv >"$tmp/words"
awk -v count="$COUNT" '
  FNR == NR { things[++n] = $0; next }
  { words[++m] = $0 }
  END {
    print "#: id: bench-rules\n#: version: 1\n#: language: zh\n#: licence: MIT\n#: author: us\n#: method: by a script"
    print "bench\tdefine\t测 | Bench"
    split("更新 登录 手机 软件 银行 客户端 界面 功能 密码 转账 短信 支付 操作 系统 速度 版本 服务 客服 账户 网络", often, " ")
    split("慢 差 好 卡 不能 打不开 麻烦 垃圾 方便 闪退 无法 失败", plain, " ")
    for (i = 0; i < 100; i++) printf "bench.r%02d\tdefine\t测 | Bench\n", i
    for (i = 1; i <= count; i++) {
      a = things[i * 13 % n + 1]; b = things[i * 29 % n + 1]; w = words[i * 17 % m + 1]; v = words[i * 41 % m + 1]
      if (i % 5 == 0) { a = often[i / 5 % 20 + 1]; w = plain[i / 5 % 12 + 1] }
      printf "bench.r%02d\trule\t(\"%s\" OR \"%s\") NEAR/5 (\"%s\" OR \"%s\") NOT \"%s\"\n", i % 100, a, b, w, v, things[i * 7 % n + 1]
    }
  }' "$tmp/things" "$tmp/words" >"$tmp/rules.tsv"
"$BUILD/voxpop" lexicon build lexicons -o "$tmp/plain.vox" 2>/dev/null
"$BUILD/voxpop" lexicon build lexicons --overlay "$tmp/rules.tsv" -o "$tmp/ruled.vox" 2>/dev/null
user() { # seconds of user time
  { LC_ALL=C bash -c "TIMEFORMAT=%U; time \"$BUILD/voxpop\" score --model \"$1\" --format tsv --id-column id --text-column text \"$FILE\" >\"$tmp/out\""; } 2>&1
}
for i in $(seq "$ROUNDS"); do
  user "$tmp/plain.vox" >>"$tmp/plain"
  user "$tmp/ruled.vox" >>"$tmp/ruled"
done
found=$(grep -c '"bench.r' "$tmp/out" || true)
middle() { sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
plain=$(middle "$tmp/plain") ruled=$(middle "$tmp/ruled")
awk -v p="$plain" -v r="$ruled" -v n="$COUNT" -v f="$found" \
  'BEGIN { printf "%d rules: %.2f s user, none: %.2f s, ratio %.2f; %d comments found by rules\n", n, r, p, r / p, f; exit r > 1.25 * p }'
