/**
 * A text of the server's, fit for one line of a log: control characters, what turns the direction of writing, and what
 * nobody sees are written as escapes, and what is too long is cut (S14).
 */
export function printable(text: string, maxLength: number): string {
  return JSON.stringify(text.slice(0, maxLength))
    .slice(1, -1)
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u{${Number(character.codePointAt(0)).toString(16)}}`,
    );
}
