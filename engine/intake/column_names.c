/* column_names.c - see column_names.h.
 *
 * The lists are strings of words with spaces between them, as column_name_rank compares names: small letters,
 * no spaces, `_` or `-`. `clear` words say what a column is; `likely` ones do when no clear one is there. */
#include "intake/column_names.h"
#include "text/utf8.h"

#define NAME_MAX_CHARS 48u

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
        {"id responseid recordid respondentid answerid 编号 答卷编号 样本编号 編號 答卷編號 樣本編號",
         "uuid key no 序号 答题序号 序號 答題序號"},
    [COLUMN_SCORE] =
        {"nps npsscore 推荐度 推荐分 推荐意愿 nps评分 nps得分 nps分数 推薦度 推薦分 推薦意願 nps評分 nps得分 "
         "likelihoodtorecommend",
         "score 评分 打分 得分 分数 評分 分數"},
    [COLUMN_RATING] = {"stars star rating ratings csat ces 星级 满意度 費力度 费力度 星級 滿意度", ""},
    [COLUMN_GROUP_NAME] =
        {"npsgroup npstype npscategory nps分组 nps类型 nps人群 客户分组 nps分組 nps類型 nps人群 客戶分組",
         ""},
    [COLUMN_DATE] =
        {"date 日期 提交日期 评论日期 评价日期 評論日期 評價日期",
         "time datetime timestamp createdat submittedat submitdate responsedate recordeddate enddate "
         "时间 提交时间 提交答卷时间 填写时间 答题时间 评论时间 评价时间 创建时间 時間 提交時間 填寫時間 "
         "答題時間 "
         "評論時間 評價時間 建立時間"},
};

/* `name` as the lists are written; longer than any of them: empty. */
static vox_str plain_name(vox_str name, char out[160]) {
  size_t n = 0;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.ptr[i];
    if (c == ' ' || c == '_' || c == '-' || c == '\t' || c == '\n' || c == '\r') continue;
    if (n == 160) return (vox_str){out, 0};
    out[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
  }
  return (vox_str){out, n};
}

static bool is_listed(const char *list, vox_str name) {
  for (vox_str rest = str_of(list); rest.ptr;) {
    if (str_eq(str_cut(&rest, ' '), name)) return name.len > 0;
  }
  return false;
}

unsigned column_name_rank(vox_str name, column_meaning meaning) {
  char bytes[160];
  vox_str plain = plain_name(name, bytes);
  return is_listed(known[meaning].clear, plain) ? 2 : is_listed(known[meaning].likely, plain) ? 1 : 0;
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
