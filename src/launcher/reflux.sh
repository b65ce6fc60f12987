#!/bin/sh
# Starts Reflux. JAVA_OPTS is handed to the JVM; JAVA_HOME picks it.
# PYTORCH_LIBRARY_PATH names a folder with another libtorch 2.7.1, as one built for CUDA 12.8.
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
# Commands that only read and tell.
brief=no
case "${1-}" in
  "" | help | check | list | models | control | queue | datasets | completion | man | -V | --version) brief=yes ;;
esac
for word in "$@"; do
  case $word in -h | --help) brief=yes ;; esac
done
# A step frees what the next one takes: glibc keeps it, in one arena, instead of having the system take
# and clear the same pages at every step.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
export MALLOC_MMAP_THRESHOLD_="${MALLOC_MMAP_THRESHOLD_:-1073741824}"
export MALLOC_TRIM_THRESHOLD_="${MALLOC_TRIM_THRESHOLD_:-1073741824}"
export MALLOC_TOP_PAD_="${MALLOC_TOP_PAD_:-67108864}"

# A libtorch of one's own, in the folder PYTORCH_LIBRARY_PATH: DJL would look for a JNI library that was
# built with it, and there are but two in the jars: for the processor, and for CUDA 12.8.
if [ -n "${PYTORCH_LIBRARY_PATH:-}" ] && [ -z "${PYTORCH_FLAVOR:-}" ]; then
  if [ -e "$PYTORCH_LIBRARY_PATH/libtorch_cuda.so" ]; then PYTORCH_FLAVOR=cu128; else PYTORCH_FLAVOR=cpu; fi
  export PYTORCH_FLAVOR
fi
# cuBLAS adds up in the same order at every run only with a workspace of a fixed size.
export CUBLAS_WORKSPACE_CONFIG="${CUBLAS_WORKSPACE_CONFIG:-:4096:8}"

# Java takes the bytes of file names and words for what the locale says: under a bare environment
# (LANG=C) it can't open a name that is not ASCII.
case "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}" in
  *[Uu][Tt][Ff]8* | *[Uu][Tt][Ff]-8*) ;;
  *)
    if [ -n "${LC_ALL:-}" ]; then LC_ALL=C.UTF-8 && export LC_ALL; fi
    LC_CTYPE=C.UTF-8 && export LC_CTYPE
    ;;
esac

# The jars alone take most of so few descriptors: Java would not find its own classes.
descriptors=$(ulimit -H -n)
if [ "$descriptors" != unlimited ] && [ "$descriptors" -lt 128 ]; then
  echo "reflux: $descriptors file descriptors (expected: at least 128; ulimit -n, or LimitNOFILE= of systemd)" >&2
  exit 3
fi

# All jars, in an order that doesn't depend on the file system: the archive below is made for just these.
jars=
for jar in "$home"/lib/*.jar; do jars=$jars${jars:+:}$jar; done
# Jars that were added, as ONNX Runtime's, come after those.
added=
for jar in "$home"/lib/ext/*.jar; do if [ -e "$jar" ]; then added=$added:$jar; fi; done
set -- io.reflux.cli.Main "$@"
if [ -e "$home/conf/application.conf" ] && [ -e "$home/conf/logback.xml" ]; then
  set -- -Dconfig.file="$home/conf/application.conf" \
    -Dlogback.configurationFile="$home/conf/logback.xml" -classpath "$jars$added:$home/conf" "$@"
else
  set -- -classpath "$home/conf:$jars$added" "$@"
fi
# shellcheck disable=SC2086  # JAVA_OPTS holds several words
set -- ${JAVA_OPTS:-} -Dreflux.home="$home" "$@"

# The archive of classes as this very Java keeps them in memory, of these jars in this place. One that
# doesn't fit would take Java's own away, so its name says what it was made for.
release=$(dirname "$(readlink -f "$(command -v "$java")" 2>/dev/null || echo "$java")")/../release
made_for() {
  { echo "$home"; cat "$release" || true; ls -lnL "$home/lib" | awk '/\.jar$/ {print $5, $NF}'; } 2>/dev/null |
    cksum | tr ' ' -
}

# REFLUX_ARCHIVE=make reflux WORDS…: what those words do, and then an archive of the classes that it
# took. The build makes one; an installation that was moved, or has another Java, has none that fits.
if [ "${REFLUX_ARCHIVE:-}" = make ]; then
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  code=0
  "$java" -XX:DumpLoadedClassList="$work/run" "$@" || code=$?
  # shellcheck disable=SC2086
  "$java" ${JAVA_OPTS:-} -XX:DumpLoadedClassList="$work/help" -Dreflux.home="$home" -classpath "$jars" \
    io.reflux.cli.Main --help >"$work/said" 2>&1 || true
  cat "$work/run" "$work/help" 2>/dev/null | sort -u >"$work/classes"
  rm -f "$home"/lib/reflux-classes-*.jsa
  # shellcheck disable=SC2086
  if "$java" ${JAVA_OPTS:-} -Xshare:dump -XX:SharedClassListFile="$work/classes" \
    -XX:SharedArchiveFile="$work/made" -classpath "$jars" >"$work/said" 2>&1 &&
    cp "$work/made" "$home/lib/making.$$" 2>>"$work/said"; then
    mv "$home/lib/making.$$" "$home/lib/reflux-classes-$(made_for).jsa"
  else
    echo "reflux: no archive of classes was made, so each start takes somewhat longer: $(tail -n 1 "$work/said")" >&2
  fi
  exit "$code"
fi
for archive in "$home"/lib/reflux-classes-*.jsa; do
  if [ -r "$archive" ] && [ "$archive" = "$home/lib/reflux-classes-$(made_for).jsa" ]; then
    set -- -Xshare:auto -Xlog:cds=off -Xlog:class+path=off -XX:SharedArchiveFile="$archive" "$@"
    break
  fi
done

# What is over at once is compiled the quick way.
if [ "$brief" = yes ]; then set -- -XX:TieredStopAtLevel=1 "$@"; fi

exec "$java" -Xms64m -XX:MaxRAMPercentage=25 -XX:+ExitOnOutOfMemoryError "$@"
