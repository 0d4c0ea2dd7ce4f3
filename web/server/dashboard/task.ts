/** Something to run, or rather to play: no command is carried out. */
export interface Task {
  /** Default: a new one. */
  readonly taskId?: string;
  /** What the terminal shows as its command. */
  readonly command?: string;
  /** What it writes. */
  readonly output?: readonly TaskOutput[];
  /** Ends as `failed`. Default false. */
  readonly fails?: boolean;
}

/** A text that a task writes. */
export interface TaskOutput {
  readonly text: string;
  /** Milliseconds before it. Default 0. */
  readonly after?: number;
}

/** What a task is where nobody says more. */
export const SAMPLE_TASK = {
  command: 'npm test',
  output: [
    { text: 'Running 42 tests in 7 files\n' },
    { text: '✓ opens a connection\n', after: 300 },
    { text: '✓ comes back after a cut\n', after: 300 },
    { text: '✓ keeps what was sent meanwhile\n', after: 300 },
    { text: '42 passed\n', after: 600 },
  ],
} satisfies Task;
