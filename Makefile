# voxpop - `make help` lists the verbs. Everything is built under build/.

BUILD   ?= build
PREFIX  ?= /usr/local
DICT    ?= /usr/lib/python3/dist-packages/jieba/dict.txt
CC      ?= cc
HOSTCC  ?= $(CC)
RUN     ?=
OPT     ?= -O2 -g
WERROR  ?= -Werror
SAN     ?=
VERSION := 0.1.0
Q       := $(if $(V),,@)

PACKAGES := icu-uc icu-i18n libcjson libutf8proc zlib libzstd minizip expat
DEBIAN   := gcc libicu-dev libcjson-dev libutf8proc-dev libcmocka-dev libmd-dev zlib1g-dev libzstd-dev \
            libminizip-dev libexpat1-dev             pkg-config python3-jieba python3-jsonschema
WARN     := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(WERROR)
HARDEN   := -fstack-protector-strong $(if $(SAN),,-D_FORTIFY_SOURCE=2)
CPPFLAGS += -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Iinclude -Iengine
# -ffp-contract=off: figures are the same bytes on machines with fused multiply-add
CFLAGS   += -std=c11 $(OPT) $(WARN) $(HARDEN) $(SAN) -fPIC -fvisibility=hidden -ffp-contract=off -MMD -MP
LDFLAGS  += $(SAN) -Wl,-z,relro,-z,now -Wl,-z,noexecstack
LDLIBS   := -licuuc -licudata -lzstd -lz -lmd -lm -lpthread
TOOLLIBS := -lminizip -lexpat

ENGINE := $(filter-out engine/text/make_tables.c,$(sort $(wildcard engine/*/*.c)))
TOOLS  := $(sort $(wildcard tools/*.c))
UNITS  := $(sort $(wildcard tests/unit/*_test.c))
LEXICA := $(sort $(shell find lexicons -path lexicons/packs -prune -o -name '*.tsv' -print))
PACKS  := $(sort $(wildcard lexicons/packs/*.tsv lexicons/packs/*.examples))

ENGINE_O := $(ENGINE:%.c=$(BUILD)/o/%.o) $(BUILD)/o/gen/text_tables.o
TOOLS_O  := $(TOOLS:%.c=$(BUILD)/o/%.o)
UNITS_X  := $(UNITS:tests/unit/%.c=$(BUILD)/tests/%)

.PHONY: all demo test check unit asan ubsan tsan bench lint install uninstall deps help clean floors \
        fault iofault damage determinism privacy reliability format readme
.DELETE_ON_ERROR:

all: $(BUILD)/voxpop $(BUILD)/libvoxpop.so $(BUILD)/libvoxpop.a $(BUILD)/voxpop.vox $(PACKS:lexicons/%=$(BUILD)/%)

# ---- Dependencies: installed where we may, named where we may not -------------------------------------------
DEPS_OK = pkg-config --exists $(PACKAGES) cmocka 2>/dev/null && test -e /usr/include/sha2.h -a -r '$(DICT)' && command -v $(firstword $(CC)) >/dev/null
deps:
	@if ! { $(DEPS_OK); }; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "installing: $(DEBIAN)"; \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(DEBIAN); } >/dev/null \
	      || { echo "apt-get could not install them; run: apt-get install $(DEBIAN)" >&2; exit 1; }; \
	  else \
	    echo "voxpop needs packages that are not installed." >&2; \
	    echo "On Debian or Ubuntu, as root: apt-get install $(DEBIAN)" >&2; \
	    echo "Elsewhere: ICU, cJSON, utf8proc, zlib with minizip, zstd, expat, libmd, cmocka with headers, pkg-config, and jieba's dict.txt (make DICT=/path/dict.txt)" >&2; \
	    exit 1; \
	  fi; \
	fi

# ---- Compiling -----------------------------------------------------------------------------------------------
$(BUILD)/o/%.o: %.c | deps
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

# Unicode tables are read out of ICU and utf8proc once, at build time.
$(BUILD)/gen/make_tables: engine/text/make_tables.c | deps
	@mkdir -p $(@D)
	@echo "  HOST $<"
	$(Q)$(HOSTCC) -Iinclude -Iengine -D_DEFAULT_SOURCE -std=c11 -O1 $(WARN) $< -o $@ -licui18n -licuuc -lutf8proc
$(BUILD)/gen/text_tables.c: $(BUILD)/gen/make_tables
	$(Q)$< > $@
$(BUILD)/o/gen/text_tables.o: $(BUILD)/gen/text_tables.c
	@mkdir -p $(@D)
	@echo "  CC   $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/libvoxpop.a: $(ENGINE_O)
	@rm -f $@
	@echo "  AR   $@"
	$(Q)$(AR) rcsD $@ $^
$(BUILD)/libvoxpop.so: $(ENGINE_O)
	@echo "  LD   $@"
	$(Q)$(CC) -shared -Wl,-soname,libvoxpop.so.0 -Wl,--exclude-libs,ALL $(LDFLAGS) $^ -o $@ $(LDLIBS)
	@ln -sf libvoxpop.so $(BUILD)/libvoxpop.so.0
$(BUILD)/voxpop: $(TOOLS_O) $(BUILD)/libvoxpop.a
	@echo "  LD   $@"
	$(Q)$(CC) -pie $(LDFLAGS) $^ -o $@ $(TOOLLIBS) $(LDLIBS)
$(BUILD)/voxpop.vox: $(BUILD)/voxpop $(LEXICA) | deps
	@echo "  LEX  $@"
	$(Q)$(RUN) $(BUILD)/voxpop lexicon build --dict-base $(DICT) -o $@ lexicons

# Packs are sources, laid over the artefact when a run names one.
$(BUILD)/packs/%: lexicons/packs/%
	@mkdir -p $(@D)
	$(Q)cp $< $@

# ---- The main job on the bundled sample ---------------------------------------------------------------------
SAMPLE := tests/data/sample-nps.csv
COLUMNS := --id-column 答卷编号 --text-column 评价内容 --score-column 推荐度 --date-column 提交时间 --segment-column 门店
demo: all
	$(BUILD)/voxpop score $(SAMPLE) $(COLUMNS) --force -o $(BUILD)/demo-records.ndjson
	$(BUILD)/voxpop report $(SAMPLE) $(COLUMNS) --force -o $(BUILD)/demo-report.json --summary
	@echo; echo "records: $(BUILD)/demo-records.ndjson   report: $(BUILD)/demo-report.json"

# ---- Tests ----------------------------------------------------------------------------------------------------
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/libvoxpop.a
	@mkdir -p $(@D)
	@echo "  TEST $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-missing-field-initializers $< -o $@ $(LDFLAGS) -Wl,--start-group $(BUILD)/libvoxpop.a -Wl,--end-group $(LDLIBS) -lcmocka -lutf8proc -licui18n -lcjson -lm

unit: $(UNITS_X)
test: all $(UNITS_X)
	@BUILD=$(BUILD) CC="$(CC)" sh tests/run.sh
check: test

include tests/reliability.mk
include lexicons/learn.mk
include tools/spark/deps.mk

# ---- Speed ------------------------------------------------------------------------------------------------------
BENCH_X := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*_bench.c))
$(BUILD)/bench/%: tests/bench/%.c $(BUILD)/libvoxpop.a
	@mkdir -p $(@D)
	@echo "  BENCH $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $< -o $@ $(LDFLAGS) $(BUILD)/libvoxpop.a $(LDLIBS)
bench: all $(BENCH_X)
	@BUILD=$(BUILD) CC="$(CC)" sh tests/bench/run.sh $(if $(CORPUS),"$(CORPUS)")

include tests/serve.mk

asan:
	$(MAKE) BUILD=$(BUILD)/asan OPT="-O1 -g" SAN="-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer" test
ubsan:
	$(MAKE) BUILD=$(BUILD)/ubsan OPT="-O1 -g" SAN="-fsanitize=undefined -fno-sanitize-recover=all" test
tsan:
	$(MAKE) BUILD=$(BUILD)/tsan OPT="-O1 -g" SAN="-fsanitize=thread" test

lint: floors
	@clang-format --dry-run -Werror $(ENGINE) $(TOOLS) $(UNITS) $(wildcard engine/*/*.h include/*.h tools/*.h)
format:
	@clang-format -i $(ENGINE) $(TOOLS) $(UNITS) engine/text/make_tables.c $(wildcard engine/*/*.h include/*.h tools/*.h)
floors:
	python3 tools/check_floors.py .

# ---- Installing -------------------------------------------------------------------------------------------------
include tools/install.mk
include tools/dist.mk
include tools/aarch64.mk

readme: all
	python3 tools/refresh_readme.py $(BUILD)
clean:
	rm -rf $(BUILD)
help:
	@echo "all        program, library and artefact under build/"
	@echo "demo       score and report the bundled sample"
	@echo "test       every test; asan, ubsan, tsan: the same under a sanitizer"
	@echo "bench      speed, beside memcpy, wc, ICU and the segmenters that are installed; CORPUS=FILE of lines"
	@echo "fault iofault damage determinism privacy: the rows of the reliability sheet, with counts; reliability: all of them"
	@echo "bench-serve: figures of serve beside an echo; REQUESTS=, MEMORY=10000000"
	@echo "lint       floors and formatting; format: mend it"
	@echo "install    PREFIX=$(PREFIX), DESTDIR is honoured; uninstall; man: the manual pages alone"
	@echo "dist       a tarball that needs no packages; wheel: the Python package"
	@echo "learn      learn the weights of lexicons/*/learned.tsv anew (needs ../shared/corpora); folds: the five artefacts"
	@echo "aarch64    the program for 64-bit ARM, cross-compiled; test-aarch64: its tests under qemu"
	@echo "readme     make the README's examples true again"
	@echo "test-spark the Spark job against a master and two workers (FULL=1: a million rows); deps-spark: what it needs"
	@echo "deps       packages that the build needs; clean"

-include $(shell find $(BUILD)/o -name '*.d' 2>/dev/null)
