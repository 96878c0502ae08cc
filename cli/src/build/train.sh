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
-Xlog:aot*=off
-Xlog:cds*=off
--enable-native-access=ALL-UNNAMED
-Dfile.encoding=UTF-8
-Dorg.fusesource.jansi.Ansi.disable=true
-Dh2.bindAddress=127.0.0.1"

# Trains one cache in one process, and writes the arguments it is used with: train NAME ARGUMENTS
train() {
  name=$1
  arguments=$2
  work=$app/training-$name
  mkdir -p "$work"
  (
    cd "$work"
    "$jdk/bin/java" "-XX:AOTCacheOutput=$app/$name.aot" "@$arguments" \
      dev.landfall.cli.Training "$root" "$work" "$name" >"$work/output.txt" 2>&1
  ) || {
    cat "$work/output.txt" >&2
    echo "The AOT cache of $name could not be trained." >&2
    exit 1
  }
  rm -rf "$work"
  {
    echo "-XX:AOTCache=$app/$name.aot"
    cat "$arguments"
  } >"$app/$name.args"
  # A cache that does not fit its arguments would be passed over without a word.
  "$jdk/bin/java" -XX:AOTMode=on "@$app/$name.args" "-Dlandfall.home=$root" \
    dev.landfall.cli.Main --version >/dev/null
}

# Stand-ins in a process of their own, so that a client's cache has none of their classes:
# start_stand_ins NAME PLATFORM ARGUMENTS
start_stand_ins() {
  work=$app/training-$1
  platform=$root/cli/src/build/training/$2
  shift 2
  mkdir -p "$work"
  "$jdk/bin/java" "@$app/stand-ins.args" "-Dlandfall.home=$root" dev.landfall.cli.Main \
    sandbox "$@" --blueprint "$platform" --env dev --ready-file "$work/ready.json" \
    >"$app/stand-ins.txt" 2>&1 &
  stand_ins=$!
  trap 'kill $stand_ins 2>/dev/null || true' EXIT
  until [ -f "$work/ready.json" ]; do
    kill -0 $stand_ins 2>/dev/null || {
      cat "$app/stand-ins.txt" >&2
      echo "The stand-ins to train with did not start." >&2
      exit 1
    }
    sleep 0.1
  done
}

rm -rf "$app"/training-*
# The Snowflake driver's 48,000 files are listed when its jar is opened: most commands load it only
# when they need it.
printf '%s\n"-Dlandfall.drivers=%s"\n-cp\n"%s"\n' "$flags" "$app/drivers" "$classpath" >"$app/train.args"
train commands "$app/train.args"
train stand-ins "$app/train.args"

stop_stand_ins() {
  kill $stand_ins
  trap - EXIT
  wait $stand_ins || true
}

start_stand_ins stacks stacks --only aws
train stacks "$app/train.args"
stop_stand_ins

for jar in "$app"/drivers/*.jar; do
  classpath=$classpath:$jar
done
printf '%s\n-cp\n"%s"\n' "$flags" "$classpath" >"$app/train.args"
start_stand_ins snowflake warehouse --only snowflake --only aws
train snowflake "$app/train.args"
stop_stand_ins

rm -f "$app/train.args" "$app/stand-ins.txt"
touch "$app/ready"
