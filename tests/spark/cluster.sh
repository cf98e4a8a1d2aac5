# cluster.sh - a Spark master and two workers on loopback, and how to kill one. Sourced by run.sh.
# $python has pyspark; $folder is ours. Ends only processes that it started.

spark_home=$("$python" -c 'import pyspark, os; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME="$spark_home" SPARK_LOCAL_IP=127.0.0.1 PYSPARK_PYTHON="$python" PYSPARK_DRIVER_PYTHON="$python"
export SPARK_NO_DAEMONIZE=1 SPARK_LOG_DIR="$folder/logs" SPARK_WORKER_DIR="$folder/work" SPARK_LOCAL_DIRS="$folder/local"
port=$((20000 + $$ % 20000))
master=spark://127.0.0.1:$port

# start NAME CLASS ARGUMENT...: in a process group of its own, whose number stands in NAME.pid
start() {
  name=$1
  shift
  setsid "$spark_home/bin/spark-class" "$@" >"$folder/$name.log" 2>&1 &
  echo $! >"$folder/$name.pid"
}

# Executors are in the group of their worker, and the program in that of the executor's Python.
kill_group() {
  [ -f "$folder/$1.pid" ] || return 0
  kill -s KILL -- "-$(cat "$folder/$1.pid")" || : # dash knows no -- behind -9
  rm -f "$folder/$1.pid"
}

# wait_for FILE PATTERN COUNT: up to two minutes
wait_for() {
  for _ in $(seq 240); do
    [ "$(grep -c -- "$2" "$1" 2>/dev/null)" -ge "$3" ] 2>/dev/null && return 0
    sleep 0.5
  done
  return 1
}

cluster_start() {
  mkdir -p "$folder/logs" "$folder/work" "$folder/local"
  start master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port "$port" --webui-port 0
  wait_for "$folder/master.log" "Starting Spark master" 1 || return 1
  start worker1 org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g --webui-port 0 "$master"
  start worker2 org.apache.spark.deploy.worker.Worker --host 127.0.0.1 --cores 1 --memory 1g --webui-port 0 "$master"
  wait_for "$folder/master.log" "Registering worker" 2
}

cluster_stop() {
  for one in worker1 worker2 master; do kill_group $one; done
}

# Ticks that the JVMs of both workers' executors have taken, those that have ended. Python and the program count for
# themselves (--stats): the JVM does not wait for them.
workers_cpu() {
  for one in worker1 worker2; do
    sed 's/.*) //' "/proc/$(cat "$folder/$one.pid")/stat" 2>/dev/null
  done | awk '{ n += $14 + $15 } END { print n + 0 }'
}

# submit ARGUMENT...: the job on the cluster, its words in submit.log
submit() {
  "$spark_home/bin/spark-submit" --master "$master" --conf spark.ui.enabled=false --conf spark.executor.memory=700m \
    --conf spark.driver.host=127.0.0.1 --conf spark.driver.memory=700m --conf spark.network.timeout=60s \
    --conf spark.executor.heartbeatInterval=5s "$root/tools/spark/voxpop_spark.py" "$@" >"$folder/submit.log" 2>&1
}
