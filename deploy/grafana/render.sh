#!/usr/bin/env bash
# Draws every dashboard from a river that works, fails and recovers: three services
# on a NATS server with TLS, polling the sites of outlets/, scraped by a Prometheus.
# Fails when a panel is empty or a query is wrong.
#
#   RASAD_LAB=FOLDER deploy/grafana/render.sh [OUT [MINUTES]]
#
# OUT is docs/img and MINUTES 6 when not given; 5 at least.
#
# RASAD_LAB holds grafana/render.mjs, which draws a dashboard file with Grafana's own
# panels. Also needed: prometheus, node, chromium, openssl, python3, and the right to
# a mount namespace: the sites' names are in an /etc/hosts of the script's own.
set -euo pipefail
here=$(realpath "$(dirname "$0")")
out=$(realpath -m "${1:-$here/../../docs/img}") minutes=${2:-6}
cd "$here/../.."
render=${RASAD_LAB:?set it to the folder that holds grafana/render.mjs}/grafana/render.mjs
rasad=${RASAD:-bin/rasad} server=${NATS_SERVER:-bin/nats-server}
for tool in prometheus node openssl python3 unshare "$rasad" "$server"; do
	command -v "$tool" >/dev/null || { echo "$tool is missing" >&2; exit 1; }
done

if [ -z "${RASAD_OWN_HOSTS:-}" ]; then
	export RASAD_OWN_HOSTS=1
	as=(); [ "$(id -u)" = 0 ] || as=(--map-root-user)
	exec unshare --mount "${as[@]}" "$here/render.sh" "$out" "$minutes"
fi

dir=$(mktemp -d /tmp/rasad-dashboards.XXXXXX)
declare -A running
trap 'kill "${running[@]}" 2>/dev/null || true; wait; rm -rf "$dir"' EXIT
start() { # NAME COMMAND...
	"${@:2}" >>"$dir/$1.log" 2>&1 &
	running[$1]=$!
}
stop() { # SIGNAL NAME
	kill "-$1" "${running[$2]}"
	wait "${running[$2]}" 2>/dev/null || true
}
say() { printf '%(%T)T %s\n' -1 "$*"; }

say "the press"
(cd deploy/grafana && GOWORK=off go build -o "$dir/outlets" ./outlets)
start outlets "$dir/outlets" -listen 127.0.0.1:18480 -root . -opml "$dir/feeds.opml" -hosts "$dir/hosts"
until [ -s "$dir/hosts" ]; do kill -0 "${running[outlets]}"; sleep .2; done
mount --bind "$dir/hosts" /etc/hosts

say "the broker"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=broker -addext subjectAltName=IP:127.0.0.1 \
	-keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
cat >"$dir/nats.conf" <<-EOF
	listen: 127.0.0.1:14222
	jetstream { store_dir: $dir/nats }
	tls { cert_file: $dir/cert.pem, key_file: $dir/key.pem, handshake_first: auto }
EOF
start nats "$server" -c "$dir/nats.conf"
reach=(--nats tls://127.0.0.1:14222 --nats-ca "$dir/cert.pem")
until "$rasad" migrate "${reach[@]}" --max-bytes 20000000 >"$dir/migrate.log" 2>&1; do kill -0 "${running[nats]}"; sleep 1; done

say "the river"
fetcher() {
	start fetcher "$rasad" fetcher "${reach[@]}" --max-bytes 20000000 --listen 127.0.0.1:19461 --feeds "$dir/feeds.opml" --allow 127.0.0.0/8 \
		--poll-min 10s --rate 5
}
cleaner() { start cleaner "$rasad" cleaner "${reach[@]}" --max-bytes 20000000 --listen 127.0.0.1:19462; }
tagger() { start tagger "$rasad" tagger "${reach[@]}" --max-bytes 20000000 --listen 127.0.0.1:19463 --store "$dir/rasad.db"; }
fetcher
cleaner
tagger
cat >"$dir/prometheus.yml" <<-EOF
	global: {scrape_interval: 5s, evaluation_interval: 5s}
	rule_files: [$PWD/deploy/prometheus/recording.yml]
	scrape_configs:
	  - job_name: rasad
	    static_configs:
	      - {targets: ["127.0.0.1:19461"], labels: {instance: fetcher}}
	      - {targets: ["127.0.0.1:19462"], labels: {instance: cleaner}}
	      - {targets: ["127.0.0.1:19463"], labels: {instance: tagger}}
EOF
start prometheus prometheus --config.file="$dir/prometheus.yml" --storage.tsdb.path="$dir/tsdb" --web.listen-address=127.0.0.1:19460

begun=$SECONDS
at() { sleep $((begun + $1 > SECONDS ? begun + $1 - SECONDS : 0)); say "${*:2}"; }

at 45 "the corpus is replayed, and three messages are none"
"$rasad" replay "${reach[@]}" seeds relation opposite
for n in 1 2 3; do
	printf 'CONNECT {"verbose":false}\r\nPUB news.entry.odd 3\r\nno%d\r\nPING\r\n' "$n" |
		openssl s_client -quiet -no_ign_eof -connect 127.0.0.1:14222 >/dev/null 2>&1 || true
done

at 100 "the tagger is killed, and comes back"
stop KILL tagger
sleep 5
tagger

at 150 "the store is locked for a while"
python3 -c 'import sqlite3, sys, time
c = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
c.execute("BEGIN IMMEDIATE")
time.sleep(30)' "$dir/rasad.db"

at 200 "the broker is started again"
stop TERM nats
start nats "$server" -c "$dir/nats.conf"

at $((minutes * 60)) "the dashboards"
mkdir -p "$out"
failed=0
for d in river feeds stories storage; do
	sleep $(((80 - 10#$(date +%S)) % 60)) # the label of a whole minute would be cut at the right edge
	say "$d"
	window=(); [ $d != stories ] || window=(--var window=1m)
	node "$render" "deploy/grafana/$d.json" http://127.0.0.1:19460 "$out/$d.png" --from "$((SECONDS - begun))s" --scrape 5s "${window[@]}" || failed=1
done
exit $failed
