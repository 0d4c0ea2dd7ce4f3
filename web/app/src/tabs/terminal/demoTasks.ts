/** Something to run: the backend plays it, and carries no command out (web/server/control/task-body.ts). */
export interface DemoTask {
  readonly command: string;
  readonly output: readonly { readonly text: string; readonly after?: number }[];
  readonly fails?: boolean;
}

const green = (text: string) => `\u001b[32m${text}\u001b[0m`;
const red = (text: string) => `\u001b[31m${text}\u001b[0m`;
const yellow = (text: string) => `\u001b[33m${text}\u001b[0m`;
const cyan = (text: string) => `\u001b[36m${text}\u001b[0m`;
const dim = (text: string) => `\u001b[2m${text}\u001b[0m`;
const bold = (text: string) => `\u001b[1m${text}\u001b[0m`;

const tests: DemoTask = {
  command: 'npm test',
  output: [
    { text: `${dim('Running')} ${bold('42 tests')} ${dim('in 7 files')}\n\n` },
    ...[
      'opens one connection',
      'comes back after a cut',
      'keeps what was sent meanwhile',
      'gives up nothing',
    ].map((name, index) => ({
      text: `  ${green('✓')} ${name} ${dim(`${12 + index * 7} ms`)}\n`,
      after: 350,
    })),
    { text: `\n  ${bold(green('42 passed'))} ${dim('in 1.4 s')}\n`, after: 400 },
  ],
};

const build: DemoTask = {
  command: 'npm run build',
  output: [
    { text: `${cyan('›')} compiling the core\n` },
    ...Array.from({ length: 21 }, (_, step) => ({
      text: `\r${progressBar(step * 5)}`,
      after: step === 0 ? 0 : 110,
    })),
    { text: `\n${green('✓')} dist/index.js   ${bold('27.4 kB')} ${dim('brotli')}\n`, after: 200 },
    { text: `${yellow('!')} 1 warning: no source map for vendor.js\n`, after: 100 },
  ],
};

const deploy: DemoTask = {
  command: './deploy.sh staging',
  output: [
    { text: `${cyan('›')} pushing image ${bold('web:1.8.2')}\n` },
    { text: `${cyan('›')} waiting for 3 replicas\n`, after: 500 },
    { text: `  ${green('●')} web-1 ready\n`, after: 450 },
    { text: `  ${green('●')} web-2 ready\n`, after: 450 },
    { text: `  ${red('●')} web-3 ${red('CrashLoopBackOff')}\n`, after: 700 },
    { text: `${bold(red('rolled back'))} to web:1.8.1\n`, after: 400 },
  ],
  fails: true,
};

const LEVELS = [green('INFO '), green('INFO '), cyan('DEBUG'), yellow('WARN '), green('INFO '), red('ERROR')];

const log: DemoTask = {
  command: 'journalctl -n 900',
  output: Array.from({ length: 900 }, (_, line) => ({
    text: `${dim(`21:${two(line / 60)}:${two(line % 60)}`)} ${LEVELS[(line * 7) % LEVELS.length]} request ${1000 + line} took ${(line * 37) % 240} ms\n`,
  })),
};

/** What the buttons run, in their order. */
export const demoTasks = { tests, build, deploy, log } as const satisfies Record<string, DemoTask>;

/** A command of the visitor's: nothing is carried out, its text comes back. `\e` stands for the escape character. */
export function echoTask(text: string): DemoTask {
  return {
    command: `echo ${text}`,
    output: [{ text: `${text.replaceAll('\\e', '\u001b')}\u001b[0m\n`, after: 150 }],
  };
}

function progressBar(percent: number): string {
  const filled = Math.round((percent / 100) * 24);
  return `  ${green('█'.repeat(filled))}${dim('░'.repeat(24 - filled))} ${String(percent).padStart(3)} %`;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, '0');
}
