"""Runs a program on a terminal, types a password when it asks for one, and prints what was shown.

usage: terminal.py PASSWORD PROGRAM [ARGUMENT...]
"""

import os
import pty
import sys
import termios
import time

password, program = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execv(program[0], program)

shown = b""
while b"Password: " not in shown:
    shown += os.read(terminal, 1024)
# The prompt is written a moment before the echo is switched off.
while termios.tcgetattr(terminal)[3] & termios.ECHO:
    time.sleep(0.01)
os.write(terminal, password.encode() + b"\n")
try:
    while chunk := os.read(terminal, 1024):
        shown += chunk
except OSError:
    pass  # The program has ended, and its terminal with it.
_, status = os.waitpid(child, 0)
sys.stdout.write(shown.decode())
sys.exit(os.waitstatus_to_exitcode(status))
