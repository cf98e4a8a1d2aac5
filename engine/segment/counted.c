/* counted.c - see counted.h. Left out are classifiers that make other words of a numeral: 一点, 一下, 一些,
 * 十分. */
#include "segment/counted.h"
#include "text/utf8.h"

static bool is_in(uint32_t cp, const uint32_t *list) {
  while (*list && *list != cp) list++;
  return *list != 0;
}

static bool is_classifier(uint32_t cp) {
  static const uint32_t list[] =
      U"个只条件辆张家岁座部名种位次天年本台间层栋幢套份项款篇首幅支根片颗粒滴杯瓶碗盘袋"
      U"包盒箱桶罐斤升米尺寸吨元秒场届轮期批组队双排群堆串束朵棵株匹扇枚艘架节门句段章页册"
      U"封顿趟遍声步圈级人倍";
  return is_in(cp, list);
}

bool counted_is(vox_str word, vox_str tag) {
  static const uint32_t digits[] = U"一二三四五六七八九十两几第", scales[] = U"百千万零";
  bool digit = false; /* 万岁 and 百年 count nothing */
  if (!tag.len || tag.ptr[0] != 'm') return false;
  for (size_t at = 0; at < word.len;) {
    uint32_t cp = utf8_next(word, &at);
    if (at == word.len) return digit && is_classifier(cp);
    if (is_in(cp, digits))
      digit = true;
    else if (!is_in(cp, scales))
      return false;
  }
  return false;
}
