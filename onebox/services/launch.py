"""Becomes another program that dies with its parent and, when asked, runs as another user.

Run as `python -I -S launch.py PARENT_PID DEATH_SIGNAL USER|- PROGRAM [ARGS]`. A start file instead of `preexec_fn`,
because that forks a threaded process, which Python warns about and uvloop refuses.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def main(parent_pid: int, death_signal: int, user: str, command: list[str]) -> None:
    if user != "-":
        entry = pwd.getpwnam(user)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
        os.umask(0o077)
    if sys.platform == "linux":
        # After the change of user, which clears it. Elsewhere a left-over is found by its pid file.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal)
        if os.getppid() != parent_pid:
            sys.exit("the process that wanted this one has ended")
    os.execvp(command[0], command)  # noqa: S606  that is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
