"""The workflows of the `autobot` profile: a plan that is taken step by step, asks before the step that
matters, and can be cancelled at any time. It is a rehearsal: nothing on this machine is run or changed.
"""

from __future__ import annotations

import asyncio
import json
import platform
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from frames import FrameError, Json
from responder import shorten

STEP_SECONDS = 0.4
APPROVAL_TIMEOUT = 600.0
"""Nobody answers for so many seconds: the workflow fails instead of waiting for ever."""

_POLITENESS = r"^\W*((please|can you|could you|would you|let's|now)\W+)*"
_QUESTION = re.compile(
    _POLITENESS + r"(what|how|why|when|where|who|which|is|are|does|do|did|should|explain|describe|tell)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(_POLITENESS + r"(run|plan|set up|release|migrate)\b", re.IGNORECASE)
_OPENING = re.compile(
    r"^\W*((please|can you|could you|let's|i want( you)? to|start|run|plan|deploy|install|a|the)\b\W*)+",
    re.IGNORECASE,
)
_ACTIONS = (
    (r"\b(delete|remove|clean)", "delete_file", "Remove"),
    (r"\b(install|add|upgrade)", "install_package", "Install"),
    (r"", "modify_config", "Carry out"),
)


@dataclass(frozen=True)
class Step:
    """One step: what it is, what it gives, and what the user is asked before it, if anything."""

    description: str
    result: str
    command: str | None = None
    approval: Json | None = None


class StepFailed(Exception):
    """Ends a workflow as failed; the text is for the user."""


def asks_for_workflow(message: str) -> bool:
    """Does this message ask for something to be carried out, rather than ask about it?"""
    if _QUESTION.search(message):
        return False
    return bool(
        _COMMAND.search(message) or re.search(r"\b(workflows?|deploy|install)\b", message, re.IGNORECASE)
    )


class Workflow:
    """Runs to one of its ends: completed, failed or cancelled."""

    def __init__(self, goal: str, about: Json, send: Callable[[str, Json], None]) -> None:
        """`about` goes into what answers the user's message; `send` takes a message's type and payload."""
        self.id = str(uuid.uuid4())
        self._goal = goal
        self._about = about
        self._send = send
        self._steps = plan(goal)
        self._step_number = 0
        self._decision: asyncio.Future[tuple[bool, str]] | None = None
        self._task: asyncio.Task[None] | None = None
        self._is_cancelled = False

    def decide(self, approved: bool, message: str) -> None:
        """Answers `workflow_approval_required`. Raises `FrameError` when nothing waits for an answer."""
        if self._decision is None or self._decision.done():
            raise FrameError("workflow_not_waiting", "This workflow does not wait for an approval now.")
        self._decision.set_result((approved, message))

    def cancel(self) -> None:
        self._is_cancelled = True
        if self._task:
            self._task.cancel()

    async def run(self) -> None:
        self._task = asyncio.current_task()
        ids = {"workflow_id": self.id, "total_steps": len(self._steps)}
        try:
            await self._take_all(ids)
        except asyncio.CancelledError:
            if not self._is_cancelled:
                raise
            self._send("workflow_cancelled", {**ids, "cancelled_at_step": self._step_number})
        except StepFailed as error:
            self._send("workflow_failed", {**ids, "error": str(error), "failed_step": self._step_number})

    async def _take_all(self, ids: Json) -> None:
        started_at = time.monotonic()
        self._present()
        for step in self._steps:
            await self._take(step)
        seconds = round(time.monotonic() - started_at, 3)
        output = self._steps[-1].result
        self._send("workflow_completed", {**ids, "execution_time": seconds, "results": {"output": output}})
        metrics = {"steps": len(self._steps), "execution_time": seconds}
        self._send("goal_completed", {"results": {"status": "success", "output": output, "metrics": metrics}})

    def _present(self) -> None:
        about = {"workflow_id": self.id, **self._about}
        self._send("goal_received", {"goal": self._goal, **about})
        thought = {
            "content": "This asks for something to be carried out, so I make a plan first.",
            "reasoning": "One step would change something: that one needs your approval.",
            "confidence": 0.8,
        }
        self._send("thought", {"thought": thought})
        steps = [step.description for step in self._steps]
        text = f"I will take {len(steps)} steps: {'; '.join(steps)}."
        self._send("plan_ready", {"llm_response": text, "steps": steps, **about})

    async def _take(self, step: Step) -> None:
        self._step_number += 1
        place = {
            "workflow_id": self.id,
            "description": step.description,
            "step_number": self._step_number,
            "total_steps": len(self._steps),
        }
        self._send("workflow_step_started", place)
        if step.approval:
            await self._ask(step.approval)
        execution_id = str(uuid.uuid4())
        if step.command:
            self._send("command_execution_start", {"command": step.command, "execution_id": execution_id})
        await asyncio.sleep(STEP_SECONDS)
        if step.command:
            self._send("tool_output", {"output": step.result, "tool": "rehearsal", "success": True})
            end = {"execution_id": execution_id, "status": "success", "output": step.result, "exit_code": 0}
            self._send("command_execution_end", end)
        self._send("workflow_step_completed", {**place, "result": step.result})

    async def _ask(self, approval: Json) -> None:
        self._decision = asyncio.get_running_loop().create_future()
        self._send("workflow_approval_required", {"workflow_id": self.id, **approval})
        try:
            async with asyncio.timeout(APPROVAL_TIMEOUT):
                approved, message = await self._decision
        except TimeoutError:
            raise StepFailed("Nobody approved in time") from None
        if not approved:
            raise StepFailed(f"Not approved: {message}" if message else "Not approved")


def plan(goal: str) -> list[Step]:
    """Plans what the user asked for."""
    action, verb = next(
        (action, verb) for words, action, verb in _ACTIONS if re.search(words, goal, re.IGNORECASE)
    )
    subject = _subject(goal)
    quoted = json.dumps(subject, ensure_ascii=False)
    approval = {
        "action": action,
        "description": f"May I go on with {quoted}? It is a rehearsal: nothing is changed.",
        "details": {"subject": subject, "dry_run": True},
    }
    return [
        Step("Read the request", f'{len(goal.split())} words; the subject is "{subject}".'),
        Step(
            "Look at this machine",
            f"Python {platform.python_version()} on {platform.system()} {platform.machine()}.",
        ),
        Step(
            f"{verb} {subject}",
            f'Dry run of "{subject}" finished.\nNothing was changed on this machine.',
            command=f"{verb.split()[0].lower()} --dry-run {quoted}",
            approval=approval,
        ),
        Step("Report", f'"{subject}" was rehearsed from end to end.'),
    ]


def _subject(goal: str) -> str:
    """The request without its opening words: "please deploy the docs" is about "docs"."""
    line = " ".join(goal.split())
    return shorten(_OPENING.sub("", line).rstrip(".!?") or line, 60)
