"""Where rows end in real terminals: those of Debian under Xvfb, and tmux and screen in a pseudo-terminal.

python tests/benchmarks/bench_terminals.py: for each row of a text of all scripts and emoji, the column of an end mark by
the terminal's own cursor report, beside the one that the screen believes. Terminals that are not installed are named.
Needs no package but this one; Xvfb, xterm, kitty, alacritty, mlterm, tmux and screen are Debian's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from studytui.layout.widths import use_terminal_widths, width
from studytui.tui.economy import Economy

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = (
    "❤️", "⚠️ VS16", "☎ text", "1️⃣", "👨‍👩‍👧‍👦 family", "👩🏽‍⚕️ doctor", "🏳️‍🌈", "👍🏿 skin", "🇩🇪", "✅ plain", "हिन्दी", "ক্ষেত্রে",
    "น้ำ", "ភាសាខ្មែរ", "தமிழ்", "العربية", "עִבְרִית", "\u1112\u1161\u11ab jamo", "한", "漢字", "d\u00ade", "a\u200bb", "c\u2060d", "①", "※",
    "🫀 new", "🩻 U15", "🫩 U16", "é̂", "र्‍य", "می‌خواهم", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "𝛼", "Å", "ﬁ", "…", "─│", "▌",
)  # fmt: skip
"""What terminals measure differently, and what they do not."""
TERMINALS = {
    "xterm": ["xterm", "-geometry", "100x50", "-e"],
    "kitty": ["kitty", "-o", "confirm_os_window_close=0"],
    "alacritty": ["alacritty", "-e"],
    "mlterm": ["mlterm", "-g", "100x50", "-e"],
}
MULTIPLEXERS = {
    "tmux": ["tmux", "-L", "bench", "-f", "/dev/null", "new-session"],
    "screen": ["screen", "-U", "-c", "/dev/null"],
}


def inside(report: Path) -> None:
    """In a terminal: write each sample with its end mark, and ask where the cursor is."""
    import termios
    import tty

    use_terminal_widths()
    before = termios.tcgetattr(0)
    tty.setraw(0)
    found = []
    try:
        rows = [f"\x1b[3;5H\x1b[1mx {sample} y\x1b[0m|" for sample in SAMPLES]
        for row in [*(Economy().write(row) for row in rows), *rows]:
            os.write(1, b"\x1b[2J" + row.encode() + b"\x1b[6n")
            answer = b""
            while not re.search(rb"\x1b\[\d+;\d+R", answer):
                answer += os.read(0, 100)
            found.append(int(re.search(rb";(\d+)R", answer)[1]))  # type: ignore[index]  # searched above
    finally:
        termios.tcsetattr(0, termios.TCSANOW, before)
        report.write_text(" ".join(map(str, found)), encoding="ascii")


def run(name: str, command: list[str], env: dict[str, str]) -> list[int] | None:
    """The columns that a terminal reports; None if it did not."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report"
        line = [sys.executable, __file__, "--inside", str(report)]
        if name in MULTIPLEXERS:
            import pty

            line = [" ".join(line)] if name == "tmux" else line
            pid, fd = pty.fork()
            if pid == 0:
                os.execvpe(command[0], [*command, *line], {**env, "TERM": "xterm-256color"})
        else:
            process = subprocess.Popen([*command, *line], env=env, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 20
        while time.monotonic() < end and not (report.exists() and report.read_text()):
            if name in MULTIPLEXERS:
                import select

                if select.select([fd], [], [], 0.1)[0]:
                    try:
                        os.read(fd, 65536)
                    except OSError:
                        break
            else:
                time.sleep(0.1)
        if name in MULTIPLEXERS:
            os.close(fd)
        else:
            process.terminate()
            process.wait()
        return list(map(int, report.read_text().split())) if report.exists() else None


def main() -> None:
    """Print a row a terminal: how many rows end elsewhere, and which."""
    if sys.argv[1:2] == ["--inside"]:
        inside(Path(sys.argv[2]))
        return
    use_terminal_widths()
    believed = [5 + width(f"x {sample} y|") for sample in SAMPLES]
    env = {**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "LIBGL_ALWAYS_SOFTWARE": "1"}
    server = None
    if shutil.which("Xvfb"):
        server = subprocess.Popen(["Xvfb", ":97", "-screen", "0", "1600x1200x24"], stderr=subprocess.DEVNULL)
        env["DISPLAY"] = ":97"
        time.sleep(1)
    try:
        for name, command in (TERMINALS | MULTIPLEXERS).items():
            if shutil.which(name) is None or (server is None and name in TERMINALS):
                print(f"{name:10} is not here")
                continue
            found = run(name, command, env)
            if found is None:
                print(f"{name:10} did not answer")
                continue
            sent, written = found[: len(SAMPLES)], found[len(SAMPLES) :]
            off = [f"{sample} {at - to:+}" for sample, at, to in zip(SAMPLES, sent, believed, strict=True) if at != to]
            raw = sum(at != to for at, to in zip(written, believed, strict=True))
            print(f"{name:10} {len(off):3} of {len(SAMPLES)} rows end elsewhere, {raw} as written  {', '.join(off)}")
    finally:
        if server is not None:
            server.terminate()


if __name__ == "__main__":
    main()
