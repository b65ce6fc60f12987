#!/bin/sh
# Starts Reflux. JAVA_OPTS is handed to the JVM; JAVA_HOME picks it.
# PYTORCH_LIBRARY_PATH names a folder with another libtorch 2.7.1, as one built for CUDA.
set -eu

script=$0
while [ -h "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
home=$(cd "$(dirname "$script")/.." && pwd -P)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# Threads of GNU OpenMP that spin at their barriers slow each other down where stages share cores.
# `bench programs` measures one program at a time: its threads wait as its peer's do, by spinning.
case "${1-} ${2-}" in
  "bench programs") ;;
  *) export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}" ;;
esac
# Few arenas: what native stages free goes back to the system.
MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-4}
export MALLOC_ARENA_MAX

# shellcheck disable=SC2086  # JAVA_OPTS holds several words
exec "$java" -Xms64m -XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError ${JAVA_OPTS:-} \
  -Dreflux.home="$home" -classpath "$home/conf:$home/lib/*" io.reflux.cli.Main "$@"
