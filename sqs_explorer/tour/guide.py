"""The tour: the main job from beginning to end, each step checked at the server by another client."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from sqs_explorer.storage.off_thread import WorkerThread
from sqs_explorer.tour import (
    dead_letter_steps,
    opening_steps,
    production_steps,
    receiving_steps,
    recovery_steps,
    sending_steps,
)
from sqs_explorer.tour.hands import TourProblem
from sqs_explorer.tour.pictures import Pictures
from sqs_explorer.tour.scene import Scene, say
from sqs_explorer.views.look.look import Look
from sqs_explorer.views.shell.main_window import MainWindow
from sqs_explorer.views.shell.window_view_models import WindowViewModels

STEPS = (
    opening_steps.see_the_first_screen,
    opening_steps.read_about_the_program,
    opening_steps.open_both_profiles,
    opening_steps.filter_the_queues,
    opening_steps.go_somewhere_by_name,
    sending_steps.send_a_json_order,
    sending_steps.send_an_xml_order,
    sending_steps.send_two_to_the_fifo_queue,
    receiving_steps.receive_and_hold,
    receiving_steps.extend_the_hold,
    receiving_steps.delete_a_message,
    dead_letter_steps.find_the_failed_orders,
    dead_letter_steps.group_the_failures,
    dead_letter_steps.mend_one_order,
    dead_letter_steps.move_three_back,
    dead_letter_steps.move_a_group,
    dead_letter_steps.redrive_the_rest,
    recovery_steps.crash_amid_a_move,
    recovery_steps.recover,
    opening_steps.read_the_details,
    production_steps.open_production,
    production_steps.be_refused,
    production_steps.unlock_for_a_quarter_of_an_hour,
    production_steps.purge_the_queue,
    production_steps.copy_it_as_a_command,
)
"""Each step is a coroutine function that returns the sentence to print, or raises TourProblem."""


async def run_tour(
    window: MainWindow,
    models: WindowViewModels,
    look: Look,
    folder: Path,
    kill_moves: Callable[[], None],
) -> int:
    """Walk through all steps, print a line for each; return 0 only if all came out right at the server."""
    thread = WorkerThread()
    scene = Scene(window, models, Pictures(window, look, folder), thread, kill_moves)
    begun = time.monotonic()
    try:
        for number, step in enumerate(STEPS, start=1):
            title = step.__name__.replace("_", " ")
            began = time.monotonic()
            try:
                told = await step(scene)
            except TourProblem as problem:
                say(f"{number:2d}. FAILED {title}: {problem}")
                await scene.pictures.take(f"failed-{step.__name__}")
                return 1
            say(f"{number:2d}. ok     {title}: {told} ({time.monotonic() - began:.0f} s)")
        say(f"All {len(STEPS)} steps were right at the server, in {time.monotonic() - begun:.0f} s.")
        say(f"Pictures: {folder}")
        return 0
    finally:
        await asyncio.sleep(0)
        thread.close()
