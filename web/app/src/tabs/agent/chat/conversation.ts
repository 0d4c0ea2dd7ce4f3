import { finished, newAnswer, withChunk, type Answer } from './answer.ts';
import type { Fields } from './fields.ts';
import { FrameStore } from './frameStore.ts';
import {
  isStreaming,
  replyOf,
  withReply,
  withStatus,
  type Question,
  type QuestionStatus,
  type Turn,
} from './turn.ts';
import {
  approvalAsked,
  ended,
  newWorkflow,
  planned,
  stepDone,
  stepStarted,
  type Command,
  type Workflow,
} from './workflow.ts';

export interface ConversationView {
  readonly turns: readonly Turn[];
  /** The last thing worth telling somebody who does not see the page. */
  readonly announcement: string;
}

/**
 * What was said. It takes the server's messages, also those that come twice, and gives React a list to draw; it knows
 * nothing of connections.
 */
export class Conversation extends FrameStore<ConversationView> {
  readonly #turns = new Map<string, Turn>();
  /** In which turn a workflow is: its messages do not say. */
  readonly #turnOfWorkflow = new Map<string, string>();
  #lastWorkflow = '';
  #announcement = '';
  #problems = 0;

  constructor() {
    super({ turns: [], announcement: '' });
  }

  ask(id: string, text: string): void {
    this.#put({ id, question: { text, status: 'queued', problem: '' }, replies: [] });
  }

  mark(id: string, status: QuestionStatus, problem = ''): void {
    this.#put(withStatus(this.#turn(id), status, problem));
  }

  /** Questions that went out, and the first sign of an answer has not come. */
  unanswered(): { id: string; question: Question }[] {
    return this.#questions((turn) => turn.replies.length === 0);
  }

  /** Questions whose answer stopped half-way. */
  halfAnswered(): { id: string; question: Question }[] {
    return this.#questions((turn) => turn.replies.some(isStreaming));
  }

  command(workflowId: string, pending: Command | undefined): void {
    this.#workflow(workflowId, (workflow) => ({ ...workflow, pending }));
  }

  /** What the server says, by the type of its message. */
  readonly handlers: Readonly<Record<string, (fields: Fields) => void>> = {
    user_message: (fields) => {
      const [id, text] = [fields.text('message_id') || fields.text('timestamp'), fields.text('message')];
      if (!this.#turns.has(id))
        this.#put({ id, question: { text, status: 'sent', problem: '' }, replies: [] });
    },
    llm_response_chunk: (fields) =>
      this.#answer(fields, (answer) => withChunk(answer, fields.number('index'), fields.text('delta'))),
    llm_response: (fields) => {
      const [text, model, seconds] = [
        fields.text('response'),
        fields.text('model'),
        fields.number('processing_time'),
      ];
      this.#answer(fields, (answer) => {
        if (answer.state !== 'done') this.#announcement = `Answer: ${text}`;
        return finished(answer, text, model, seconds);
      });
    },
    error: (fields) => this.#fail(fields),
    goal_received: (fields) => {
      const id = fields.text('workflow_id');
      const turn = this.#turn(fields.text('message_id') || id);
      this.#lastWorkflow = id;
      this.#turnOfWorkflow.set(id, turn.id);
      if (replyOf(turn, id)) return;
      this.#put(withStatus(withReply(turn, newWorkflow(id, fields.text('goal'))), 'answered'));
    },
    thought: (fields) => {
      const thought = fields.fields('thought').text('content');
      this.#workflow(this.#lastWorkflow, (workflow) => ({ ...workflow, thought }));
    },
    plan_ready: this.#onWorkflow((workflow, fields) => planned(workflow, fields.texts('steps'))),
    workflow_step_started: this.#onWorkflow((workflow, fields) =>
      stepStarted(workflow, fields.number('step_number')),
    ),
    workflow_step_completed: this.#onWorkflow((workflow, fields) =>
      stepDone(workflow, fields.number('step_number'), fields.text('result')),
    ),
    workflow_approval_required: this.#onWorkflow((workflow, fields) => {
      const question = fields.text('description');
      if (!workflow.approval) this.#announcement = `Approval needed: ${question}`;
      return approvalAsked(workflow, question);
    }),
    workflow_completed: this.#onWorkflow((workflow, fields) =>
      this.#end(workflow, 'completed', `Done in ${fields.number('execution_time').toFixed(1)} s`),
    ),
    workflow_failed: this.#onWorkflow((workflow, fields) =>
      this.#end(workflow, 'failed', fields.text('error')),
    ),
    workflow_cancelled: this.#onWorkflow((workflow, fields) =>
      this.#end(workflow, 'cancelled', `Cancelled at step ${fields.number('cancelled_at_step')}`),
    ),
  };

  protected override build(): ConversationView {
    return { turns: [...this.#turns.values()], announcement: this.#announcement };
  }

  #questions(matches: (turn: Turn) => boolean): { id: string; question: Question }[] {
    return [...this.#turns.values()].flatMap((turn) => {
      const { id, question } = turn;
      return question?.status === 'sent' && matches(turn) ? [{ id, question }] : [];
    });
  }

  #turn(id: string): Turn {
    return this.#turns.get(id) ?? { id, replies: [] };
  }

  #put(turn: Turn): void {
    if (this.#turns.get(turn.id) === turn) return;
    this.#turns.set(turn.id, turn);
    this.touch();
  }

  #answer(fields: Fields, change: (answer: Answer) => Answer): void {
    const id = fields.text('stream_id');
    const turn = this.#turn(fields.text('message_id') || id);
    const known = replyOf(turn, id);
    const answer = change(known?.kind === 'answer' ? known : newAnswer(id));
    if (answer === known) return;
    // A server that lost its memory answers anew: what the old one began is of no use.
    const replies = turn.replies.filter((reply) => reply.id === id || !isStreaming(reply));
    const next = withReply({ ...turn, replies }, answer);
    this.#put(answer.state === 'done' ? withStatus(next, 'answered') : next);
  }

  #workflow(id: string, change: (workflow: Workflow) => Workflow): void {
    const turn = this.#turns.get(this.#turnOfWorkflow.get(id) ?? '');
    const workflow = replyOf(turn, id);
    // One that has ended hears nothing more: it is told again from its beginning.
    if (!turn || workflow?.kind !== 'workflow' || workflow.state !== 'running') return;
    this.#put(withReply(turn, change(workflow)));
  }

  #onWorkflow(change: (workflow: Workflow, fields: Fields) => Workflow): (fields: Fields) => void {
    return (fields) => this.#workflow(fields.text('workflow_id'), (workflow) => change(workflow, fields));
  }

  #end(workflow: Workflow, state: 'completed' | 'failed' | 'cancelled', summary: string): Workflow {
    this.#announcement = `Workflow ${state}. ${summary}`;
    return ended(workflow, state, summary);
  }

  #fail(fields: Fields): void {
    const [text, code, stream] = [
      fields.text('message'),
      fields.text('error_code'),
      fields.text('stream_id'),
    ];
    if (code === 'WORKFLOW_NOT_FOUND' && this.#endPending(text)) return;
    const id = `problem ${stream || ++this.#problems}`;
    const turn = this.#turn(fields.text('message_id') || id);
    if (replyOf(turn, id)) return;
    const replies = turn.replies.map((reply) =>
      reply.kind === 'answer' && reply.id === stream ? { ...reply, state: 'failed' as const } : reply,
    );
    this.#announcement = `Error: ${text}`;
    this.#put(withReply({ ...turn, replies }, { kind: 'problem', id, text, code }));
  }

  /** The server knows no such workflow, and does not say which: those that wait for its obedience. */
  #endPending(summary: string): boolean {
    const pending = [...this.#turns.values()].flatMap(({ replies }) =>
      replies.filter((reply) => reply.kind === 'workflow' && reply.pending !== undefined),
    );
    for (const { id } of pending) this.#workflow(id, (workflow) => ended(workflow, 'lost', summary));
    return pending.length > 0;
  }
}
