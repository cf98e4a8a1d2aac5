#!/usr/bin/env python3
"""voxpop_spark.py - voxpop on Apache Spark 3.5 and 4: score and report what does not fit one machine.

usage: spark-submit tools/spark/voxpop_spark.py report INPUT... [options]   one JSON report
       spark-submit tools/spark/voxpop_spark.py score INPUT... [options]    scored Parquet

  spark-submit --master spark://HOST:7077 tools/spark/voxpop_spark.py report s3a://bucket/comments \\
    --format parquet --id-column id --text-column comment --score-column nps --date-column "" -o report.json
  spark-submit --master spark://HOST:7077 tools/spark/voxpop_spark.py score comments.ndjson --format ndjson \\
    --id-column id --text-column comment --score-column nps --date-column "" -o hdfs:///scored

Each partition runs through the program by a pipe: `voxpop report --partial` or `voxpop score`. Program, lexicon,
overlays and dictionaries are shipped with addFile, and their digests and the program's version are checked in every
task. The partial reports are added up by `voxpop merge`; the bytes are those of `voxpop report` over the same rows
(as NDJSON) with the same options and --encoding utf-8.

Options are those of `voxpop report` and `voxpop score`. Those that let a program guess from what it sees of the
input must be said, for a partition sees less of it: --id-column, --score-column and --date-column ("": there is none),
a text column or question, --date-order unless days are ISO. A local run over a regular file looks for what stands
around comments: say --wrappers off on both sides where it finds some. --dedup and --wrappers auto look at the whole of an
input and are refused. Options of the job:

  --format parquet|ndjson|csv|tsv|table   how INPUT is read. ndjson goes to the program byte for byte; each CSV or TSV
                             file goes whole to one task (at most 2 GB; as it is, gzip and zstd too); table: a name
                             in the catalogue
  --partitions N             spread the rows over N partitions first (default: as Spark reads them)
  --program FILE             the voxpop program to ship (default: $VOXPOP_PROGRAM, else the one on the PATH)
  --model FILE               its compiled lexicon (default: $VOXPOP_MODEL, else voxpop.vox beside the program)
  --stats FILE               what the tasks counted and took, as JSON

Exit codes are the program's; 6: a task failed for good.
"""
import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile

MERGE_WIDTH = 16  # partial reports that one process adds up

# ---- Options: where each goes -----------------------------------------------------------------------------------

READ_VALUES = """--id-column --text-column --question --score-column --score-scale --group-name-column --date-column
 --segment-column --date-order --where --since --until --strip --question-text --wrappers""".split()
SCORE_VALUES = "--keep --mask-text --abstain".split()
ASK_VALUES = """--by --rollup --measure --weight-column --compare --stage-column --touchpoint-column --choice-column
 --per --on --join-column""".split()
TELL_VALUES = "--csv --min-n --min-quotes --target --ridge --lang".split()
WORKER_FLAGS = ["--evidence", "--tsv-quotes"]
TELL_FLAGS = "--bom --summary --partial".split()
MODEL_FILES = "--overlay --dict".split()
JOB_VALUES = "--format --partitions --program --model --stats --max-bad --encoding".split()
REPEATED = """--text-column --question --segment-column --strip --question-text --keep --mask-text --measure --compare
 --join-column --target --overlay --dict""".split()
REFUSED = {
    "--dedup": "a partition sees only its own rows",
    "--jobs": "Spark runs one program a task",
}
FORMATS = ("parquet", "ndjson", "csv", "tsv", "table")


class UseError(Exception):
    """Wrong use: exit code 2."""


@dataclasses.dataclass
class Job:
    command: str
    inputs: list = dataclasses.field(default_factory=list)
    worker: list = dataclasses.field(default_factory=list)  # options of the program on the workers
    ship: list = dataclasses.field(default_factory=list)  # (option, file) that go with it
    tell: list = dataclasses.field(default_factory=list)  # options of the merge on the driver
    own: dict = dataclasses.field(default_factory=dict)  # options of the job itself
    flags: set = dataclasses.field(default_factory=set)
    out: str = None
    force: bool = False


def parse(argv):
    """The command line as a Job. What goes to the workers and what to the merging driver are kept apart."""
    if not argv or argv[0] not in ("report", "score"):
        raise UseError("the first word is report or score")
    job = Job(argv[0])
    values = READ_VALUES + MODEL_FILES + JOB_VALUES + ["-o", "--join", "--baseline"]
    values += SCORE_VALUES if job.command == "score" else ASK_VALUES + TELL_VALUES
    flags = ["--force", "--tsv-quotes"] + (["--evidence"] if job.command == "score" else TELL_FLAGS)
    words, seen = list(argv[1:]), set()
    while words:
        word = words.pop(0)
        name, given, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if name in REFUSED:
            raise UseError(f"{name}: {REFUSED[name]}")
        if name in flags and not given:
            take_flag(job, name)
        elif name in values:
            if not given and not words:
                raise UseError(f"{name} takes a value")
            if name in seen and name not in REPEATED:
                raise UseError(f"{name} is given twice")
            seen.add(name)
            take_value(job, name, value if given else words.pop(0))
        elif word.startswith("-"):
            raise UseError(f"no such option of {job.command}: {name}")
        else:
            job.inputs.append(word)
    check(job, seen)
    return job


def take_flag(job, name):
    if name == "--force":
        job.force = True
    elif name in WORKER_FLAGS:
        job.worker.append(name)
    else:
        job.tell.append(name)
    job.flags.add(name)


def take_value(job, name, value):
    if name == "-o":
        job.out = value
    elif name in JOB_VALUES:
        job.own[name] = value
    elif name in MODEL_FILES or name == "--join":
        job.ship.append((name, value))
    elif name in TELL_VALUES:
        job.tell += [name, value]
    elif name == "--baseline" and not is_days(value):
        job.tell += [name, value]
    else:
        job.worker += [name, value]


def is_days(value):
    return ".." in value and not value.strip("0123456789-.")


def check(job, seen):
    for name in ("--id-column", "--score-column", "--date-column"):
        if name not in seen:
            raise UseError(f'say {name} ("": there is none): a partition may guess otherwise than the whole')
    if not {"--text-column", "--question"} & seen:
        raise UseError("say --text-column or --question")
    if "--wrappers" in seen and job.worker[job.worker.index("--wrappers") + 1] != "off":
        raise UseError("--wrappers auto looks at a whole file; name what is to be taken off with --strip")
    if job.own.get("--format") not in FORMATS:
        raise UseError("--format is one of " + ", ".join(FORMATS))
    if job.own.get("--encoding", "utf-8").lower() != "utf-8" and job.own["--format"] not in ("csv", "tsv"):
        raise UseError("--encoding other than utf-8 is for CSV and TSV")
    if not job.inputs:
        raise UseError("no input is named")
    if job.command == "score" and not job.out:
        raise UseError("score writes Parquet: name it with -o")
    if {"--partial", "--summary"} <= job.flags:
        raise UseError("--partial prints no page: merge prints it")


# ---- Shipping ---------------------------------------------------------------------------------------------------


def digest_of(path):
    sha = hashlib.sha256()
    with open(path, "rb") as f:
        for block in iter(lambda: f.read(1 << 20), b""):
            sha.update(block)
    return sha.hexdigest()


def find_program(own):
    program = own.get("--program") or os.environ.get("VOXPOP_PROGRAM") or shutil.which("voxpop")
    if not program or not os.path.isfile(program):
        raise UseError("no voxpop program found: name it with --program")
    program = os.path.realpath(program)
    beside = os.path.dirname(program)
    model = own.get("--model") or os.environ.get("VOXPOP_MODEL")
    for guess in ("voxpop.vox", "../share/voxpop/voxpop.vox"):
        model = model or (os.path.join(beside, guess) if os.path.isfile(os.path.join(beside, guess)) else None)
    if not model or not os.path.isfile(model):
        raise UseError("no compiled lexicon found: name it with --model")
    return program, model


def version_of(program):
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()


def ship(context, job, folder):
    """addFile under names that hold the digest, so that no file of another job is taken for ours. Workers fetch from
    `folder` as long as the session lives."""
    program, model = find_program(job.own)
    shipped = {"version": version_of(program), "files": [], "local": []}
    for role, path in [("program", program), ("--model", model)] + job.ship:
        digest = digest_of(path)
        name = f"voxpop-{digest[:16]}-{os.path.basename(path)}"
        copy = os.path.join(folder, name)
        if not os.path.exists(copy):
            shutil.copy(path, copy)
            context.addFile(copy)
        shipped["files"].append((role, name, digest))
        shipped["local"].append((role, path))
    return shipped


# ---- On a worker ------------------------------------------------------------------------------------------------


def unpack(shipped):
    """The program and the options that name shipped files, once each is known to be what the driver sent."""
    from pyspark import SparkFiles

    program, options = None, []
    for role, name, digest in shipped["files"]:
        path = SparkFiles.get(name)
        if not os.path.isfile(path):
            raise RuntimeError(f"voxpop: {name} did not reach this worker")
        if digest_of(path) != digest:
            raise RuntimeError(f"voxpop: {name} on this worker is not what was sent: another SHA-256")
        if role == "program":
            program = path
        else:
            options += [role, path]
    ran = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    if ran.returncode != 0 or ran.stdout.strip() != shipped["version"]:
        said = (ran.stderr or ran.stdout).strip()[-400:]
        raise RuntimeError(f"voxpop: the program does not run on this worker as {shipped['version']}: {said}")
    return program, options


class Pipe:
    """A program that is fed by one hand and read by the other. Its output is read by a thread into a queue, so that
    neither side waits for the other for ever; a program that fails raises what it said."""

    def __init__(self, command):
        import queue
        import threading

        self.said = tempfile.TemporaryFile()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said, bufsize=0)
        self.queue = queue.SimpleQueue()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        self.cpu = 0.0

    def read(self):
        while True:
            block = os.read(self.process.stdout.fileno(), 1 << 20)
            self.queue.put(block)
            if not block:
                return

    def write(self, data):
        view = memoryview(data)
        try:
            while len(view):
                view = view[os.write(self.process.stdin.fileno(), view[: 1 << 20]) :]
        except BrokenPipeError:
            pass  # finish() tells why

    def blocks(self, to_the_end=False):
        """What has come so far, or all of it once no more is to be written."""
        while to_the_end or not self.queue.empty():
            block = self.queue.get()
            if not block:
                return
            yield block

    def close_input(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass

    def finish(self):
        _, status, usage = os.wait4(self.process.pid, 0)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        self.cpu = usage.ru_utime + usage.ru_stime
        self.said.seek(0)
        said = self.said.read().decode("utf-8", "replace")
        self.abandon()
        if self.process.returncode != 0:
            raise RuntimeError(f"voxpop ended with exit code {self.process.returncode}: {said.strip()[-1000:]}")
        return said

    def abandon(self):
        """Also for a task that Spark gives up: no program is left behind."""
        if self.process.returncode is None:
            self.process.kill()
            self.process.wait()
        self.reader.join()
        for f in (self.process.stdin, self.process.stdout, self.said):
            f.close()


def joined_lines(batch):
    """The lines of an Arrow batch as one buffer, a line feed behind each; made by Arrow, not line by line."""
    import pyarrow as pa
    import pyarrow.compute as pc

    column = batch.column(0)
    if len(column) == 0:
        return b""
    whole = pa.ListArray.from_arrays(pa.array([0, len(column)], pa.int32()), column.fill_null(b""))
    return pc.binary_join(whole, b"\n")[0].as_buffer()


def feed(batches, command, whole_files):
    """(pipe, blocks of output, bytes written) for each program run: one for a partition, or one for each file."""
    pipe = None
    for batch in batches:
        if whole_files:
            for value in batch.column(0):
                yield from feed_file(Pipe(command), value.as_buffer())
            continue
        pipe = pipe or Pipe(command)
        data = joined_lines(batch)
        if len(data):
            pipe.write(data)
            pipe.write(b"\n")
        yield pipe, pipe.blocks(), len(data)
    if not whole_files:
        yield from end_of(pipe or Pipe(command))


def feed_file(pipe, content):
    yield pipe, (), 0
    pipe.write(content)
    yield pipe, pipe.blocks(), len(content)
    yield from end_of(pipe)


def end_of(pipe):
    pipe.close_input()
    yield pipe, pipe.blocks(to_the_end=True), 0
    pipe.finish()
    yield pipe, None, 0


def make_reporter(shipped, options, whole_files):
    """A mapInArrow function: a partition's rows in, (partition, partial report, counts) out."""

    def report_partition(batches):
        import time

        import pyarrow as pa
        from pyspark import TaskContext

        program, files = unpack(shipped)
        begun, own = time.time(), time.process_time()
        command = [program, "report", "--partial", "--shard"] + files + options + ["-"]
        text, written = [], 0
        for pipe, blocks, size in feed(batches, command, whole_files):
            written += size
            if blocks is not None:
                text += blocks
                continue
            row = [TaskContext.get().partitionId(), b"".join(text), written, time.time() - begun, pipe.cpu]
            row.append(time.process_time() - own)
            names = ["partition", "partial", "bytes", "seconds", "program_cpu", "python_cpu"]
            types = [pa.int32(), pa.binary(), pa.int64(), pa.float64(), pa.float64(), pa.float64()]
            yield pa.RecordBatch.from_arrays([pa.array([v], t) for v, t in zip(row, types)], names)
            text, written, begun, own = [], 0, time.time(), time.process_time()

    return report_partition


REPORTER_SCHEMA = "partition int, partial binary, bytes long, seconds double, program_cpu double, python_cpu double"


def make_scorer(shipped, options, whole_files):
    """A mapInArrow function: a partition's rows in, (partition, record) out."""

    def batch_of(partition, lines):
        import pyarrow as pa

        arrays = [pa.array([partition] * len(lines), pa.int32()), pa.array(lines, pa.string())]
        return pa.RecordBatch.from_arrays(arrays, ["partition", "record"])

    def score_partition(batches):
        from pyspark import TaskContext

        program, files = unpack(shipped)
        command = [program, "score", "--shard"] + files + options + ["-"]
        partition, rest = TaskContext.get().partitionId(), b""
        for _, blocks, _ in feed(batches, command, whole_files):
            for block in blocks or ():
                lines = (rest + block).split(b"\n")
                rest = lines.pop()
                if lines:
                    yield batch_of(partition, lines)

    return score_partition


def make_merger(shipped, options):
    """An RDD function: the partial reports of a group in, one that holds all their rows out."""

    def merge_group(rows):
        parts = [part for _, part in rows]
        if parts:
            program, files = unpack(shipped)
            files = [word for name, path in zip(files[::2], files[1::2]) if name != "--join" for word in (name, path)]
            yield merge([program, "merge", "--partial"] + files + options, parts)

    return merge_group


def merge(command, parts):
    with tempfile.TemporaryDirectory(prefix="voxpop-merge-") as folder:
        paths = []
        for i, part in enumerate(parts):
            paths.append(os.path.join(folder, f"{i}.part"))
            with open(paths[-1], "wb") as f:
                f.write(part)
        pipe = Pipe(command + paths)
        pipe.close_input()
        text = b"".join(pipe.blocks(to_the_end=True))
        pipe.finish()
        return text


# ---- Reading ----------------------------------------------------------------------------------------------------


def lines_of(frame):
    """Each row of a DataFrame as one line of JSON, nulls and all."""
    from pyspark.sql import functions as F

    row = F.struct(*[F.col("`" + name.replace("`", "``") + "`") for name in frame.columns])
    return frame.select(F.to_json(row, {"ignoreNullFields": "false"}).cast("binary").alias("line"))


def named_columns(job):
    """The columns that the options name; None where only the program can tell."""
    names = []
    for option, value in zip(*[iter([w for w in job.worker if w not in WORKER_FLAGS])] * 2):
        if option in ("--where", "--measure", "--compare", "--mask-text"):
            return None
        if option == "--question":
            value = value.rpartition(":")[0]
        if option == "--rollup":
            names += [level for level in value.split("/") if level]
        elif option == "--keep" or option.endswith("-column") and option != "--join-column" or option in ("--question", "--per"):
            names.append(value)
    if any(option == "--join" for option, _ in job.ship):
        return None
    return list(dict.fromkeys(name for name in names if name))


def read(session, job):
    """(a DataFrame of one binary column, is each row a whole file?)"""
    form = job.own["--format"]
    if form in ("csv", "tsv"):
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "1")
        return session.read.format("binaryFile").load(job.inputs).select("content"), True
    if form == "ndjson":
        # Spark's lines are the file's bytes; a byte order mark may stand inside a partition of several files.
        lines = session.read.text(job.inputs, lineSep="\n").selectExpr("cast(value as binary) as line")
        lines = lines.selectExpr("if(substring(line, 1, 3) = X'EFBBBF', substring(line, 4), line) as line")
    else:
        frame = session.read.parquet(*job.inputs) if form == "parquet" else session.table(job.inputs[0])
        names = named_columns(job)
        if names:
            frame = frame.select(*["`" + name.replace("`", "``") + "`" for name in names])
        lines = lines_of(frame)
    partitions = int(job.own.get("--partitions", 0))
    return (lines.repartition(partitions) if partitions else lines), False


def worker_options(job):
    form = job.own["--format"] if job.own["--format"] in ("csv", "tsv") else "ndjson"
    return ["--format", form, "--encoding", job.own.get("--encoding", "utf-8")] + job.worker


# ---- Scoring ----------------------------------------------------------------------------------------------------

RECORD = """id string, line long, question string, lang string, score double, `group` string, date string,
 segments map<string,string>, sentiment struct<score double, label string, confidence double>,
 emotions array<struct<id string, score double>>, themes array<struct<id string, sentiment struct<score double,
 label string>>>, intents array<struct<id string>>, flags array<string>, keep map<string,string>,
 error struct<code string, line long, offset long, column string, message string>"""


def score(frame, job, shipped, whole_files=False):
    """A DataFrame of records: columns for what is asked most, and the whole record as the program wrote it."""
    from pyspark.sql import functions as F

    scorer = make_scorer(shipped, worker_options(job), whole_files)
    records = frame.mapInArrow(scorer, "partition int, record string")
    return records.withColumn("r", F.from_json("record", RECORD)).select("partition", "r.*", "record")


def run_score(session, job, shipped):
    frame, whole = read(session, job)
    scored = score(frame, job, shipped, whole)
    scored.write.mode("overwrite" if job.force else "errorifexists").parquet(job.out)
    written = session.read.parquet(job.out)
    rows, bad = written.count(), written.where("error is not null").count()
    print(f"voxpop score: {rows} records, {bad} of them errors", file=sys.stderr)
    return within_bound(job, bad)


# ---- Reporting --------------------------------------------------------------------------------------------------


def merge_in_tree(parts, shipped):
    """Groups of partial reports are added up on the workers, level by level, until one process can do the rest."""
    count = parts.getNumPartitions()
    while count > MERGE_WIDTH:
        count = (count + MERGE_WIDTH - 1) // MERGE_WIDTH
        parts = parts.partitionBy(count, lambda key: key // MERGE_WIDTH)
        parts = parts.mapPartitionsWithIndex(lambda i, rows, f=make_merger(shipped, []): ((i, part) for part in f(rows)), True)
    return parts


def report(frame, job, shipped, whole_files=False):
    """(the partial report of all rows, what the tasks counted)"""
    reporter = make_reporter(shipped, worker_options(job), whole_files)
    rows = frame.mapInArrow(reporter, REPORTER_SCHEMA).rdd
    context = rows.context
    tasks = context.accumulator([], ListParam())

    def note(row):
        tasks.add([[row["partition"], row["bytes"], row["seconds"], row["program_cpu"], row["python_cpu"], len(row["partial"])]])
        return row["partition"], bytes(row["partial"])

    parts = [part for _, part in merge_in_tree(rows.map(note), shipped).collect()]
    if not parts:
        raise UseError("the input holds no file")
    return merge(local_merge(shipped) + ["--partial"], parts), tasks.value


def local_merge(shipped):
    command = [shipped["local"][0][1], "merge"]
    for role, path in shipped["local"][1:]:
        command += [role, path] if role != "--join" else []
    return command


def ListParam():
    from pyspark.accumulators import AccumulatorParam

    class Lists(AccumulatorParam):
        def zero(self, value):
            return []

        def addInPlace(self, value1, value2):
            value1.extend(value2)
            return value1

    return Lists()


def run_report(session, job, shipped):
    frame, whole = read(session, job)
    partial, tasks = report(frame, job, shipped, whole)
    write_stats(job, partial, tasks)
    bad = bad_rows(partial, shipped)
    if bad:
        print(f"voxpop report: {bad} bad rows", file=sys.stderr)
    code = within_bound(job, bad)
    if code:
        return code
    command = local_merge(shipped) + job.tell + (["--force"] if job.force else [])
    command += ["-o", job.out] if job.out else []
    with tempfile.NamedTemporaryFile(prefix="voxpop-", suffix=".part") as f:
        f.write(partial)
        f.flush()
        return subprocess.run(command + [f.name], check=False).returncode


def bad_rows(partial, shipped):
    return json.loads(merge(local_merge(shipped), [partial]))["base"]["bad"]


def within_bound(job, bad):
    most = int(job.own.get("--max-bad", -1))
    if 0 <= most < bad:
        print(f"voxpop {job.command}: {bad} bad rows are more than the allowed {most}", file=sys.stderr)
        return 3
    return 0


def write_stats(job, partial, tasks):
    if "--stats" not in job.own:
        return
    names = ("partition", "bytes", "seconds", "program_cpu", "python_cpu", "partial_bytes")
    listed = [dict(zip(names, task)) for task in sorted(tasks)]
    with open(job.own["--stats"], "w", encoding="utf-8") as f:
        json.dump({"tasks": listed, "partial_bytes": len(partial)}, f, indent=1)


# ---- Running ----------------------------------------------------------------------------------------------------


def main(argv):
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(__doc__)
        return 0 if argv else 2
    try:
        job = parse(argv)
        find_program(job.own)
        if job.out and job.command == "report" and os.path.exists(job.out) and not job.force:
            raise UseError(f"{job.out} exists; --force replaces it")
    except UseError as wrong:
        print(f"voxpop_spark: {wrong}", file=sys.stderr)
        return 2
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName(f"voxpop {job.command}").getOrCreate()
    folder = tempfile.mkdtemp(prefix="voxpop-ship-")
    try:
        shipped = ship(session.sparkContext, job, folder)
        return (run_report if job.command == "report" else run_score)(session, job, shipped)
    except UseError as wrong:
        print(f"voxpop_spark: {wrong}", file=sys.stderr)
        return 2
    except Exception as failed:  # Py4J wraps what a task raised; its own words are what helps
        print(f"voxpop_spark: {str(failed)[-3000:]}", file=sys.stderr)
        return 6
    finally:
        session.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
