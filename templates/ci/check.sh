#!/bin/sh
# 检查对接并写出报告；退出码就是 berth check 的退出码（docs/cli.md）。
# Checks the docking and writes its reports. Ends with the exit code of berth check: docs/cli.md.
#
# BERTH_LIVE=1              也与实际业务系统核对；只在连得到它的机器上设 / also against the live system, where it can be reached
# BERTH_SECRET_<NAME>       清单里的 ${secret:NAME} / what ${secret:NAME} in the manifest refers to
# BERTH_SECRET_REPORT_KEY   签报告的密钥，由 berth report key 生成 / the key that signs the report, made by berth report key
set -u
cd "$(dirname "$0")/.." || exit 2

# Node 24 从 npm 仓库取，机器上的太旧时 / Node 24 from the npm registry, where the machine's own is older.
major=$(node -p 'process.versions.node.split(".")[0]') || exit 2
if [ "$major" -lt 24 ]; then
  npm install --no-save --no-audit --no-fund node@24 || exit 2
fi
PATH="$PWD/node_modules/.bin:$PATH"
export PATH

set -- --report berth-report/report.json --report berth-report/report.html --report berth-report/junit.xml
set -- "$@" --report berth-report/findings.sarif --report berth-report/badge.svg
if [ "${BERTH_LIVE:-}" = 1 ]; then set -- "$@" --live; fi
if [ -n "${BERTH_SECRET_REPORT_KEY:-}" ]; then set -- "$@" --sign; fi

berth check "$@"
code=$?
case $code in
  0) echo "berth: 通过 / passed" ;;
  1) echo "berth: 未通过，见 berth-report/report.html / not passed, see berth-report/report.html" >&2 ;;
  *) echo "berth: 没有查完，退出码 $code，见 docs/cli.md / not checked to the end, exit code $code, see docs/cli.md" >&2 ;;
esac
exit $code
