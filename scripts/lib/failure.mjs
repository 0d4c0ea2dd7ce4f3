/** Something a person has to mend: one sentence of what is wrong, one of what to do. */
export class Failure extends Error {
  constructor(message, remedy = '') {
    super(message);
    this.remedy = remedy;
  }
}

/** Runs a command's main function; a failure becomes a short text and exit code 1, not a stack trace. */
export async function command(main) {
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? process.exitCode ?? 0;
  } catch (error) {
    const text = error instanceof Failure ? error.message : error.stack;
    console.error(`\nerror: ${text}${error.remedy ? `\n  -> ${error.remedy}` : ''}`);
    process.exitCode = 1;
  }
}
