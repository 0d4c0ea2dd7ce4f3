"""The chats of the `autobot` profile: they outlive connections, and send again what was not received."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable

from autobot_samples import demonstrations_in
from autobot_workflow import Workflow, asks_for_workflow
from connection import Connection
from conversation import Conversation, busy
from frames import FrameError, Json, encode, now
from kit import Kit
from responder import ResponderError
from tasks import TaskSet

MAX_CHATS = 500
IDLE_SECONDS = 60.0
MAX_WORKFLOWS = 8
MAX_SEEN_IDS = 4_096
MAX_KEPT = 1024 * 1024
"""Characters of finished answers that are kept for clients which have not come back for them."""


class Exchange:
    """Everything sent in answer to one message of the user: a streamed reply, or a workflow.

    It keeps what it sent until a client has all of it. A connection never gets the same thing twice; across
    connections a client tells repetition by a chunk's `stream_id` and `index`, or by `workflow_id` and
    `step_number`.
    """

    def __init__(self, clients: set[Connection], on_delivered: Callable[[Exchange], None]) -> None:
        self.is_finished = False
        self.size = 0
        self._clients = clients
        self._on_delivered = on_delivered
        self._sent: list[str] = []

    def send(self, name: str, payload: Json) -> None:
        text = encode({"type": name, "payload": payload})
        self._sent.append(text)
        self.size += len(text)
        for client in list(self._clients):
            client.push(text)

    def finish(self) -> None:
        """Nothing follows. With nobody there to confirm, it waits for the next client."""
        self.is_finished = True
        for client in self._clients:
            self._confirm_by(client)

    def replay_to(self, client: Connection) -> None:
        """Brings a client that joins now up to date."""
        for text in self._sent:
            client.push(text)
        if self.is_finished:
            self._confirm_by(client)

    def _confirm_by(self, client: Connection) -> None:
        client.confirm(lambda: self._on_delivered(self))


class Chat:
    """One chat: the clients in it, what was said, and the answers on their way."""

    def __init__(self, chat_id: str, kit: Kit) -> None:
        self.id = chat_id
        self.clients: set[Connection] = set()
        self.workflows: dict[str, Workflow] = {}
        self._conversation = Conversation(kit.responder)
        self._exchanges: dict[Exchange, None] = {}
        self._seen_ids: dict[str, None] = {}
        self._tasks = TaskSet()
        self._model_is_known = False

    def attach(self, client: Connection) -> None:
        """Lets a client in and sends it what it may have missed. Harmless when it is in already."""
        if client not in self.clients:
            for exchange in list(self._exchanges):
                exchange.replay_to(client)
            self.clients.add(client)

    def receive(self, message: str, message_id: str | None, sender: Connection) -> None:
        """Answers a message, unless it was answered before, and shows it to the others.

        Raises `FrameError` when busy.
        """
        if message_id in self._seen_ids:
            return
        about = {"chat_id": self.id} if message_id is None else {"chat_id": self.id, "message_id": message_id}
        if asks_for_workflow(message):
            self._start_workflow(message, about)
        else:
            self._conversation.take_turn(self._tasks.start, lambda: self._reply(message, about))
        if message_id is not None:
            self._remember(message_id)
        shown = encode({"type": "user_message", "payload": {"message": message, **about, "timestamp": now()}})
        for client in self.clients - {sender}:
            client.push(shown)

    def end(self) -> None:
        """Stops every reply and workflow."""
        self._tasks.cancel()

    def _start_workflow(self, goal: str, about: Json) -> None:
        if len(self.workflows) >= MAX_WORKFLOWS:
            raise busy()
        # Not in the queue of replies: a workflow may wait for approval while the chat goes on.
        exchange = self._begin()
        workflow = Workflow(goal, about, exchange.send)
        self.workflows[workflow.id] = workflow
        task = self._tasks.start(workflow.run())
        task.add_done_callback(lambda _: self.workflows.pop(workflow.id))
        task.add_done_callback(lambda _: exchange.finish())

    async def _reply(self, message: str, about: Json) -> None:
        exchange = self._begin()
        for name, payload in demonstrations_in(message, self.id):
            exchange.send(name, payload)
        about = {**about, "stream_id": str(uuid.uuid4())}
        model = self._conversation.model
        started_at = time.monotonic()
        chunks = 0

        async def pass_on(delta: str) -> None:
            nonlocal chunks
            if not self._model_is_known:
                self._model_is_known = True
                status = {"status": "connected", "model": model, "message": f"{model} answers"}
                exchange.send("llm_status", status)
            exchange.send("llm_response_chunk", {**about, "index": chunks, "delta": delta})
            chunks += 1

        try:
            text = await self._conversation.reply(message, pass_on)
            seconds = round(time.monotonic() - started_at, 3)
            end = {"response": text, **about, "model": model, "processing_time": seconds, "chunks": chunks}
            exchange.send("llm_response", end)
        except ResponderError as error:
            self._model_is_known = False
            exchange.send("llm_status", {"status": "disconnected", "model": model, "message": error.message})
            failure = {"message": error.message, "error_code": error.code.upper(), "severity": "high"}
            exchange.send("error", {**failure, **about})
        exchange.finish()

    def _begin(self) -> Exchange:
        kept = sum(exchange.size for exchange in self._exchanges)
        for oldest in [exchange for exchange in self._exchanges if exchange.is_finished]:
            if kept <= MAX_KEPT:
                break
            kept -= oldest.size
            del self._exchanges[oldest]
        exchange = Exchange(self.clients, lambda delivered: self._exchanges.pop(delivered, None))
        self._exchanges[exchange] = None
        return exchange

    def _remember(self, message_id: str) -> None:
        self._seen_ids[message_id] = None
        if len(self._seen_ids) > MAX_SEEN_IDS:
            del self._seen_ids[next(iter(self._seen_ids))]


class Chats:
    """All chats, by id. One without clients ends after a minute; when there are too many, the oldest such."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._chats: dict[str, Chat] = {}
        self._expiries: dict[str, asyncio.TimerHandle] = {}

    def join(self, chat_id: str, client: Connection) -> Chat:
        """Lets a client into a chat, which begins if need be. Raises `FrameError` when there is no room."""
        chat = self._chats.get(chat_id) or self._make(chat_id)
        self._keep(chat)
        chat.attach(client)
        return chat

    def leave(self, chat: Chat, client: Connection) -> None:
        chat.clients.discard(client)
        if not chat.clients and self._chats.get(chat.id) is chat:
            self._keep(chat)
            loop = asyncio.get_running_loop()
            self._expiries[chat.id] = loop.call_later(IDLE_SECONDS, self._end, chat)

    def find_workflow(self, workflow_id: str) -> tuple[Chat, Workflow]:
        """Finds a workflow in whatever chat: its id is as good a key as the chat's. Raises `FrameError`."""
        for chat in self._chats.values():
            if workflow := chat.workflows.get(workflow_id):
                return chat, workflow
        raise FrameError("workflow_not_found", "No such workflow is running: it may have ended.")

    def end_all(self) -> None:
        for chat in list(self._chats.values()):
            self._end(chat)

    def _make(self, chat_id: str) -> Chat:
        if len(self._chats) >= MAX_CHATS:
            idle = next((chat for chat in self._chats.values() if not chat.clients), None)
            if idle is None:
                raise FrameError(
                    "too_many_chats",
                    "There is no room for another chat. Use one that is open, or come back later.",
                )
            self._end(idle)
        chat = self._chats[chat_id] = Chat(chat_id, self._kit)
        return chat

    def _keep(self, chat: Chat) -> None:
        if expiry := self._expiries.pop(chat.id, None):
            expiry.cancel()

    def _end(self, chat: Chat) -> None:
        self._keep(chat)
        del self._chats[chat.id]
        chat.end()
