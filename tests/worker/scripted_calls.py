"""Stands in for a process that makes calls, where only its pipes and its life matter.

Run as `python -m tests.worker.scripted_calls CONDUCT`: each answers, refuses or dies in its own way.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import msgspec

from sqs_explorer.domain.errors import SignInExpired
from sqs_explorer.domain.messages import EntryFailure
from sqs_explorer.worker.call_frames import Called, CallWanted, Connections, Done, Failed, Ready, ToCaller
from sqs_explorer.worker.child_pipes import claim_pipes
from sqs_explorer.worker.frame_codec import FrameReader, encode_frame
from sqs_explorer.worker.frames import KeysGiven, KeysWanted, SignInEnded, SignInWanted

EXPIRED = SignInExpired("The token has expired.")


class Pipe:
    """Frames in and out, one after the other."""

    def __init__(self) -> None:
        self._reading, self._writing = claim_pipes()
        self._reader = FrameReader(lambda size: os.read(self._reading, size), ToCaller)

    def next(self) -> Any:
        return self._reader.next()

    def say(self, frame: msgspec.Struct) -> None:
        os.write(self._writing, encode_frame(frame))

    def tell(self, call: CallWanted, words: str) -> None:
        """Answer a call with words that the test can read."""
        self.say(Called(call.number, Done((EntryFailure(words, ""),))))


def die_when_called(pipe: Pipe) -> None:
    """End in the middle of a call."""
    assert isinstance(pipe.next(), CallWanted)
    os.kill(os.getpid(), signal.SIGKILL)


def meet_a_fault(pipe: Pipe) -> None:
    """Answer as after a bug."""
    while isinstance(call := pipe.next(), CallWanted):
        pipe.say(Called(call.number, Failed(fault="KeyError: [value]")))


def babble(pipe: Pipe) -> None:
    """Write what is no frame."""
    os.write(pipe._writing, b"\0\0\0\x04\0what")
    pipe.next()


def ask_late(pipe: Pipe) -> None:
    """Ask for a sign-in, be told of two, then ask as one does who has heard of the first only."""
    call = pipe.next()
    pipe.say(SignInWanted("orders", EXPIRED))
    heard = [pipe.next(), pipe.next()]
    assert heard == [SignInEnded("orders", is_signed_in=True)] * 2
    pipe.say(SignInWanted("orders", EXPIRED, sign_ins=1))
    pipe.say(KeysWanted("orders"))
    after = pipe.next()
    assert isinstance(after, KeysGiven)
    pipe.tell(call, after.keys.access_key_id if after.keys else str(after.error))
    pipe.next()


CONDUCTS = {conduct.__name__: conduct for conduct in (die_when_called, meet_a_fault, babble, ask_late)}


def main() -> None:
    """Be ready for calls, then do as told; `refuse_to_start` is never ready."""
    if sys.argv[1] == "refuse_to_start":
        raise RuntimeError("no library")
    pipe = Pipe()
    assert isinstance(pipe.next(), Connections)
    pipe.say(Ready())
    CONDUCTS[sys.argv[1]](pipe)


if __name__ == "__main__":
    main()
