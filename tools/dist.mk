# dist.mk - what runs where nothing was installed: a tarball, a wheel for Python. Included by the Makefile.
#
# ICU, zstd, zlib, libmd and the C++ runtime that ICU needs are linked in; only the C library is asked for. Of ICU's 30 MB of
# data the three tables stay that encoding.c opens. ICU's archive reads the C library's variables of the time zone in a way that a
# shared object cannot; conversion never asks for the time, so empty ones of our own take their place.

ARCH      := $(shell uname -m)
DIST       = voxpop-$(VERSION)-linux-$(ARCH)
STANDALONE = $(BUILD)/standalone
ICU        = $(firstword $(subst ., ,$(shell pkg-config --modversion icu-uc)))
INSIDE    := -Wl,-Bstatic -licuuc -lzstd -lz -lmd -lstdc++ -Wl,-Bdynamic -lm -lpthread -static-libgcc
BORROWED  := libicu-dev libzstd-dev zlib1g-dev libminizip-dev libexpat1-dev libmd-dev libstdc++6 python3-jieba
ICU_KEEP  := ^(cnvalias\.icu|gb18030\.cnv|ibm-1375_P100-2008\.cnv)$$
export PATH := $(PATH):/usr/sbin

# ICU's archive wants the archive of the C++ runtime, which comes with g++, and binutils with objcopy.
.PHONY: deps-dist
deps-dist: | deps
	@case "$$($(CC) -print-file-name=libstdc++.a)" in /*) ;; *) \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends g++ icu-devtools python3; } >/dev/null; \
	  else \
	    echo "a tarball needs the archive libstdc++.a: apt-get install g++ icu-devtools" >&2; exit 1; \
	  fi ;; esac

$(STANDALONE)/icudata.o: | deps-dist
	@mkdir -p $(@D)
	@echo "  ICU  $@"
	$(Q)cd $(@D) && ar p "$$($(CC) -print-file-name=libicudata.a)" > whole.o && objcopy -O binary --only-section=.rodata whole.o icudt$(ICU)l.dat
	$(Q)cd $(@D) && icupkg -l icudt$(ICU)l.dat | grep -v -E '$(ICU_KEEP)' > left_out.txt && mkdir -p few && icupkg -r left_out.txt icudt$(ICU)l.dat few/icudt$(ICU)l.dat
	$(Q)cd $(@D) && printf '%s\n' '.section .rodata' '.balign 16' '.globl icudt$(ICU)_dat' '.hidden icudt$(ICU)_dat' '.type icudt$(ICU)_dat, %object' \
	  'icudt$(ICU)_dat:' '.incbin "few/icudt$(ICU)l.dat"' \
	  '.bss' '.balign 16' $(foreach v,__timezone tzname,'.globl $(v)' '.hidden $(v)' '.type $(v), %object' '.size $(v), 16' '$(v):' '.skip 16') '.section .note.GNU-stack,"",%progbits' > icudata.s && $(CC) -c icudata.s -o icudata.o
	$(Q)rm -f $(@D)/whole.o $(@D)/icudt$(ICU)l.dat
$(STANDALONE)/libvoxpop.so: $(ENGINE_O) $(STANDALONE)/icudata.o
	@echo "  LD   $@"
	$(Q)$(CC) -shared -s -Wl,-soname,libvoxpop.so.$(SOVERSION) -Wl,--exclude-libs,ALL -Wl,--gc-sections $(LDFLAGS) $^ -o $@ $(INSIDE)
$(STANDALONE)/voxpop: $(TOOLS_O) $(BUILD)/libvoxpop.a $(STANDALONE)/icudata.o
	@echo "  LD   $@"
	$(Q)$(CC) -pie -s -Wl,--gc-sections $(LDFLAGS) $^ -o $@ -Wl,-Bstatic $(TOOLLIBS) $(INSIDE)

# The terms of what is linked in, and of the word list in the artefact, go with it.
$(STANDALONE)/licences: $(STANDALONE)/icudata.o
	$(Q)mkdir -p $@ && cp LICENSE $@/voxpop
	$(Q)for p in $(BORROWED); do \
	  test -r /usr/share/doc/$$p/copyright && cp -L /usr/share/doc/$$p/copyright $@/$$p || { echo "the terms of $$p are not in /usr/share/doc/$$p" >&2; exit 1; }; done

dist: all $(STANDALONE)/voxpop $(STANDALONE)/libvoxpop.so $(STANDALONE)/licences
	$(Q)rm -rf $(STANDALONE)/$(DIST)
	$(Q)$(MAKE) -s install DESTDIR=$(STANDALONE)/$(DIST) PREFIX=
	$(Q)cd $(STANDALONE) && install -m 755 voxpop $(DIST)/bin/voxpop && install -m 755 libvoxpop.so $(DIST)/lib/libvoxpop.so.$(VERSION) && \
	  rm $(DIST)/lib/libvoxpop.a && cp -R licences $(DIST)/share/voxpop/licences && \
	  sed -i -e 's,^prefix=.*,prefix=$${pcfiledir}/../..,' -e '/\.private/d' $(DIST)/lib/pkgconfig/libvoxpop.pc
	$(Q)cp README.md LICENSE $(STANDALONE)/$(DIST)/
	$(Q)tar -C $(STANDALONE) --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu -cf - $(DIST) | gzip -n > $(BUILD)/$(DIST).tar.gz
	@echo "$(BUILD)/$(DIST).tar.gz"

wheel: $(STANDALONE)/libvoxpop.so $(BUILD)/voxpop.vox $(STANDALONE)/licences
	$(Q)python3 tools/python/make_wheel.py $(VERSION) $(STANDALONE)/libvoxpop.so $(BUILD)/voxpop.vox $(STANDALONE)/licences $(BUILD)

.PHONY: dist wheel
