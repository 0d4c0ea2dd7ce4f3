import { arch, freemem, platform } from 'node:os';
import type { ServerPayloads } from './messages.js';

type Approval = ServerPayloads['workflow_approval_required'];

/** One step: what it is, and what came of it. */
export interface Step {
  readonly description: string;
  /** A step that needs the user's word before it is taken. */
  readonly approval?: Pick<Approval, 'action' | 'description' | 'details'>;
  /** A step with a command shows it; `run` gives its output. */
  readonly command?: string;
  readonly run: () => string;
}

/**
 * Plans what the user asked for. It is a rehearsal: every step says what it would do and nothing on this machine
 * is changed, because an example server must not run what strangers type.
 */
export function planSteps(goal: string): Step[] {
  const action = actionIn(goal);
  const subject = subjectIn(goal);
  return [
    {
      description: 'Read the request',
      run: () => `${goal.trim().split(/\s+/).length} words; the subject is "${subject}".`,
    },
    {
      description: 'Look at this machine',
      run: () =>
        `Node ${process.version} on ${platform()} ${arch()}, ${Math.round(freemem() / 2 ** 20)} MiB free.`,
    },
    {
      description: `${VERBS[action]} ${subject}`,
      approval: {
        action,
        description: `May I go on with "${subject}"? It is a rehearsal: nothing is changed.`,
        details: { subject, dry_run: true },
      },
      command: `${COMMANDS[action]} --dry-run ${JSON.stringify(subject)}`,
      run: () => `Dry run of "${subject}" finished.\nNothing was changed on this machine.`,
    },
    { description: 'Report', run: () => `"${subject}" was rehearsed from end to end.` },
  ];
}

const VERBS = { delete_file: 'Remove', install_package: 'Install', modify_config: 'Carry out' } as const;
const COMMANDS = { delete_file: 'remove', install_package: 'install', modify_config: 'apply' } as const;

function actionIn(goal: string): Approval['action'] {
  if (/\b(delete|remove|clean)/i.test(goal)) return 'delete_file';
  if (/\b(install|add|upgrade)/i.test(goal)) return 'install_package';
  return 'modify_config';
}

/** The request without its opening words: "please deploy the docs to staging" is about "the docs to staging". */
function subjectIn(goal: string): string {
  const opening =
    /^\W*((please|can you|could you|let's|i want( you)? to|start|run|plan|deploy|install|a|the)\b\W*)+/i;
  const line = goal.replace(/\s+/g, ' ').trim();
  const subject = line.replace(opening, '').replace(/[.!?]+$/, '') || line;
  const points = [...subject];
  return points.length > 60 ? `${points.slice(0, 59).join('')}…` : subject;
}
