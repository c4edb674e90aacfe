#!/bin/sh
# 打开安学 / Start Anxue:  ./start.sh   (--no-browser: 不打开浏览器)
cd "$(dirname "$0")" || exit 1
for python in "$PYTHON" python3.14 python3.13 python3.12 python3.11 python3 python; do
    if [ -n "$python" ] && command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" docs/deploy/boot.py "$@"
    fi
done
echo "这台电脑上没有 Python 3.11 或更新的版本。请先安装："
echo "  Debian、Ubuntu、统信、麒麟：  sudo apt-get install python3 python3-venv"
echo "  苹果电脑：                    从 https://www.python.org/downloads/ 下载安装"
echo "装好以后再运行一次 ./start.sh"
echo "Python 3.11 or newer is not on this computer. Install it, then run ./start.sh again."
exit 1
