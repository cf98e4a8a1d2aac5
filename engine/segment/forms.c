/* forms.c - see forms.h.
 *
 * A rule is a pattern over words of a list: in it 1 and 2 stand for the characters of a word, E for each of
 * the rule's endings, all else for itself. Words of a list have one length and are written without spaces.
 *
 * What a list holds is said so and seldom means something else. Hence no 到 behind most verbs (用不到一个月),
 * no 去 and 来 behind others than those of motion (他说不去), no 爱了爱 (爱了爱了) and no 好好看看 (好好 and
 * 看看). */
#include "segment/forms.h"
#include "text/utf8.h"

typedef struct rule {
  const char *pattern;
  uint32_t length; /* characters of a word */
  const uint32_t *words;
  const char *endings; /* between spaces; NULL: the pattern has none */
} rule;

/* What is tried, or done once or for a while. */
static const uint32_t tried[] =
    U"看听问查找想尝闻摸试翻逛数转瞅瞄瞧望读刷揉按抖聊谈算搜比量称掂敲捏搓晃摇洗擦拉推磨踩写练学改调用歇";
static const uint32_t done[] =
    U"说吃喝玩讲走跑跳站坐躺睡等穿戴扫拖抹泡煮炒烤蒸切拌拆修换弄拍扭拧提抱抬搬挪摆挂剪缝画抄念记认教劝逗骑"
    U"追跟带送取拿收选挑点存猜吹晒晾养管顾照聚忍缓停抓品咬嚼滑划动笑扶溜遛测卡";
/* What one can, or cannot, bring to an end. */
static const uint32_t brought[] =
    U"看听说读写吃喝尝闻摸试用想找问查等走跑跳站坐躺睡穿戴脱洗擦刷扫拖抹搓泡煮炒烤蒸炸煎切拌倒装拆修换改调"
    U"弄搞做办干打敲拍扭拧转推拉拽提抱扛背抬搬挪移放摆挂贴撕扯剪割折叠卷捆绑解开关锁塞填补缝画抄念学练教讲"
    U"谈聊吵劝玩逛骑停追赶跟带领送接取拿收寄退付交借租买卖抢订选挑点充存登连传载下上搜翻滑划截录删加减算数"
    U"量称测比赢猜卸升降压踩踢咬嚼咽吞吐吸吹喷晒晾烘熨剃刮剥削挖种养喂抓捉逮钓救治医管顾守躲藏逃配凑挤靠受"
    U"忍熬撑顶挨输印融化消甩进出约叫喊唤激控瞒骗负达住占舍丢伤见料";
static const uint32_t got[] = U"看听找收搜查拿做抢订领抓碰遇感闻学见打达得料猜轮够吃喝";
static const uint32_t moved[] = U"进出上下回过起";

static const char ends[] = "了 下 上 出 起 完 开 住 动 掉 成 通 进 透 着";
static const char long_ends[] = "出来 出去 下来 下去 起来 上来 上去 进来 进去 过来 过去 回来 回去 明白";

/* What one asks by saying it and its denial. */
static const uint32_t asked[] =
    U"懂急甜开信吃喝买换看来去听给配过做带送修走打约拆关说用在住有像爱怕疼痒酸辣咸苦麻脆油腻热冷烫大小多少"
    U"高低长短重轻宽窄厚薄深浅软硬新旧远近快慢早晚胖瘦美丑香臭累困饿渴忙闲贵值真假对错好坏亮暗响吵脏乱稳准"
    U"满空退发到写学玩回等还借租选点装熟老嫩鲜红黑白黄绿干湿";
static const uint32_t asked_long[] =
    U"知道可以存在愿意考虑应该需要确定允许明白记得同意接受相信认识了解清楚合适方便舒服喜欢满意新鲜便宜干净安"
    U"全值得漂亮"
    U"好吃好看好用好喝好玩支持注意负责正常容易可能划算靠谱专业合理健康开心习惯高兴重要厉害麻烦";

static const uint32_t counted[] =
    U"个次天年种条块张本口句瓶件层位道遍套箱碗颗片杯级间台根步岁把盒名桌首串趟包节座排队页段幕幢封桩行粒份股"
    U"缕枚"
    U"面对堆圈波项棵艘班笼勺匙摞叠捧团簇朵篇章阵场声罐袋双只家笔栋丝滴代批届拨摊锅盆盘筐车";

static const uint32_t tried_long[] = U"商量考虑研究学习了解休息讨论打听收拾整理锻炼活动检查调查沟通交流体验体"
                                     U"会感受尝试准备打扫参考琢磨介绍放松庆祝"
                                     U"观察熟悉培训教育回忆适应暖和凉快热闹轻松高兴消化分析核实联系协商请教咨"
                                     U"询领教见识欣赏比划溜达转悠走动活络照顾招呼"
                                     U"安排布置拾掇归置清理收集探讨思考反思总结回味品味端详打量掂量合计盘算核"
                                     U"对确认修理调整调理补充教训鼓励安慰关照";
static const uint32_t vivid[] = U"雪白笔直冰凉通红碧绿漆黑焦黄金黄滚烫冰冷喷香乌黑煞白稀烂梆硬死沉透亮溜光崭"
                                U"新笔挺滚圆瓦蓝鲜红血红雪亮蜡黄惨白"
                                U"贼亮齁甜齁咸生疼稀碎锃亮粉红嫩绿火红墨绿花白灰白滑溜";
/* Pairs of other words that are doubled like adjectives. */
static const uint32_t doubled[] = U"坎坷矮胖酸甜酸辣酥脆可爱水润冰凉真实香辣粉嫩边角兜转甜咸汤水哭唧拉扯修补"
                                  U"缝补吵闹磨蹭躲闪推让摇晃打闹蹦跳说笑"
                                  U"指点勾搭嘀咕拼凑涂改敲打吃喝走停停走跑跳挑拣拖拉遮掩闪躲进出来往上下里外"
                                  U"前后大小高低长短深浅日夜年月时刻"
                                  U"枝节瓶罐盆罐锅碗坛罐条框块垒星点零碎疙瘩风雨恩怨是非因果家户村寨形色式样"
                                  U"世代字句声口老少男女花草虫鱼猫狗"
                                  U"麻辣黏糊糊涂稀拉松垮蔫巴结巴絮叨唠叨婆妈念叨嘟囔哼唧嘻哈磕绊跌撞晃荡飘荡"
                                  U"缠绕弯绕曲折起伏沉浮聚散分合走逛吃逛";

static const uint32_t helped[] = U"帮忙散步洗手聊天跑步排队见面理发睡觉吃饭逛街打球说话谈心洗澡洗脸洗头刷牙梳"
                                 U"头唱歌跳舞看书看病下棋喝茶喝酒泡澡"
                                 U"泡脚化妆拍照照相鼓掌握手点头摇头挥手招手请假减肥健身游泳爬山开车遛弯溜弯遛"
                                 U"狗遛娃通风透气消食解闷解馋把关搓澡"
                                 U"追剧做饭走路补课吹风吹牛串门充电出汗操心伸腰烤火尝鲜散心歇脚磨牙压惊砍价讲"
                                 U"价还价听歌写字杀菌跑腿养生养眼";

static const rule rules[] = {
    {"1一1", 1, tried, NULL},
    {"1一1", 1, done, NULL},
    {"1了1", 1, tried, NULL},
    {"1了一1", 1, tried, NULL},
    {"11", 1, tried, NULL},
    {"11", 1, done, NULL},
    {"1着1着", 1, tried, NULL},
    {"1着1着", 1, done, NULL},
    {"1来1去", 1, tried, NULL},
    {"1来1去", 1, done, NULL},
    {"1不E", 1, brought, ends},
    {"1得E", 1, brought, ends},
    {"1不E", 1, brought, long_ends},
    {"1得E", 1, brought, long_ends},
    {"1不E", 1, U"记认获", ends},
    {"1不E", 1, U"记认", long_ends},
    {"1不E", 1, got, "到"},
    {"1得E", 1, got, "到"},
    {"1不E", 1, moved, "来 去"},
    {"1得E", 1, moved, "来 去"},
    {"1不E", 1, U"看听瞧望闻找碰瞅", "见"},
    {"1得E", 1, U"看听瞧望闻找碰瞅", "见"},
    {"1不E", 1, U"看听搞弄读学", "懂"},
    {"1得E", 1, U"看听搞弄读学", "懂"},
    {"1不E", 1, U"看听说分弄搞数算认记理拎", "清"},
    {"1得E", 1, U"看听说分弄搞数算拎", "清"},
    {"1不E", 1, U"比说打争拼斗", "过"},
    {"1得E", 1, U"比说打争拼斗", "过"},
    {"1不E", 1, U"忙顾照数转", "过来"},
    {"1得E", 1, U"忙顾照数转", "过来"},
    {"1不E", 1, U"来等赶避躲", "及"},
    {"1得E", 1, U"来等赶避躲", "及"},
    {"1不E", 1, U"吃用住看听睡过待", "惯"},
    {"1得E", 1, U"吃用住看听睡过待", "惯"},
    {"1不1", 1, asked, NULL},
    {"1没1", 1, asked, NULL},
    {"1不12", 2, asked_long, NULL},
    {"一11", 1, counted, NULL},
    {"一1一1", 1, counted, NULL},
    {"一1又一1", 1, counted, NULL},
    {"1212", 2, tried_long, NULL},
    {"1212", 2, vivid, NULL},
    {"1122", 2, doubled, NULL},
    {"112", 2, helped, NULL},
};

enum { FORM_BYTES = 64 };

typedef struct taker {
  form_fn take;
  void *self;
  vox_error *err;
} taker;

static vox_status make(const taker *t, const char *pattern, const uint32_t *word, vox_str ending) {
  char form[FORM_BYTES];
  size_t n = 0;
  for (; *pattern; pattern++) {
    if (*pattern == '1' || *pattern == '2') {
      n += utf8_put(word[*pattern - '1'], form + n);
    } else if (*pattern == 'E') {
      memcpy(form + n, ending.ptr, ending.len);
      n += ending.len;
    } else {
      form[n++] = *pattern;
    }
  }
  return t->take(t->self, (vox_str){form, n}, t->err);
}

static vox_status make_all(const taker *t, const rule *r, const uint32_t *word) {
  vox_str rest = str_of(r->endings ? r->endings : "-");
  vox_status status = VOX_OK;
  while (status == VOX_OK && rest.len) status = make(t, r->pattern, word, str_cut(&rest, ' '));
  return status;
}

vox_status forms_each(form_fn take, void *self, vox_error *err) {
  const taker t = {take, self, err};
  vox_status status = VOX_OK;
  for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
    for (const uint32_t *word = rules[i].words; *word && status == VOX_OK; word += rules[i].length)
      status = make_all(&t, &rules[i], word);
  return status;
}

vox_status forms_of_adjective(vox_str adjective, form_fn take, void *self, vox_error *err) {
  uint32_t word[2] = {0};
  size_t at = 0, n = 0;
  while (at < adjective.len && n < 2) word[n++] = utf8_next(adjective, &at);
  if (at < adjective.len || n < 2 || word[0] == word[1] || word[0] == 0x597D) return VOX_OK; /* 好 */
  return make(&(taker){take, self, err}, "1122", word, (vox_str){"", 0});
}
