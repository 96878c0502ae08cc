#!/bin/sh
# Lays out what ./landfall starts, and trains its AOT caches (JEP 483, JEP 514) with the flags it is
# started with. Called by the build at `package`: train.sh PROJECT_ROOT
set -eu
root=$1
. "$root/cli/src/build/find-jdk.sh"
jdk=$(find_jdk_25) || {
  echo "$no_jdk_25" >&2
  exit 1
}
app=$root/cli/target/landfall
rm -f "$app/ready" "$app"/*.aot "$app"/*.args

# The JVM keeps neither the classes of a signed jar nor those of Java 5's format in its cache: picocli's
# are of that format, and JGit's jar is signed.
for jar in "$app"/lib/*.jar; do
  case $(basename "$jar") in
    picocli-*) old=yes ;;
    *) old=no ;;
  esac
  if [ $old = yes ] || "$jdk/bin/jar" --list --file "$jar" | grep -q '^META-INF/[^/]*\.SF$'; then
    "$jdk/bin/java" -XX:TieredStopAtLevel=1 "$root/cli/src/build/ModernClasses.java" "$jar"
  fi
done

classpath=$(ls "$root"/cli/target/landfall-cli-*.jar | grep -v -e '-sources' -e '-tests' | head -1)
for jar in "$app"/lib/*.jar; do
  classpath=$classpath:$jar
done
flags="-XX:+UseSerialGC
-XX:+AOTClassLinking
-XX:TieredStopAtLevel=1
-Xms32m
-Xmx1g
-Xlog:aot=off
-Xlog:cds=off
--enable-native-access=ALL-UNNAMED
-Dfile.encoding=UTF-8
-Dorg.fusesource.jansi.Ansi.disable=true
-Dh2.bindAddress=127.0.0.1
\"-Dlandfall.drivers=$app/drivers\""

printf '%s\n-cp\n"%s"\n' "$flags" "$classpath" >"$app/train.args"

# Trains one cache in one process, and writes the arguments it is used with: train NAME
train() {
  work=$app/training-$1
  rm -rf "$work"
  mkdir -p "$work"
  (
    cd "$work"
    "$jdk/bin/java" "-XX:AOTCacheOutput=$app/$1.aot" "@$app/train.args" \
      dev.landfall.cli.Training "$root" "$work" "$1" >"$work/output.txt" 2>&1
  ) || {
    cat "$work/output.txt" >&2
    echo "The AOT cache of $1 could not be trained." >&2
    exit 1
  }
  rm -rf "$work"
  {
    echo "-XX:AOTCache=$app/$1.aot"
    cat "$app/train.args"
  } >"$app/$1.args"
}

train commands
train stand-ins
rm -f "$app/train.args"
touch "$app/ready"
