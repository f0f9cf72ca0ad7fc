"""The process beside the server that makes time pass: `python -m app.scheduler`. It stops after the round it is in."""

import signal

from app.factory import create_app
from app.jobs.in_process import scheduler


def main() -> None:
    clockwork = scheduler(create_app())
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: clockwork.shutdown())
    clockwork.start()


if __name__ == "__main__":
    main()
