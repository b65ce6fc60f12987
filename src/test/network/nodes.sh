#!/bin/bash
# A run and a node in two network namespaces, over TLS, on a link that is cut and healed, that is slow,
# and whose node is killed: losses and evaluations have to be those of the run on one machine.
#
#   src/test/network/nodes.sh [SCENARIO…]     plain, cut (4 s), long-cut (25 s), slow, kill; all by default
#
# REFLUX is the command (reflux by default), EPOCHS how many the student has. It needs root, iproute2 and
# openssl; without, it says what is missing and ends with 77.
set -u
reflux=${REFLUX:-reflux}
epochs=${EPOCHS:-4}
file=$(cd "$(dirname "$0")/../../.." && pwd)/pipelines/quickstart.conf
port=7355
work=$(mktemp -d)
failed=0

skip() { echo "skipped: $1"; exit 77; }
[ "$(id -u)" = 0 ] || skip "not root, which makes network namespaces"
for tool in ip openssl; do command -v $tool >/dev/null || skip "no $tool"; done
ip netns add reflux-run 2>/dev/null || skip "ip netns add: not allowed here"
ip netns add reflux-node
trap end EXIT
trap 'exit 1' INT TERM

end() {
  kill $(jobs -p) 2>/dev/null
  wait 2>/dev/null
  ip netns del reflux-run 2>/dev/null
  ip netns del reflux-node 2>/dev/null
  [ $failed = 0 ] && rm -rf "$work" || echo "what was written is in $work"
}

ip link add reflux-a netns reflux-run type veth peer name reflux-b netns reflux-node || skip "no veth"
ip -n reflux-run addr add 10.99.0.1/24 dev reflux-a
ip -n reflux-node addr add 10.99.0.2/24 dev reflux-b
for each in run:reflux-a node:reflux-b; do
  ip -n reflux-${each%:*} link set lo up
  ip -n reflux-${each%:*} link set ${each#*:} up
done

openssl rand -hex 16 > "$work/secret"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=reflux -addext basicConstraints=critical,CA:true \
  -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null || skip "openssl makes no certificate"

# DIRECTORY OVERRIDES…: a run of few epochs.
run() {
  $reflux run "$file" --run-dir "$work/$1" -D tasks.source.train.epochs=2 -D tasks.target.distill.epochs=$epochs \
    -D tasks.target.distill.teacher.cache.mode=off "${@:2}" > "$work/$1.out" 2>&1
}
numbers() { sed 1d "$work/$1/metrics.csv" | sed 's/,[^,]*$//'; sort "$work/$1/evaluations.csv"; }
steps() { grep -c '^target,' "$work/$1/metrics.csv" 2>/dev/null || true; }
fail() { echo "$1: $2"; failed=1; }

run_over_the_link() {
  ip netns exec reflux-run bash -c "$(declare -f run); reflux='$reflux' file='$file' epochs=$epochs work='$work'; run $1 \
    -D tasks.target.distill.teacher.nodes-only=true -D cluster.host=10.99.0.1 -D cluster.port=$port \
    -D cluster.secret=$work/secret -D cluster.tls.certificate=$work/certificate.pem -D cluster.tls.key=$work/key.pem \
    -D cluster.tls.authority=$work/certificate.pem"
}
node() {
  exec ip netns exec reflux-node $reflux node --join 10.99.0.1:$port --secret "$work/secret" --folder "$work/programs" \
    --certificate "$work/certificate.pem" --key "$work/key.pem" --authority "$work/certificate.pem" \
    > "$work/$1.node.out" 2>&1
}
# Of nothing but the node in its namespace: the launcher may have begun further processes.
kill_node() { ip netns pids reflux-node | xargs -r kill -9; wait "$node" 2>/dev/null; }

cut_for() {
  ip -n reflux-run link set reflux-a down; sleep "$1"; ip -n reflux-run link set reflux-a up
}
meddle() { # SCENARIO: at about the eighth step
  case $1 in
    cut) cut_for 4 ;;
    long-cut) cut_for 25 ;;
    kill) kill_node; node kill & node=$! ;;
  esac
}

run alone || { failed=1; cat "$work/alone.out"; exit 1; }
numbers alone > "$work/alone.numbers"
echo "alone: $(wc -l < "$work/alone.numbers") lines"
[ $# = 0 ] && set -- plain cut long-cut slow kill
for scenario in "$@"; do
  if [ "$scenario" = slow ]; then
    if ! tc -n reflux-node qdisc add dev reflux-b root tbf rate 20mbit burst 32k latency 400ms 2>"$work/tc.out"; then
      echo "slow: skipped: $(tail -1 "$work/tc.out")"
      continue
    fi
    tc -n reflux-run qdisc add dev reflux-a root tbf rate 20mbit burst 32k latency 400ms
  fi
  began=$SECONDS
  run_over_the_link "$scenario" & running=$!
  node "$scenario" & node=$!
  until [ "$(steps "$scenario")" -ge 8 ] 2>/dev/null || ! kill -0 $running 2>/dev/null; do sleep 0.1; done
  meddle "$scenario"
  wait $running || fail "$scenario" "the run ended with $?"
  kill_node
  tc -n reflux-node qdisc del dev reflux-b root 2>/dev/null; tc -n reflux-run qdisc del dev reflux-a root 2>/dev/null
  if numbers "$scenario" 2>/dev/null | cmp -s - "$work/alone.numbers"; then
    echo "$scenario: all $(steps "$scenario") steps of students, and all evaluations, as alone ($((SECONDS - began)) s)"
  else
    fail "$scenario" "other numbers than alone"
  fi
done
exit $failed
