#!/bin/sh
# 安装或更新对接 {{system}}（{{platform}}）。不需要网络。先检查这台机器，再改动它。
# Installs or updates the docking {{system}} ({{platform}}). Needs no network. Looks at this machine before it changes anything.
#
#   sudo sh install.sh                                        登记 systemd 服务 / as a service of systemd
#   sh install.sh --prefix "$HOME/berth" --no-service         不需要 root / without root
#   sh install.sh --help                                      全部选项 / all options
set -u
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 2

refuse() {
  echo "berth: $1" >&2
  echo "berth: $2" >&2
  echo "berth: 没有改动任何东西 / nothing was changed" >&2
  exit 3
}

# 版本 $1 是否不低于 $2 / whether version $1 is $2 or later
at_least() {
  awk -v have="$1" -v need="$2" 'BEGIN {
    split(have, h, /[^0-9]+/); split(need, n, /[^0-9]+/)
    for (i = 1; i <= 3; i++) { if (h[i] + 0 > n[i] + 0) exit 0; if (h[i] + 0 < n[i] + 0) exit 1 }
    exit 0 }'
}

machine=$(uname -m)
case "$(uname -s) $machine" in
  "Linux {{machine}}") ;;
  *) refuse "这是 {{platform}} 的安装包，本机是 $(uname -s) $machine；请用对应平台的安装包" \
       "this bundle is for {{platform}}, and this machine is $(uname -s) $machine: take the bundle of its platform" ;;
esac

kernel=$(uname -r)
at_least "$kernel" {{kernel}} || refuse \
  "Node {{node}} 需要 Linux 内核 {{kernel}} 或更高，本机是 $kernel；容器也用同一个内核，请换一台较新的机器" \
  "Node {{node}} needs a Linux kernel of {{kernel}} or later, this is $kernel; a container has the same kernel: take a newer machine"

glibc=$(getconf GNU_LIBC_VERSION 2>/dev/null | awk '{ print $2 }')
[ -n "$glibc" ] || refuse \
  "Node {{node}} 需要 glibc {{glibc}} 或更高，本机没有 glibc（例如 Alpine 用的是 musl）；请换一个发行版，或用容器" \
  "Node {{node}} needs glibc {{glibc}} or later, and this machine has none (Alpine has musl): take another distribution, or a container"
at_least "$glibc" {{glibc}} || refuse \
  "Node {{node}} 需要 glibc {{glibc}} 或更高，本机是 $glibc（CentOS 7 是 2.17）；请换较新的系统，或用容器" \
  "Node {{node}} needs glibc {{glibc}} or later, this is $glibc (CentOS 7 has 2.17): take a newer system, or a container"

if command -v sha256sum >/dev/null 2>&1; then
  (cd "$here" && sha256sum --quiet -c SHA256SUMS >&2) || refuse \
    "安装包不完整或被改动，请重新拷贝并解开" \
    "the bundle is damaged or was altered: copy and unpack it again"
fi

problem=$("$here/runtime/bin/node" --version 2>&1) || refuse \
  "这台机器运行不了包里的 Node：$problem（磁盘是否以 noexec 挂载？是否缺少 libstdc++？）" \
  "this machine does not run the Node of the bundle: $problem (is the disk mounted noexec? is libstdc++ missing?)"

exec "$here/runtime/bin/node" "$here/node_modules/@berth/cli/bin/run.js" bundle install --from "$here" "$@"
