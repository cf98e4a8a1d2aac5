# deps.mk - what the Spark job is tested with, and the test. Included by the Makefile.
SPARK_VERSION ?= 3.5.9
.PHONY: deps-spark test-spark
deps-spark:
	@command -v java >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless; } >/dev/null; \
	  else \
	    echo "Spark needs Java 17. On Debian or Ubuntu, as root: apt-get install openjdk-17-jre-headless" >&2; exit 1; \
	  fi; }
	@$(BUILD)/spark/bin/python -c 'import pyspark, sys; sys.exit(pyspark.__version__ != "$(SPARK_VERSION)")' 2>/dev/null || { \
	  python3 -m venv $(BUILD)/spark && $(BUILD)/spark/bin/pip install -q pyspark==$(SPARK_VERSION) pandas pyarrow; }
# ROWS=N of the survey (20000); FULL=1: a million; PYTHON=FILE: one that has pyspark
test-spark: $(BUILD)/voxpop $(BUILD)/voxpop.vox
	@BUILD=$(BUILD) sh tests/spark/run.sh
