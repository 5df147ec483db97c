#!/usr/bin/env bash
# Runs one fuzzer for a time: fuzz.sh FOLDER NAME TIME LOGS
#
# Go before 1.27 may end a fuzzer whose time is up with "context deadline exceeded",
# although it found nothing (go.dev/issue/75804). Such a run is no answer, so it is
# made again, a few times at most. A finding always comes with its input, and fails
# at once.
set -euo pipefail
folder=$1 name=$2 time=$3 log=$4/fuzz.${1//\//-}.$2.log
for _ in 1 2 3 4 5 6; do
	if go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 5s -parallel 1 "./$folder" >"$log" 2>&1; then
		echo "ok fuzz ./$folder $name"
		exit 0
	fi
	grep -qx ' *context deadline exceeded' "$log" && ! grep -qiE 'failing input|panic|_test\.go:' "$log" || break
done
echo "$folder $name"
cat "$log"
exit 255 # makes xargs stop
