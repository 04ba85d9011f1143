"""Checks how a command ends: with a documented exit code, and soon after SIGTERM."""
import signal
import subprocess

DOCUMENTED = {0, 1, 2, 3, 4, 5, 6, 7, 130}
# Seconds before SIGTERM, and seconds from then until the command must have ended (2 s, plus room for a busy machine).
PATIENCE = 20
GRACE = 6


class Ended(Exception):
    pass


def run(words, cwd, environment, stdin=b"", patience=PATIENCE, stdout=subprocess.PIPE):
    """Runs a command, sends SIGTERM after `patience` seconds, and returns its exit code and output.

    Raises Ended if the code isn't documented, or if the command doesn't end.
    """
    process = subprocess.Popen(
        words, cwd=cwd, env=environment, stdin=subprocess.PIPE, stdout=stdout, stderr=subprocess.PIPE)
    try:
        output, errors = process.communicate(stdin, timeout=patience)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGTERM)
        try:
            output, errors = process.communicate(timeout=GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            raise Ended(f"{words}: did not end within {GRACE} s of SIGTERM") from None
    if process.returncode not in DOCUMENTED:
        tail = errors.decode(errors="replace")[-2000:]
        raise Ended(f"{words}: exit code {process.returncode}\n{tail}")
    return process.returncode, output or b"", errors
