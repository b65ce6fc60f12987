#!/bin/sh
# archive.sh HOME NAME PLATFORM FOLDER: packs the installation in HOME as FOLDER/NAME-PLATFORM.tar.xz,
# with the pipeline files of this checkout. ONNX Runtime stays out, and so do native libraries of other
# platforms; one that is larger than it may be is refused.
set -eu
most=${REFLUX_ARCHIVE_MOST:-150000000}
home=$1 name=$2 platform=$3 folder=$4
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

work=$(mktemp -d "$folder/archive.XXXXXX")
trap 'rm -rf "$work"' EXIT
top=$work/$name
mkdir "$top"
"$java" src/launcher/SlimJars.java "$home/lib" "$top/lib" "$platform"
rm -f "$top"/lib/onnxruntime*.jar
mkdir "$top/lib/ext"
cat >"$top/lib/ext/README" <<'TEXT'
Jars that are put here are on the class path, after those of Reflux. For ONNX files, as teachers or as
exports: onnxruntime-1.21.1.jar (com.microsoft.onnxruntime:onnxruntime:1.21.1 of Maven Central), by

  mvn dependency:copy -Dartifact=com.microsoft.onnxruntime:onnxruntime:1.21.1 -DoutputDirectory=lib/ext
TEXT
cp -R "$home/bin" "$home/conf" "$home/golden" LICENSE NOTICE README.md pipelines "$top"
# The bill of materials, without what stays out.
"$java" src/launcher/SlimSbom.java "$home/sbom.json" "$top/sbom.json" com.microsoft.onnxruntime:onnxruntime

file=$folder/$name-$platform.tar.xz
rm -f "$file"
# Of level 2: higher ones take several times as long, for 4 MB less.
tar -C "$work" -cf "$work/all.tar" "$name"
xz -2 -T0 -c "$work/all.tar" >"$work/all.tar.xz"
size=$(wc -c <"$work/all.tar.xz" | tr -d ' ')
if [ "$size" -gt "$most" ]; then
  echo "$file: $size bytes (expected: $most at most)" >&2
  exit 1
fi
mv "$work/all.tar.xz" "$file"
echo "$file: $size bytes"
