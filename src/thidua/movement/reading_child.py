"""Take the text out of one plan file, in a process of its own: bytes in, JSON out. Knows no database and no settings.

Output: {"text", "kind"} or {"refusal"}. A crafted file that wants all memory or time ends only this process.
"""

import json
import resource
import sys

from thidua.movement import planreader

MEMORY_BYTES = 1024 * 1024 * 1024
CPU_SECONDS = 30


def limit_process() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    content = sys.stdin.buffer.read()
    limit_process()
    try:
        source = planreader.read_file(content, sys.argv[1])
        told = {"text": source.text, "kind": source.kind}
    except planreader.PlanUnreadable as refused:
        told = {"refusal": str(refused)}
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
