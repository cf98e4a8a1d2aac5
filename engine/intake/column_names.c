/* column_names.c - see column_names.h.
 *
 * The lists are strings of words with spaces between them, as column_name_rank compares names: small letters,
 * no spaces, `_` or `-`. `clear` words say what a column is; `likely` ones do when no clear one is there. */
#include "intake/column_names.h"
#include "text/utf8.h"

#define NAME_MAX_CHARS 48u  /* compared */
#define NAME_MAX_BYTES 640u /* of a name are looked at */

static const struct {
  const char *clear, *likely;
} known[] = {
    [COLUMN_TEXT] =
        {"text comment comments verbatim verbatims 评论 评论内容 评价内容 客户评论 用户评论 文本 "
         "評論 評論內容 評價內容 客戶評論 用戶評論",
         "review reviews feedback content reason answer opinion remark remarks suggestion suggestions "
         "message 评价 意见 建议 意见建议 意见与建议 意见和建议 反馈 反馈内容 原因 理由 留言 内容 评语 "
         "評價 意見 建議 意見建議 意見與建議 意見和建議 反饋 回饋 留言內容 內容 評語"},
    [COLUMN_ID] =
        {"id responseid recordid respondentid answerid 答卷编号 答卷編號 样本编号 樣本編號 编号 編號",
         "uuid key no 答题序号 答題序號 序号 序號"},
    [COLUMN_SCORE] =
        {"nps npsscore 推荐度 推荐分 推荐意愿 nps评分 nps得分 nps分数 推薦度 推薦分 推薦意願 nps評分 nps得分 "
         "likelihoodtorecommend",
         "score 评分 打分 得分 分数 評分 分數"},
    [COLUMN_RATING] = {"stars star rating ratings csat ces 星级 满意度 費力度 费力度 星級 滿意度", ""},
    [COLUMN_GROUP_NAME] =
        {"npsgroup npstype npscategory nps分组 nps类型 nps人群 客户分组 nps分組 nps類型 nps人群 客戶分組",
         ""},
    [COLUMN_DATE] =
        {"提交日期 评论日期 評論日期 评价日期 評價日期 日期 date",
         "submittedat submitdate responsedate recordeddate enddate createdat datetime timestamp time "
         "提交答卷时间 提交答卷時間 提交时间 提交時間 评论时间 評論時間 评价时间 評價時間 填写时间 填寫時間 "
         "答题时间 答題時間 结束时间 結束時間 创建时间 建立時間 时间 時間 开始时间 開始時間 startdate"},
};

/* `name` as the lists are written, cut to fit. */
static vox_str plain_name(vox_str name, char out[NAME_MAX_BYTES]) {
  size_t n = 0;
  for (size_t i = 0; i < name.len && n < NAME_MAX_BYTES; i++) {
    char c = name.ptr[i];
    if (c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n' || c == '\r') continue;
    out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return (vox_str){out, n};
}

/* How many words of the list stand from `name` on to its end: 0 when it is not in it. */
static unsigned place_in(const char *list, vox_str name) {
  unsigned place = 0, found = 0;
  for (vox_str rest = str_of(list); rest.ptr;) {
    if (str_eq(str_cut(&rest, ' '), name)) found = place + 1;
    place++;
  }
  return found && name.len ? place - found + 1 : 0;
}

unsigned column_name_rank(vox_str name, column_meaning meaning) {
  char bytes[NAME_MAX_BYTES];
  vox_str plain = plain_name(name, bytes);
  bool ordered = meaning == COLUMN_DATE || meaning == COLUMN_ID;
  unsigned clear = place_in(known[meaning].clear, plain);
  if (clear) return NAME_CLEAR + (ordered ? clear : 0);
  unsigned likely = place_in(known[meaning].likely, plain);
  return likely && !ordered ? NAME_LIKELY : likely;
}

static bool holds(vox_str name, vox_str word) {
  for (size_t at = 0; at + word.len <= name.len; at++) {
    if (memcmp(name.ptr + at, word.ptr, word.len) == 0) return true;
  }
  return false;
}

static bool holds_any(vox_str name, const char *list) {
  for (vox_str rest = str_of(list); rest.ptr;) {
    vox_str word = str_cut(&rest, ' ');
    if (word.len && holds(name, word)) return true;
  }
  return false;
}

question_kind column_name_question(vox_str name) {
  /* In this order: 不愿意推荐 holds 愿意推荐. */
  static const struct {
    question_kind kind;
    const char *words;
  } asked[] = {
      {QUESTION_REASON_NEG,
       "不愿意 不願意 不推荐 不推薦 不会推荐 不會推薦 不满 不滿 不喜欢 不喜歡 不足之 低分 扣分 "
       "缺点 缺點 notrecommend wouldn'trecommend dislike dissatisf disappoint unhappy likeleast "
       "likedleast"},
      {QUESTION_SUGGESTION, "建议 建議 改进 改進 改善 提升 优化 優化 improve suggestion dobetter"},
      {QUESTION_EXPECTATION, "期待 期望 希望 expect wish"},
      {QUESTION_REASON_POS,
       "愿意推荐 願意推薦 推荐的原因 推薦的原因 推荐原因 推薦原因 推荐理由 推薦理由 喜欢 喜歡 "
       "满意的 滿意的 优点 優點 likemost likedmost likebest wouldyourecommend"},
      {QUESTION_REASON, "原因 理由 为什么 為什麼 为何 為何 why reason"},
      {QUESTION_COMMENT,
       "评论 評論 评价 評價 反馈 反饋 意见 意見 留言 感受 看法 想法 说说 說說 comment feedback "
       "verbatim review remark opinion tellus anythingelse"},
  };
  char bytes[NAME_MAX_BYTES];
  vox_str plain = plain_name(name, bytes);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    if (holds_any(plain, asked[i].words)) return asked[i].kind;
  }
  return QUESTION_NONE;
}

bool column_name_recommends(vox_str name) {
  char bytes[NAME_MAX_BYTES];
  return holds_any(plain_name(name, bytes), "推荐 推薦 recommend nps");
}

bool column_name_ends_in_id(vox_str name) {
  static const char *const ends[] = {"id", "编号", "編號", "单号", "單號", "序号", "序號"};
  char bytes[NAME_MAX_BYTES];
  vox_str plain = plain_name(name, bytes);
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    vox_str end = str_of(ends[i]);
    if (plain.len >= end.len && str_eq(str_sub(plain, plain.len - end.len, plain.len), end)) return true;
  }
  return false;
}

static size_t to_chars(vox_str s, uint32_t out[NAME_MAX_CHARS]) {
  size_t n = 0, at = 0;
  while (at < s.len && n < NAME_MAX_CHARS) {
    uint32_t cp = utf8_next(s, &at);
    out[n++] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
  }
  return n;
}

unsigned column_name_distance(vox_str a, vox_str b) {
  uint32_t x[NAME_MAX_CHARS], y[NAME_MAX_CHARS];
  unsigned row[NAME_MAX_CHARS + 1];
  size_t n = to_chars(a, x), m = to_chars(b, y);
  for (size_t j = 0; j <= m; j++) row[j] = (unsigned)j;
  for (size_t i = 0; i < n; i++) {
    unsigned corner = row[0]++;
    for (size_t j = 0; j < m; j++) {
      unsigned best = corner + (x[i] != y[j]);
      corner = row[j + 1];
      if (corner + 1 < best) best = corner + 1;
      if (row[j] + 1 < best) best = row[j] + 1;
      row[j + 1] = best;
    }
  }
  return row[m];
}
