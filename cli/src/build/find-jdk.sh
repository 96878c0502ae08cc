# Finds a JDK 25 and prints its folder; prints nothing and fails when there is none.
# Read by ./landfall, .ci/run and the build; POSIX sh, no JVM is started.

is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] &&
    grep -q '^JAVA_VERSION="25[."+-]' "$1/release"
}

find_jdk_25() {
  for candidate in "${LANDFALL_JAVA_HOME:-}" "${JAVA_HOME:-}"; do
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  on_path=$(command -v javac 2>/dev/null) || on_path=
  if [ -n "$on_path" ]; then
    resolved=$(readlink -f "$on_path" 2>/dev/null) || resolved=$on_path
    candidate=$(dirname "$(dirname "$resolved")")
    if is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  fi
  if [ -x /usr/libexec/java_home ]; then
    candidate=$(/usr/libexec/java_home -v 25 2>/dev/null) || candidate=
    if [ -n "$candidate" ] && is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  fi
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/*; do
    if is_jdk_25 "$candidate"; then
      echo "$candidate"
      return 0
    fi
  done
  return 1
}

no_jdk_25="Landfall needs a JDK 25: install one, such as Temurin 25 from https://adoptium.net, or set JAVA_HOME to it."
