# serve.mk - the figures of `voxpop serve`. Included by the Makefile.

.PHONY: bench-serve
bench-serve: all $(BUILD)/bench/serve_bench
	@BUILD=$(BUILD) sh tests/bench/serve.sh $(REQUESTS) $(MEMORY)
