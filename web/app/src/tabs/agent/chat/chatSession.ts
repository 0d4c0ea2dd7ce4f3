import type { ChatClient, Receipt } from 'chatwire';
import { ChatwireError, uuid } from 'chatwire';
import { Conversation } from './conversation.ts';
import { Fields } from './fields.ts';
import type { Command } from './workflow.ts';

/**
 * Lets the conversation and the client talk to each other.
 *
 * A receipt says that a message was handed to the socket; if the line dies in that moment, it may not have arrived. So after
 * a cut, what has no answer is sent again: the server answers each `message_id` once.
 */
export class ChatSession {
  readonly client: ChatClient;
  readonly conversation = new Conversation();
  readonly #chatId: string;
  /** What was last told to a workflow. */
  readonly #commands = new Map<string, Receipt>();

  constructor(client: ChatClient, chatId: string) {
    this.client = client;
    this.#chatId = chatId;
    for (const [type, handle] of Object.entries(this.conversation.handlers)) {
      client.subscribe(type, ({ payload }) => handle(new Fields(payload)));
    }
    client.on('close', ({ wasOpen }) => {
      if (wasOpen) this.#afterCut();
    });
    client.on('open', () => {
      for (const { id, question } of this.conversation.halfAnswered()) this.#send(id, question.text);
    });
  }

  ask(text: string): void {
    const id = uuid();
    this.conversation.ask(id, text);
    this.#post(id, text);
  }

  /** Sends again what was dropped. */
  askAgain(id: string, text: string): void {
    this.#post(id, text);
  }

  /** Answers a workflow's question, or stops it. */
  command(workflowId: string, command: Command): void {
    const receipt =
      command === 'cancel'
        ? this.client.send('workflow_cancel', { workflow_id: workflowId, reason: 'Cancelled by the user' })
        : this.client.send('workflow_approval', {
            workflow_id: workflowId,
            approved: command === 'approve',
            message: command === 'approve' ? '' : 'the user said no',
          });
    this.#commands.set(workflowId, receipt);
    this.conversation.command(workflowId, command);
    receipt.delivered.catch(() => this.conversation.command(workflowId, undefined));
  }

  /** Sends a question and shows what becomes of it. */
  #post(id: string, text: string): void {
    const receipt = this.#send(id, text);
    this.conversation.mark(id, receipt.status);
    receipt.delivered.then(
      () => this.conversation.mark(id, 'sent'),
      (error: unknown) => this.conversation.mark(id, 'dropped', remedyOf(error)),
    );
  }

  #send(id: string, text: string): Receipt {
    return this.client.send('user_message', { message: text, chat_id: this.#chatId, message_id: id });
  }

  /** Back into the queue, ahead of what the user writes next. The user decides about workflows once more. */
  #afterCut(): void {
    for (const { id, question } of this.conversation.unanswered()) this.#post(id, question.text);
    for (const [workflowId, { status }] of this.#commands) {
      if (status === 'sent') this.conversation.command(workflowId, undefined);
    }
  }
}

function remedyOf(error: unknown): string {
  return error instanceof ChatwireError ? error.remedy || error.message : String(error);
}
