# Finds a Java and starts the offsite command on it. Sourced by the launchers, never run.
# shellcheck shell=sh

# Sets $java, or ends with 3 and says why.
find_java() {
  java=java
  if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; fi
  if ! command -v "$java" >/dev/null 2>&1; then
    echo "offsite: no java found ($java); install Java 17 or newer, or set JAVA_HOME to where it is" >&2
    exit 3
  fi
  said=$("$java" -version 2>&1) || true
  version=$(echo "$said" | sed -n 's/^[^"]* version "\([0-9][0-9]*\).*/\1/p' | head -n 1)
  if [ "${version:-0}" -lt 17 ]; then
    echo "offsite: $java is not Java 17 or newer: $(echo "$said" | head -n 1); install one, or set JAVA_HOME to where it is" >&2
    exit 3
  fi
}

# Becomes the JVM: start_java HOME JAR ARGUMENT…, with the options in HOME/config/jvm.options and then OFFSITE_JAVA_OPTS.
start_java() {
  options=$1/config/jvm.options
  jar=$2
  shift 2
  # One arena: with more, the C library holds memory that is long free.
  export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-1}"
  # shellcheck disable=SC2086  # options are meant to be split
  exec "$java" @"$options" ${OFFSITE_JAVA_OPTS:-} -jar "$jar" "$@"
}
