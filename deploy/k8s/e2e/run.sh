#!/usr/bin/env bash
# The cluster overlay on a real Kubernetes of one node, and what may happen to it
# while news comes in: after each fault every planned item must be in the store,
# once. Prints a table; docs/K8S-E2E.md has a recorded one.
#
# usage: RASAD_LAB=FOLDER deploy/k8s/e2e/run.sh
# The folder has k8s/lab.sh (up IMAGE.tar... | kubectl ARGS... | sh CMD... | down).
# Needs root and PostgreSQL's server. About a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/../../.."
lab=${RASAD_LAB:?RASAD_LAB is not set: name the folder of the lab that has k8s/lab.sh}/k8s/lab.sh
pg=$(ls -d /usr/lib/postgresql/*/bin | tail -1)
work=$(mktemp -d)
chmod 711 "$work"

k() { "$lab" kubectl -n rasad "$@"; }
say() { echo "$(date +%T) $*" >&2; }

down() {
	if [ -f "$work/pg/postmaster.pid" ]; then runuser -u postgres -- "$pg/pg_ctl" -D "$work/pg" -m fast stop; fi
	"$lab" down
	rm -rf "$work"
} >&2

# images builds what runs in the cluster: the four binaries and the server as they
# are, what stands around them, and a tagger with one fault.
images() {
	export CGO_ENABLED=0
	mkdir -p "$work/bin" "$work/ackfirst"
	go build -trimpath -tags timetzdata -ldflags "-s -w -X main.version=e2e" -o "$work/bin/" \
		./cmd/rasad ./services/{fetcher/cmd/fetcher,cleaner/cmd/cleaner,tagger/cmd/tagger} ./deploy/k8s/e2e github.com/nats-io/nats-server/v2
	ackfirst
	cd deploy/image
	GOWORK=off go run . -version e2e -out "$work/images" "$work"/bin/*
	GOWORK=off go run . -version ackfirst -out "$work/images/ackfirst" "$work/ackfirst/tagger"
	cd - >/dev/null
}

# ackfirst builds a tagger that acknowledges what it was given and stores what came
# of it a second later. The code is changed on its way into the compiler only.
ackfirst() {
	local loop=kit/stage/handle.go
	sed 's/err = s\.attempt(ctx, h)/_ = h.Ack(work); time.Sleep(time.Second); &/' "$loop" >"$work/handle.go"
	if cmp -s "$loop" "$work/handle.go"; then say "the fault finds no place in $loop: look for where it calls attempt"; exit 1; fi
	printf '{"Replace": {"%s": "%s"}}' "$PWD/$loop" "$work/handle.go" >"$work/overlay.json"
	go build -overlay "$work/overlay.json" -trimpath -tags timetzdata -ldflags "-s -w -X main.version=e2e" -o "$work/ackfirst/" ./services/tagger/cmd/tagger
}

# database starts a PostgreSQL on the node's address and says how to reach it.
database() {
	local password; password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	install -d -o postgres -m 700 "$work/pg"
	echo "$password" >"$work/password"
	chown postgres "$work/password"
	runuser -u postgres -- "$pg/initdb" -D "$work/pg" -U postgres --pwfile "$work/password" -A scram-sha-256 >&2
	echo "host all all 10.244.0.0/16 scram-sha-256" >>"$work/pg/pg_hba.conf" # the Pods
	"$lab" sh runuser -u postgres -- "$pg/pg_ctl" -D "$work/pg" -o "-h 10.99.0.1 -k ''" -l "$work/pg/log" -w start >&2
	k create secret generic store --from-literal "dsn=postgres://postgres:$password@postgres:5432/postgres?sslmode=disable" >&2
}

# volumes are folders of the node, one for each server of NATS.
volumes() {
	for n in 0 1 2; do
		install -d -o 65532 -g 65532 "$work/nats-$n"
		k apply --server-side -f - >&2 <<-PV
			{apiVersion: v1, kind: PersistentVolume, metadata: {name: nats-$n}, spec: {
			  capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], hostPath: {path: "$work/nats-$n"},
			  claimRef: {namespace: rasad, name: data-nats-$n}}}
		PV
	done
}

settled() {
	for what in statefulset/nats deployment/{fetcher,cleaner,tagger}; do k rollout status --timeout 3m "$what" >&2; done
}

# round N NAME FAULT... lets a round begin, brings the fault about under it, and
# prints the checker's row; it fails as the checker does.
round() {
	local n=$1 name=$2 state
	shift 2
	say "round $n: $name"
	sed "s/ROUND/$n/; s/NAME/\"$name\"/" deploy/k8s/e2e/check.yaml | k create -f - >&2
	sleep 8
	"$@" >&2
	settled
	until state=$(k get job "check-$n" -o 'jsonpath={.status.conditions[*].type}') && [[ $state =~ Complete|Failed ]]; do sleep 1; done
	k logs "job/check-$n"
	[[ $state =~ Complete ]]
}

nothing() { :; }
tagger=app.kubernetes.io/component=tagger
delete() { k delete pod "$1"; }
restart() { k rollout restart "deployment/$1"; }

# kill_in ends with SIGKILL, like a power cut, what runs in the Pods of a label.
kill_in() {
	local id process killed=0
	for id in $(k get pod -l "$1" -o 'jsonpath={.items[*].status.containerStatuses[0].containerID}'); do
		for process in $(grep -l "${id#*://}" /proc/[0-9]*/cgroup 2>/dev/null | cut -d/ -f3); do
			kill -KILL "$process" && killed=$((killed + 1))
		done
	done
	((killed > 0))
}

# drain wants to evict everything. The budgets let one of each go, and no other
# before it is back, which it cannot be on a node that takes nothing new.
drain() {
	local node; node=$(k get node -o 'jsonpath={.items[0].metadata.name}')
	if k drain "$node" --ignore-daemonsets --delete-emptydir-data --timeout 20s --pod-selector 'app.kubernetes.io/name in (rasad,nats)'; then
		say "the budgets let a whole node go"
		return 1
	fi
	k uncordon "$node"
}

say "building"
images >&2
trap down EXIT
"$lab" up "$work"/images/*.tar "$work/images/ackfirst/tagger.tar" >&2
k apply --server-side -f deploy/k8s/base/namespace.yaml >&2
go run ./deploy/k8s/secrets | k apply --server-side -f - >&2
volumes
database
"$lab" kubectl apply --server-side -k deploy/k8s/e2e >&2
settled

echo '| under a running replay | planned | stored | dead | doubled | missing | longest silence | p99 seen to stored |'
echo '|---|--:|--:|--:|--:|--:|--:|--:|'
round 0 "nothing: the corpus" nothing
round 1 "a tagger deleted" delete "$(k get pod -l $tagger -o 'jsonpath={.items[0].metadata.name}')"
round 2 "all taggers killed" kill_in $tagger
round 3 "rolling update of the fetcher" restart fetcher
round 4 "rolling update of the cleaner" restart cleaner
round 5 "rolling update of the tagger" restart tagger
round 6 "a NATS server deleted" delete nats-0
round 7 "a NATS server killed" kill_in statefulset.kubernetes.io/pod-name=nats-1
round 8 "the node drained" drain

k set image deployment/tagger rasad=localhost/rasad/tagger:ackfirst >&2
settled
if round 9 "all taggers killed that acknowledge before they store" kill_in $tagger; then
	say "the checker did not see that a stage acknowledged before it stored"
	exit 1
fi
