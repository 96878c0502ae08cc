#!/bin/sh
# Lays out what ./landfall starts, and trains its AOT cache (JEP 483, JEP 514) with the flags it is
# started with. Called by the build at `package`: train.sh PROJECT_ROOT
set -eu
root=$1
. "$root/cli/src/build/find-jdk.sh"
jdk=$(find_jdk_25) || {
  echo "$no_jdk_25" >&2
  exit 1
}
app=$root/cli/target/landfall
rm -f "$app/ready" "$app/landfall.aot"

# A signed jar's classes cannot be kept in the cache, and its signature would be checked at each start.
for jar in "$app"/lib/*.jar; do
  if "$jdk/bin/jar" --list --file "$jar" | grep -q '^META-INF/[^/]*\.SF$'; then
    unpacked=$app/unpacked
    rm -rf "$unpacked"
    mkdir "$unpacked"
    (cd "$unpacked" && "$jdk/bin/jar" --extract --file "$jar")
    rm -f "$unpacked"/META-INF/*.SF "$unpacked"/META-INF/*.RSA "$unpacked"/META-INF/*.DSA
    sed -e '/^$/,$d' "$unpacked/META-INF/MANIFEST.MF" >"$app/manifest"
    "$jdk/bin/jar" --create --file "$jar" --manifest "$app/manifest" --date 2026-01-01T00:00:00Z -C "$unpacked" .
    rm -rf "$unpacked" "$app/manifest"
  fi
done

classpath=$(ls "$root"/cli/target/landfall-cli-*.jar | grep -v -e '-sources' -e '-tests' | head -1)
for jar in "$app"/lib/*.jar; do
  classpath=$classpath:$jar
done
flags="-XX:+UseSerialGC
-XX:-AOTClassLinking
-XX:TieredStopAtLevel=1
-Xms32m
-Xmx1g
-Xlog:aot=off
-Xlog:cds=off
--enable-native-access=ALL-UNNAMED
-Dfile.encoding=UTF-8
-Dh2.bindAddress=127.0.0.1"

work=$app/training
rm -rf "$work"
mkdir -p "$work"
printf '%s\n-cp\n"%s"\n' "$flags" "$classpath" >"$app/train.args"

# The training run: one process, so that one cache holds what all of these commands use.
(
  cd "$work"
  "$jdk/bin/java" "-XX:AOTCacheOutput=$app/landfall.aot" "@$app/train.args" \
    dev.landfall.cli.Training "$root" "$work" >"$work/output.txt" 2>&1
) || {
  cat "$work/output.txt" >&2
  echo "The AOT cache could not be trained." >&2
  exit 1
}
rm -rf "$work"

{
  echo "-XX:AOTCache=$app/landfall.aot"
  cat "$app/train.args"
} >"$app/java.args"
rm -f "$app/train.args"
touch "$app/ready"
