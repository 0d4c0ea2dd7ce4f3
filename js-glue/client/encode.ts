import { ChatwireError } from './errors.ts';

/** JSON of a value; empty for what JSON does not have (`undefined`, a function). Throws `UNSERIALIZABLE` (B33). */
export function toJson(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value);
    return typeof json === 'string' ? json : '';
  } catch (cause) {
    throw new ChatwireError('UNSERIALIZABLE', {
      detail: 'The message cannot be written as JSON',
      remedy: 'Leave out BigInt, cyclic references and getters that throw',
      cause,
    });
  }
}

/** JSON of a whole frame. Throws `UNSERIALIZABLE` also where its `toJSON` gives nothing: an empty frame is no message. */
export function toFrame(value: object): string {
  const json = toJson(value);
  if (json) return json;
  throw new ChatwireError('UNSERIALIZABLE', {
    detail: 'The frame has no JSON',
    remedy: 'Let its toJSON return a value',
  });
}

/** The bytes of any buffer or view, as they are now: the caller may write to its own while they wait. */
export function copyOf(bytes: ArrayBuffer | ArrayBufferView): Uint8Array {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  return view.slice();
}
