"""Becomes another program that dies with its parent and, when asked, runs as another user.

Run as `python -I -S launch.py PARENT_PID DEATH_SIGNAL USER|- PROGRAM [ARGS]`. A start file instead of `preexec_fn`,
because that forks a threaded process, which Python warns about and uvloop refuses.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522


def search_capability() -> int | None:
    """The least right of root, of those this process has, that lets another user pass through private folders."""
    try:
        with open("/proc/self/status") as status:
            permitted = next(int(line.split()[1], 16) for line in status if line.startswith("CapPrm:"))
    except (FileNotFoundError, StopIteration):
        return None
    return next((right for right in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE) if permitted >> right & 1), None)


def become(user: str) -> None:
    """Give up root, except for passing through folders such as /root, whose rights are not ours to change."""
    entry = pwd.getpwnam(user)
    kept = search_capability()
    libc = ctypes.CDLL(None, use_errno=True)
    if kept is not None:
        libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)
    os.umask(0o077)
    if kept is None:
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    only = 1 << kept
    sets = (ctypes.c_uint32 * 6)(only, only, only, 0, 0, 0)  # effective, permitted, inheritable; then the high halves
    if libc.capset(header, sets) or libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, kept, 0, 0):
        sys.exit(f"cannot keep a capability: {os.strerror(ctypes.get_errno())}")


def main(parent_pid: int, death_signal: int, user: str, command: list[str]) -> None:
    if user != "-":
        become(user)
    if sys.platform == "linux":
        # After the change of user, which clears it. Elsewhere a left-over is found by its pid file.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
        if os.getppid() != parent_pid:
            sys.exit("the process that wanted this one has ended")
    os.execvp(command[0], command)  # noqa: S606  that is the purpose


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4:])
