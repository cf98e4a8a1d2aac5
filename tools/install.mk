# install.mk - what is installed, and taken away again: program, library both ways, headers, artefact, manual, pkg-config.
# Included by the Makefile. DESTDIR and PREFIX are honoured.

SOVERSION := 0
HEADERS   := $(sort $(wildcard include/*.h))
MAN       := $(BUILD)/man/voxpop.1 $(BUILD)/man/libvoxpop.3
bindir     = $(DESTDIR)$(PREFIX)/bin
libdir     = $(DESTDIR)$(PREFIX)/lib
includedir = $(DESTDIR)$(PREFIX)/include
sharedir   = $(DESTDIR)$(PREFIX)/share

# One object, in which only what the headers promise is seen: names of ours cannot meet names of a caller's.
$(BUILD)/install/libvoxpop.a: $(ENGINE_O)
	@mkdir -p $(@D)
	@rm -f $@
	$(Q)ld -r -o $(@D)/voxpop.o $^
	$(Q)objcopy --localize-hidden $(@D)/voxpop.o
	$(Q)ar rcsD $@ $(@D)/voxpop.o

$(MAN) &: $(BUILD)/voxpop $(HEADERS) tools/man_pages.py
	@echo "  MAN  $(MAN)"
	$(Q)python3 tools/man_pages.py $(BUILD)/voxpop include $(BUILD)/man
man: $(MAN)
all: man

install: all $(BUILD)/install/libvoxpop.a
	install -d $(bindir) $(libdir)/pkgconfig $(includedir) $(sharedir)/voxpop $(sharedir)/man/man1 $(sharedir)/man/man3
	install -m 755 $(BUILD)/voxpop $(bindir)/voxpop
	install -m 755 $(BUILD)/libvoxpop.so $(libdir)/libvoxpop.so.$(VERSION)
	ln -sf libvoxpop.so.$(VERSION) $(libdir)/libvoxpop.so.$(SOVERSION)
	ln -sf libvoxpop.so.$(SOVERSION) $(libdir)/libvoxpop.so
	install -m 644 $(BUILD)/install/libvoxpop.a $(libdir)/libvoxpop.a
	install -m 644 $(HEADERS) $(includedir)
	install -m 644 $(BUILD)/voxpop.vox $(sharedir)/voxpop/voxpop.vox
	install -m 644 $(BUILD)/man/voxpop.1 $(sharedir)/man/man1/voxpop.1
	install -m 644 $(BUILD)/man/libvoxpop.3 $(sharedir)/man/man3/libvoxpop.3
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' 'model=$${prefix}/share/voxpop/voxpop.vox' '' \
	  'Name: libvoxpop' 'Description: reads what people wrote in a survey' 'Version: $(VERSION)' \
	  'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lvoxpop' 'Requires.private: icu-uc zlib libzstd' \
	  'Libs.private: -lmd -lm -lpthread' > $(libdir)/pkgconfig/libvoxpop.pc
	chmod 644 $(libdir)/pkgconfig/libvoxpop.pc

# Folders that were there before stay, and so do those that hold something else.
uninstall:
	rm -f $(bindir)/voxpop $(libdir)/libvoxpop.so $(libdir)/libvoxpop.so.$(SOVERSION) $(libdir)/libvoxpop.so.$(VERSION) \
	  $(libdir)/libvoxpop.a $(libdir)/pkgconfig/libvoxpop.pc $(HEADERS:include/%=$(includedir)/%) $(sharedir)/voxpop/voxpop.vox \
	  $(sharedir)/man/man1/voxpop.1 $(sharedir)/man/man3/libvoxpop.3
	-@rmdir $(sharedir)/voxpop $(libdir)/pkgconfig $(sharedir)/man/man1 $(sharedir)/man/man3 $(sharedir)/man \
	  $(sharedir) $(bindir) $(libdir) $(includedir) 2>/dev/null || :

.PHONY: man
