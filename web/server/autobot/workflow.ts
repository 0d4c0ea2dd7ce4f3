import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchange } from './exchange.js';
import type { Correlation, StepPayload } from './messages.js';
import { planSteps, type Step } from './workflow-plan.js';

/** Nobody answers for so long: the workflow fails instead of waiting for ever. */
const APPROVAL_LIMIT_MS = 10 * 60_000;

/** The user's word on a step. */
interface Decision {
  readonly approved: boolean;
  readonly message: string;
}

/** Ends a workflow as failed. */
class StepFailed extends Error {}

/** Does this message ask for something to be carried out, rather than ask about it? */
export function asksForWorkflow(message: string): boolean {
  const politeness = String.raw`^\W*((please|can you|could you|would you|let's|now)\W+)*`;
  const questionWords = 'what|how|why|when|where|who|which|is|are|does|do|did|should|explain|describe|tell';
  if (new RegExp(`${politeness}(${questionWords})\\b`, 'i').test(message)) return false;
  if (new RegExp(String.raw`${politeness}(run|plan|set up|release|migrate)\b`, 'i').test(message))
    return true;
  return /\b(workflows?|deploy|install)\b/i.test(message);
}

/** A plan carried out step by step. One step waits for approval; it can be cancelled at any time. */
export class Workflow {
  readonly id = randomUUID();
  readonly #goal: string;
  readonly #about: Correlation;
  readonly #exchange: Exchange;
  readonly #stepDelay: number;
  readonly #cancel = new AbortController();
  readonly #signal: AbortSignal;
  readonly #steps: readonly Step[];
  #stepNumber = 0;
  #decide: ((decision: Decision) => void) | undefined;

  constructor(goal: string, about: Correlation, exchange: Exchange, stepDelay: number, signal: AbortSignal) {
    this.#goal = goal;
    this.#about = about;
    this.#exchange = exchange;
    this.#stepDelay = stepDelay;
    this.#signal = AbortSignal.any([signal, this.#cancel.signal]);
    this.#steps = planSteps(goal);
  }

  /** Answers `workflow_approval_required`. False when nothing waits for an answer. */
  decide(decision: Decision): boolean {
    const decide = this.#decide;
    this.#decide = undefined;
    decide?.(decision);
    return decide !== undefined;
  }

  cancel(): void {
    this.#cancel.abort();
  }

  /** Runs to one of its ends: completed, failed or cancelled. Never rejects. */
  async run(): Promise<void> {
    const ids = { workflow_id: this.id, total_steps: this.#steps.length };
    const startedAt = performance.now();
    try {
      this.#present();
      const results: string[] = [];
      for (const step of this.#steps) results.push(await this.#take(step));
      const execution_time = Math.round(performance.now() - startedAt) / 1000;
      const output = results.at(-1) ?? '';
      this.#exchange.send({
        type: 'workflow_completed',
        payload: { ...ids, execution_time, results: { output } },
      });
      this.#exchange.send({
        type: 'goal_completed',
        payload: {
          results: { status: 'success', output, metrics: { steps: results.length, execution_time } },
        },
      });
    } catch (error) {
      if (this.#cancel.signal.aborted) {
        const payload = { ...ids, cancelled_at_step: this.#stepNumber };
        this.#exchange.send({ type: 'workflow_cancelled', payload });
      } else if (!this.#signal.aborted) {
        const payload = { ...ids, error: reason(error), failed_step: this.#stepNumber };
        this.#exchange.send({ type: 'workflow_failed', payload });
      }
    } finally {
      this.#decide = undefined;
      this.#exchange.finish();
    }
  }

  #present(): void {
    const steps = this.#steps.map((step) => step.description);
    const about = { workflow_id: this.id, ...this.#about };
    this.#exchange.send({ type: 'goal_received', payload: { goal: this.#goal, ...about } });
    const thought = {
      content: 'This asks for something to be carried out, so I make a plan first.',
      reasoning: 'One step would change something: that one needs your approval.',
      confidence: 0.8,
    };
    this.#exchange.send({ type: 'thought', payload: { thought } });
    const llm_response = `I will take ${steps.length} steps: ${steps.join('; ')}.`;
    this.#exchange.send({ type: 'plan_ready', payload: { llm_response, steps, ...about } });
  }

  async #take(step: Step): Promise<string> {
    this.#stepNumber += 1;
    const place: StepPayload = {
      workflow_id: this.id,
      description: step.description,
      step_number: this.#stepNumber,
      total_steps: this.#steps.length,
    };
    this.#exchange.send({ type: 'workflow_step_started', payload: place });
    if (step.approval) await this.#ask(step.approval);
    const execution_id = randomUUID();
    if (step.command !== undefined) {
      this.#exchange.send({
        type: 'command_execution_start',
        payload: { command: step.command, execution_id },
      });
    }
    await sleep(this.#stepDelay, undefined, { signal: this.#signal });
    const result = step.run();
    if (step.command !== undefined) {
      this.#exchange.send({
        type: 'tool_output',
        payload: { output: result, tool: 'rehearsal', success: true },
      });
      const end = { execution_id, status: 'success', output: result, exit_code: 0 } as const;
      this.#exchange.send({ type: 'command_execution_end', payload: end });
    }
    this.#exchange.send({ type: 'workflow_step_completed', payload: { ...place, result } });
    return result;
  }

  async #ask(approval: NonNullable<Step['approval']>): Promise<void> {
    const decision = new Promise<Decision>((resolve) => (this.#decide = resolve));
    this.#exchange.send({
      type: 'workflow_approval_required',
      payload: { workflow_id: this.id, ...approval },
    });
    const answered = new AbortController();
    const signal = AbortSignal.any([this.#signal, answered.signal]);
    const tooLate = sleep(APPROVAL_LIMIT_MS, undefined, { signal, ref: false });
    try {
      const given = await Promise.race([decision, tooLate]);
      if (!given) throw new StepFailed('Nobody approved in time');
      if (!given.approved) throw new StepFailed(`Not approved${given.message && `: ${given.message}`}`);
    } finally {
      tooLate.catch(() => {}); // It rejects when we end it; the race has its result.
      answered.abort();
    }
  }
}

function reason(error: unknown): string {
  if (error instanceof StepFailed) return error.message;
  console.error('A workflow failed:', error);
  return 'The step could not be carried out; the server log says why';
}
