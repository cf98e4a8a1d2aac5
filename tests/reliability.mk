# reliability.mk - the rows of the reliability sheet that run on the code that exists. Included by the Makefile.

FAULT_D := $(BUILD)/tests/fault
FAULT_X := $(FAULT_D)/alloc_run $(FAULT_D)/io_run $(FAULT_D)/io.so $(FAULT_D)/damage
FAULT_F := $(CPPFLAGS) -std=c11 -O1 -g $(WARN) $(SAN)

$(FAULT_D)/alloc_run: tests/fault/alloc_run.c tests/fault/alloc_scenarios.c tests/fault/malloc.c \
                      $(wildcard tests/fault/*.h) $(BUILD)/libvoxpop.a
	@mkdir -p $(@D)
	@echo "  TEST $@"
	$(Q)$(CC) $(FAULT_F) $(filter %.c,$^) -o $@ $(BUILD)/libvoxpop.a $(LDLIBS)
$(FAULT_D)/damage: tests/fault/damage.c $(BUILD)/libvoxpop.a
	@mkdir -p $(@D)
	@echo "  TEST $@"
	$(Q)$(CC) $(FAULT_F) $< -o $@ $(BUILD)/libvoxpop.a $(LDLIBS)
# The program that is watched may be built with a sanitizer; those who watch are not.
$(FAULT_D)/io_run: tests/fault/io_run.c
	@mkdir -p $(@D)
	@echo "  TEST $@"
	$(Q)$(CC) $(CPPFLAGS) -std=c11 -O1 $(WARN) $< -o $@
$(FAULT_D)/io.so: tests/fault/io.c
	@mkdir -p $(@D)
	@echo "  TEST $@"
	$(Q)$(CC) $(CPPFLAGS) -std=c11 -O1 $(WARN) -Wno-pedantic -shared -fPIC $< -o $@

test: $(FAULT_X)

fault: all $(FAULT_X)
	@BUILD=$(BUILD) FULL=1 sh tests/fault/alloc.sh
iofault: all $(FAULT_X)
	@BUILD=$(BUILD) FULL=1 sh tests/fault/io.sh
	@BUILD=$(BUILD) FULL=1 sh tests/fault/ends.sh
damage: all $(FAULT_X)
	@BUILD=$(BUILD) FULL=1 sh tests/fault/damage.sh
determinism: all
	@BUILD=$(BUILD) FULL=1 sh tests/fault/determinism.sh
privacy: all
	@BUILD=$(BUILD) FULL=1 sh tests/fault/privacy.sh
reliability: all $(FAULT_X)
	@BUILD=$(BUILD) FULL=1 sh tests/fault/all.sh
