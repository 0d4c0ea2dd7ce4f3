const seconds = (since) => {
  const elapsed = (performance.now() - since) / 1000;
  return elapsed < 10 ? `${elapsed.toFixed(1)} s` : `${Math.round(elapsed)} s`;
};

/** Runs steps [{ title, run }] one after the other, with a line for each: "[2/5] Emscripten 3.1.69 … 24 s". */
export async function inSteps(steps) {
  for (const [index, { title, run }] of steps.entries()) {
    await timed(`[${index + 1}/${steps.length}] ${title}`, run);
  }
}

/** A terminal sees what is being waited for; a log gets one whole line. */
export async function timed(title, work) {
  const started = performance.now();
  process.stdout.write(`${title} …`);
  try {
    const result = await work();
    process.stdout.write(` ${seconds(started)}\n`);
    return result;
  } catch (error) {
    process.stdout.write(` failed after ${seconds(started)}\n`);
    throw error;
  }
}
export { seconds };
