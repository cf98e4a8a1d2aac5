/* small_lexicon.h - sources of a lexicon of a few lines, with something of every class. */
#ifndef TESTS_SMALL_LEXICON_H
#define TESTS_SMALL_LEXICON_H

static const char SMALL_DICTIONARY[] =
    "客服 300 n\n态度 900 n\n很好 700 a\n物流 400 n\n太慢 60 a\n包装 500 n\n"
    "但是 2000 c\n希望 1500 v\n以后 1400 f\n产品 1300 n\n喜欢 800 v\n"
    "非常 900 d\n觉得 950 v\n一般 990 a\n不 5000 d\n的 30000 uj\n";

static const char SMALL_SOURCE[] = "#: id: small\n#: version: 1\n#: language: mul\n#: licence: MIT\n"
                                   "#: author: the voxpop authors\n#: method: by hand, for tests\n"
                                   "小姐姐\tword\t\tpos=n\n"
                                   "很好\tsentiment\t+2\n"
                                   "喜欢\tsentiment\t+2\n"
                                   "太慢\tsentiment\t-2\n"
                                   "slow\tsentiment\t-2\n"
                                   "great\tsentiment\t+2\n"
                                   "love*\tsentiment\t+3\n"
                                   "😀\tsentiment\t+2\n"
                                   "不\tnegator\t3\n"
                                   "not\tnegator\t3\n"
                                   "非常\tdegree\t1.6\n"
                                   "very\tdegree\t1.5\n"
                                   "但是\tcontrast\n"
                                   "but\tcontrast\n"
                                   "希望\twish\n"
                                   "太慢\temotion.frustration\t2\n"
                                   "喜欢\temotion.liking\t2\n"
                                   "希望\tintent.suggestion\t1\n"
                                   "无\tnon_answer\n"
                                   "service\tdefine\t服务 | Service\n"
                                   "service.agent\tdefine\t客服 | Agents\n"
                                   "logistics\tdefine\t物流 | Logistics\n"
                                   "packaging\tdefine\t包装 | Packaging\n"
                                   "客服\ttheme\tservice.agent\n"
                                   "service\ttheme\tservice\n"
                                   "物流\ttheme\tlogistics\n"
                                   "delivery\ttheme\tlogistics\n"
                                   "包装\ttheme\tpackaging\n";
#endif
