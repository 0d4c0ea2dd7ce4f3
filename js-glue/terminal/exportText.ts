/** Has the browser save a text as a file (S2.40, S2.49). */
export function exportText(text: string, fileName: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // Some browsers read it in a task of their own.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** Such as `terminal-2026-11-21T20-15-00.txt`: no file system minds it, and names sort by time. */
export function fileNameAt(time: Date): string {
  return `terminal-${time.toISOString().slice(0, 19).replaceAll(':', '-')}.txt`;
}
