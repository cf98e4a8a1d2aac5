# learn.mk - learned weights: `make learn` writes lexicons/*/learned.tsv and emotion-learned.tsv anew, `make folds` the five artefacts of
# cross-validation (build/fold0.vox .. fold4.vox). Included by the Makefile; the method: lexicons/README.md.
CORPORA ?= ../shared/corpora
BY_HAND := $(filter-out %/learned.tsv %/emotion-learned.tsv,$(LEXICA))
LEARN_ZH := --language zh --category zh-shopping10:topic --strip '（该条评论已经被删除）' --stop lexicons/zh/learn-stop.txt
LEARN_EN := --language en --category en-clothing:segment --category en-uci-3x1000:source \
            --skip en-emotion-goemotions-ekman --set-rows 1500 --cost 300 --stop lexicons/en/learn-stop.txt
LEARN = $(BUILD)/voxpop lexicon learn --model $(BUILD)/base.vox --corpora $(CORPORA) --prior-step 42 --force

EMOTIONS = $(BUILD)/voxpop lexicon learn --model $(BUILD)/base.vox --force
EMOTIONS_ZH := --language zh --emotions 2000 --map lexicons/maps/ewect.map --id zh-emotion-learned --min-rows 8 --stop lexicons/zh/emotion-stop.txt \
               $(CORPORA)/zh-emotion-smp20/dev.tsv
EMOTIONS_EN := --language en --emotions 2000 --map lexicons/maps/ekman.map --id en-emotion-learned --min-rows 8 --stop lexicons/en/emotion-stop.txt \
               $(CORPORA)/en-emotion-goemotions-ekman/dev.tsv

.PHONY: learn folds
$(BUILD)/base.vox: $(BUILD)/voxpop $(BY_HAND)
	$(Q)$(BUILD)/voxpop lexicon build --dict-base $(DICT) -o $@ $(BY_HAND)
learn: $(BUILD)/base.vox
	$(LEARN) $(LEARN_ZH) -o lexicons/zh/learned.tsv
	$(LEARN) $(LEARN_EN) -o lexicons/en/learned.tsv
	$(EMOTIONS) $(EMOTIONS_ZH) -o lexicons/zh/emotion-learned.tsv
	$(EMOTIONS) $(EMOTIONS_EN) -o lexicons/en/emotion-learned.tsv
	python3 tools/heaviest.py > lexicons/HEAVIEST.md
$(BUILD)/fold%.vox: $(BUILD)/base.vox lexicons/zh/learn-stop.txt lexicons/en/learn-stop.txt
	$(LEARN) $(LEARN_ZH) --leave-fold $* -o $(BUILD)/fold$*-zh.tsv
	$(LEARN) $(LEARN_EN) --leave-fold $* -o $(BUILD)/fold$*-en.tsv
	$(EMOTIONS) $(EMOTIONS_ZH) --leave-fold $* -o $(BUILD)/fold$*-emotion-zh.tsv
	$(EMOTIONS) $(EMOTIONS_EN) --leave-fold $* -o $(BUILD)/fold$*-emotion-en.tsv
	$(Q)$(BUILD)/voxpop lexicon build --dict-base $(DICT) -o $@ $(BY_HAND) $(BUILD)/fold$*-zh.tsv $(BUILD)/fold$*-en.tsv \
	  $(BUILD)/fold$*-emotion-zh.tsv $(BUILD)/fold$*-emotion-en.tsv
folds: $(foreach k,0 1 2 3 4,$(BUILD)/fold$(k).vox)

# ---- Themes: weighted terms learned from the sets of tests/yardstick/learned (id, label), one artefact a set and fold
# for `score.py --folds 'build/themes-SET-fold%d.vox'`. The hand-made theme tree is left out: what is measured is what
# was learned. `make theme-packs` learns from all rows: build/themes-SET.tsv, an overlay.
THEME_SETS := $(basename $(notdir $(wildcard tests/yardstick/learned/*.tsv)))
NO_THEMES := $(filter-out lexicons/themes/%,$(BY_HAND))
LEARN_THEMES = $(BUILD)/voxpop lexicon learn --model $(BUILD)/base.vox --themes topics --force

.PHONY: theme-folds theme-packs
.SECONDARY:
define theme_set
$(BUILD)/themes-$(1).tsv: $(BUILD)/base.vox tests/yardstick/learned/$(1).tsv
	$$(LEARN_THEMES) --map tests/yardstick/learned/$(1).tsv --id themes-$(1) -o $$@ $$(CORPORA)/$(1)/dev.tsv
$(BUILD)/themes-$(1)-fold%.vox: $(BUILD)/fold%.vox tests/yardstick/learned/$(1).tsv
	$$(LEARN_THEMES) --map tests/yardstick/learned/$(1).tsv --id themes-$(1) --leave-fold $$* -o $(BUILD)/themes-$(1)-fold$$*.tsv $$(CORPORA)/$(1)/dev.tsv
	$$(Q)$(BUILD)/voxpop lexicon build --dict-base $$(DICT) -o $$@ $$(NO_THEMES) $(BUILD)/fold$$*-zh.tsv $(BUILD)/fold$$*-en.tsv $(BUILD)/themes-$(1)-fold$$*.tsv
endef
$(foreach s,$(THEME_SETS),$(eval $(call theme_set,$(s))))
theme-folds: $(foreach s,$(THEME_SETS),$(foreach k,0 1 2 3 4,$(BUILD)/themes-$(s)-fold$(k).vox))
theme-packs: $(foreach s,$(THEME_SETS),$(BUILD)/themes-$(s).tsv)
