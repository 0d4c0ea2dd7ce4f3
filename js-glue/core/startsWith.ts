/** As the method of that name has it, at half its price: for the hot path. */
export function startsWith(text: string, beginning: string): boolean {
  return text.lastIndexOf(beginning, 0) === 0;
}
