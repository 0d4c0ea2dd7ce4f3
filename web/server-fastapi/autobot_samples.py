"""One of each message that an AutoBot sends: for those who build the other end and want to see them all."""

from __future__ import annotations

import re

from frames import Json, now

CHAT = {"chat_id": "7d0c4b52-6a0b-4c5e-9a3e-0d6f5f3f1c11"}
WORKFLOW = {"workflow_id": "f3b1c9de-52b5-4b43-8c53-2f5d4dfb6a01"}
EXECUTION = {"execution_id": "0b8b7c1e-1a55-4e3f-9a3f-6d1f53a3c9aa"}
STREAM = {"stream_id": "a4f7de2b-91c3-4f0e-8d5a-3b6c7e8f9012"}
STEP = {**WORKFLOW, "description": "Read the request", "step_number": 1, "total_steps": 4}
MODEL = "chatwire-embedded"

Sample = tuple[str, Json]
"""A message's type and payload; an empty payload is left out of the frame."""


def sample_payloads() -> dict[str, Json]:
    """A payload for each type that the server can send. Times are those of now."""
    return {
        "connection_established": {"message": "WebSocket connected successfully", "connection_id": "c0"},
        "ping": {},
        "pong": {},
        "health_response": {"status": "healthy", "timestamp": now()},
        "user_message": {"message": "Hello", **CHAT, "timestamp": now()},
        "llm_status": {"status": "connected", "model": MODEL, "message": f"{MODEL} answers"},
        "llm_response_chunk": {**STREAM, "index": 0, "delta": "Hello", **CHAT},
        "llm_response": {
            "response": "Hello",
            **CHAT,
            "model": MODEL,
            "processing_time": 0.1,
            **STREAM,
            "chunks": 1,
        },
        "thought": {
            "thought": {
                "content": "A short program answers this best.",
                "reasoning": "Counting is easy to get wrong by hand.",
                "confidence": 0.85,
            }
        },
        "goal_received": {"goal": "Publish the docs", **WORKFLOW, **CHAT},
        "plan_ready": {
            "llm_response": "I will take one step.",
            "steps": ["Read the request"],
            **WORKFLOW,
            **CHAT,
        },
        "goal_completed": {"results": {"status": "success", "output": "Rehearsed", "metrics": {"steps": 1}}},
        "workflow_step_started": STEP,
        "workflow_step_completed": {**STEP, "result": "Read."},
        "workflow_approval_required": {
            **WORKFLOW,
            "description": "May I go on? It is a rehearsal: nothing is changed.",
            "action": "modify_config",
            "details": {"dry_run": True},
        },
        "workflow_completed": {
            **WORKFLOW,
            "total_steps": 4,
            "execution_time": 1.5,
            "results": {"output": "Rehearsed"},
        },
        "workflow_failed": {**WORKFLOW, "error": "Not approved", "failed_step": 3, "total_steps": 4},
        "workflow_cancelled": {**WORKFLOW, "cancelled_at_step": 3, "total_steps": 4},
        "command_execution_start": {"command": "ls --dry-run", **EXECUTION},
        "command_execution_end": {**EXECUTION, "status": "success", "output": "README.md\n", "exit_code": 0},
        "tool_code": {"code": "print(len('Chatwire'))", "language": "python", "tool": "python_interpreter"},
        "tool_output": {"output": "8\n", "tool": "python_interpreter", "success": True},
        "progress": {"message": "Half of it is done", "percentage": 50, "stage": "analyzing"},
        "settings_updated": {"settings": {"updated_keys": ["theme", "timeout"], "timestamp": now()}},
        "file_uploaded": {"filename": "document.pdf", "size": 1024, **CHAT, "file_id": "f-1"},
        "knowledge_base_update": {
            "type": "document_added",
            "details": {"document_count": 3279, "chunks_added": 15},
        },
        "diagnostics_report": {
            "system": {"cpu_usage": 45.2, "memory_usage": 78.1, "disk_usage": 23.4},
            "services": {"redis": "healthy", "ollama": "healthy", "knowledge_base": "healthy"},
        },
        "user_permission_request": {
            "action": "install_package",
            "package": "nodejs",
            "reason": "The build needs it. This is a rehearsal: nothing is installed.",
        },
        "error": {
            "message": "A sample of an error: nothing is wrong.",
            "error_code": "SYSTEM_ERROR",
            "severity": "low",
        },
    }


def demonstrations_in(text: str, chat_id: str) -> list[Sample]:
    """What a text asks to be shown before it is answered: "show me progress", "show me everything"."""
    if not re.match(r"\W*(please )?show me\b", text, re.IGNORECASE):
        return []
    rows = _demonstrations(chat_id)
    if re.search(r"\beverything\b", text, re.IGNORECASE):
        return [sample for samples in rows.values() for sample in samples]
    asked_for = (
        samples for words, samples in rows.items() if re.search(rf"\b({words})\b", text, re.IGNORECASE)
    )
    return next(asked_for, [])


def _demonstrations(chat_id: str) -> dict[str, list[Sample]]:
    payloads = sample_payloads()
    payloads["file_uploaded"] |= {"chat_id": chat_id}

    def plain(*names: str) -> list[Sample]:
        return [(name, payloads[name]) for name in names]

    reconnecting = {"status": "reconnecting", "model": MODEL, "message": "The model is being reached again"}
    return {
        "progress": [
            ("progress", {"message": "Reading", "percentage": 0, "stage": "processing"}),
            ("progress", {"message": "Thinking", "percentage": 50, "stage": "analyzing"}),
            ("progress", {"message": "Done", "percentage": 100, "stage": "executing"}),
        ],
        "model": [("llm_status", reconnecting), *plain("llm_status")],
        "settings": plain("settings_updated"),
        "file|upload": plain("file_uploaded"),
        "knowledge|document": plain("knowledge_base_update"),
        "code|tool": plain("thought", "tool_code", "tool_output"),
        "diagnostics": plain("diagnostics_report"),
        "permission": plain("user_permission_request"),
        "command": plain("command_execution_start", "command_execution_end"),
    }
