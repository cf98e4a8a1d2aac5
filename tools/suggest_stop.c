/* suggest_stop.c - words that hold a sentence together and name nothing: however often they come, no entry is
 * wanted for them. In order of bytes. */
#include "suggested.h"
#include <stdlib.h>
#include <string.h>

static const char *const WORDS[] = {
    "about", "above", "after", "again", "all", "almost", "also", "although", "always", "am", "an", "and",
    "another", "any", "anyone", "anything", "are", "aren't", "around", "as", "at", "away", "back", "be",
    "became", "because", "become", "been", "before", "being", "below", "between", "both", "but", "by",
    "can", "can't", "cannot", "could", "couldn't", "did", "didn't", "do", "does", "doesn't", "doing",
    "don't", "done", "down", "during", "each", "either", "else", "enough", "even", "ever", "every",
    "everyone", "everything", "few", "first", "for", "from", "further", "get", "gets", "getting", "give",
    "given", "go", "goes", "going", "gone", "got", "had", "hadn't", "has", "hasn't", "have", "haven't",
    "having", "he", "her", "here", "hers", "herself", "him", "himself", "his", "how", "however", "i'd",
    "i'll", "i'm", "i've", "if", "in", "instead", "into", "is", "isn't", "it", "it's", "its", "itself",
    "just", "keep", "kept", "last", "least", "less", "let", "like", "made", "make", "makes", "making",
    "many", "may", "maybe", "me", "might", "mine", "more", "most", "much", "must", "my", "myself",
    "need", "needs", "neither", "never", "next", "no", "nobody", "none", "nor", "not", "nothing", "now",
    "of", "off", "often", "on", "once", "one", "ones", "only", "or", "other", "others", "our", "ours",
    "ourselves", "out", "over", "own", "per", "perhaps", "put", "quite", "rather", "really", "same",
    "say", "says", "see", "seem", "seems", "she", "should", "shouldn't", "since", "so", "some",
    "someone", "something", "sometimes", "somewhere", "soon", "still", "such", "than", "that", "that's",
    "the", "their", "theirs", "them", "themselves", "then", "there", "there's", "these", "they",
    "they're", "thing", "things", "this", "those", "though", "through", "till", "to", "together", "too",
    "took", "two", "under", "until", "up", "upon", "us", "use", "used", "using", "very", "via", "want",
    "wanted", "was", "wasn't", "way", "we", "we'd", "we'll", "we're", "we've", "well", "went", "were",
    "weren't", "what", "whatever", "when", "where", "whether", "which", "while", "who", "whole", "whom",
    "whose", "why", "will", "with", "within", "without", "won't", "would", "wouldn't", "yes", "yet",
    "you", "you'd", "you'll", "you're", "you've", "your", "yours", "yourself", "一下", "一个", "一些", "一会",
    "一会儿", "一定", "一样", "一次", "一点", "一点点", "一直", "一种", "一般", "一般来说", "上午", "上去", "上来", "上次", "上面", "下午",
    "下去", "下来", "下次", "下面", "不了", "不仅", "不会", "不但", "不光", "不到", "不少", "不得", "不是", "不然", "不用", "不管", "不能",
    "不要", "不过", "与其", "东西", "两个", "两次", "个人", "中午", "中间", "为了", "为什么", "为啥", "之一", "之前", "之后", "之类",
    "之间", "也是", "也许", "事情", "于是", "于是乎", "什么", "什么样", "什么的", "今天", "今年", "仍然", "从不", "从来", "从而", "他们",
    "以上", "以下", "以为", "以便", "以免", "以内", "以前", "以及", "以后", "以外", "任何", "会不会", "似的", "但是", "何况", "作为",
    "你们", "例如", "依旧", "依然", "假如", "偶尔", "免得", "全部", "关于", "其中", "其他", "其余", "其它", "其实", "其次", "况且", "几个",
    "几乎", "几次", "出去", "出来", "出现", "刚刚", "刚才", "别人", "到底", "前天", "前面", "包括", "十分", "即使", "原来", "去年", "又是",
    "反正", "反而", "发现", "变成", "另外", "只是", "只有", "只能", "只要", "可不可以", "可以", "可是", "可能", "各个", "各种", "同时",
    "同样", "后天", "后来", "后面", "否则", "听说", "咱们", "哪个", "哪些", "哪怕", "哪里", "回去", "回来", "因为", "因此", "基本",
    "基本上", "外面", "多少", "大家", "大概", "她们", "好多", "好好", "如今", "如何", "如果", "宁可", "它们", "完全", "实在", "对于",
    "尤其", "尤其是", "就会", "就是", "就算", "就要", "尽管", "居然", "属于", "左右", "已经", "常常", "平时", "并且", "应该", "开始",
    "当天", "当时", "当然", "往往", "很多", "必须", "忽然", "怎么", "怎么样", "怎样", "总之", "总是", "想要", "感觉", "成为", "我们",
    "或是", "或者", "所以", "所有", "才能", "按照", "接着", "旁边", "无论", "早上", "时候", "明天", "明年", "昨天", "是不是", "是否",
    "晚上", "更加", "曾经", "最后", "最多", "最好", "有些", "有人", "有时", "有时候", "有没有", "有点", "有点儿", "有的", "本人", "本来",
    "来讲", "来说", "果然", "某个", "某些", "根据", "根本", "正常", "此外", "每个", "每天", "每年", "每月", "每次", "比如", "比如说",
    "比较", "毕竟", "没人", "没有", "然后", "然而", "特别", "现在", "甚至", "甚至于", "由于", "的确", "的话", "目前", "直接", "相当",
    "省得", "看到", "看见", "真是", "真的", "知道", "确实", "究竟", "突然", "立刻", "竟然", "第一", "第三", "第二", "等等", "简直", "终于",
    "经常", "结果", "绝对", "继续", "罢了", "老是", "而且", "而已", "而是", "肯定", "能不能", "能够", "自己", "至于", "至少", "虽然",
    "要不", "要不然", "要不要", "要么", "要是", "觉得", "认为", "许多", "说是", "说的", "起来", "起码", "越来越", "过去", "过来", "还会",
    "还是", "还有", "还能", "还要", "这个", "这么", "这些", "这儿", "这时", "这样", "这次", "这种", "这里", "进去", "进来", "进行", "通过",
    "那个", "那么", "那些", "那儿", "那时", "那样", "那次", "那种", "那里", "都会", "都是", "都要", "里面", "重新", "除了", "除非", "随时",
    "随着", "难道", "需要", "非常", "顶多", "首先", "马上",
};

static int by_text(const void *a, const void *b) { return strcmp(a, *(const char *const *)b); }

int is_stop_word(const char *word) {
  return bsearch(word, WORDS, sizeof WORDS / sizeof *WORDS, sizeof *WORDS, by_text) != NULL;
}
