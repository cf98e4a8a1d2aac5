# aarch64.mk - the same program for 64-bit ARM, cross-compiled, and its tests under qemu. Included by the Makefile.
#
# Debian's libraries for arm64 are unpacked into a folder below BUILD by an apt that has lists and a state of its own: the
# machine's own packages stay as they are. The word list and the Unicode tables are made by programs of this machine.

ARM         := $(BUILD)/aarch64
ARM_ROOT     = $(abspath $(ARM))/root
ARM_LIB      = $(ARM_ROOT)/usr/lib/aarch64-linux-gnu
ARM_APT      = $(abspath $(ARM))/apt
ARM_DEBIAN  := libicu-dev libicu72 libzstd-dev libzstd1 zlib1g-dev zlib1g libminizip-dev libminizip1 libexpat1-dev libexpat1 libmd-dev libmd0 libcmocka-dev libcmocka0 \
               libutf8proc-dev libutf8proc2 libcjson-dev libcjson1 libstdc++6 libgcc-s1
ARM_RUN      = qemu-aarch64-static -L /usr/aarch64-linux-gnu -E LD_LIBRARY_PATH=$(ARM_LIB):$(ARM_ROOT)/lib/aarch64-linux-gnu
ARM_MAKE     = CPPFLAGS="-isystem $(ARM_ROOT)/usr/include -isystem $(ARM_ROOT)/usr/include/aarch64-linux-gnu" \
               LDFLAGS="-L$(ARM_LIB) -Wl,-rpath-link,$(ARM_LIB):$(ARM_ROOT)/lib/aarch64-linux-gnu" \
               $(MAKE) BUILD=$(ARM) HOSTCC="$(CC)" CC=aarch64-linux-gnu-gcc AR=aarch64-linux-gnu-ar RUN="$(ARM_RUN)"

.PHONY: deps-aarch64 aarch64 test-aarch64
deps-aarch64: | deps
	@command -v aarch64-linux-gnu-gcc >/dev/null && command -v qemu-aarch64-static >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
	      gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static; } >/dev/null; \
	  else \
	    echo "cross-compiling needs: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user-static" >&2; exit 1; \
	  fi; }
	@test -e $(ARM_LIB)/libminizip.so || { \
	  mkdir -p $(ARM_APT)/lists/partial $(ARM_APT)/archives/partial $(ARM_ROOT) && touch $(ARM_APT)/status && \
	  printf '%s\n' 'APT::Architecture "arm64";' 'APT::Architectures { "arm64"; };' 'APT::Sandbox::User "root";' 'Dir::State "$(ARM_APT)";' \
	    'Dir::State::status "$(ARM_APT)/status";' 'Dir::Cache "$(ARM_APT)";' > $(ARM_APT)/apt.conf && \
	  cd $(ARM_APT)/archives && export APT_CONFIG=$(ARM_APT)/apt.conf && apt-get update -qq && apt-get download -qq $(ARM_DEBIAN) && \
	  for one in *.deb; do dpkg-deb -x "$$one" $(ARM_ROOT) || exit 1; done; }

aarch64: deps-aarch64
	@$(ARM_MAKE) $(ARM)/voxpop $(ARM)/libvoxpop.so $(ARM)/voxpop.vox
test-aarch64: all aarch64
	@$(ARM_MAKE) unit
	@BUILD=$(BUILD) RUN="$(ARM_RUN)" sh tests/cross/aarch64.sh
