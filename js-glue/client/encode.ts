import { ChatwireError } from './errors.ts';

/**
 * JSON of a value; empty for what JSON does not have (`undefined`, a function). Throws `UNSERIALIZABLE`, also for NaN and
 * Infinity, of which JSON.stringify makes null without a word (B10, B33).
 */
export function toJson(value: unknown): string {
  try {
    const json: unknown = JSON.stringify(value);
    if (typeof json !== 'string') return '';
    // A second look costs more than the first, so only a text that has a null in it gets one.
    if (json.includes('null')) JSON.stringify(value, refuseWhatIsNoNumber);
    return json;
  } catch (cause) {
    throw new ChatwireError('UNSERIALIZABLE', {
      detail: 'The message cannot be written as JSON',
      remedy: 'Leave out NaN, Infinity, BigInt, cyclic references and getters that throw',
      cause,
    });
  }
}

function refuseWhatIsNoNumber(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`'${key}' is ${value}`);
  return value;
}

/** JSON of a whole frame. Throws `UNSERIALIZABLE` also where its `toJSON` gives nothing: an empty frame is no message. */
export function toFrame(value: unknown): string {
  const json = toJson(value);
  if (json) return json;
  throw new ChatwireError('UNSERIALIZABLE', {
    detail: 'The frame has no JSON',
    remedy: 'Let its toJSON return a value',
  });
}

/**
 * The bytes of any buffer or view, as they are now: the caller may write to its own while they wait. Nothing for any other
 * object. Throws a `TypeError` for bytes that were transferred, and `UNSERIALIZABLE` for a Blob.
 */
export function toBytes(frame: object): Uint8Array<ArrayBuffer> | undefined {
  if (ArrayBuffer.isView(frame)) {
    return new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength).slice();
  }
  // By its name: it may come from another realm, a frame or a worker's, where it is an instance of another class.
  switch (Object.prototype.toString.call(frame)) {
    case '[object ArrayBuffer]':
    case '[object SharedArrayBuffer]':
      return new Uint8Array(frame as ArrayBuffer).slice();
    case '[object Blob]':
    case '[object File]':
      throw new ChatwireError('UNSERIALIZABLE', {
        detail: 'The bytes of a Blob cannot be read at once',
        remedy: 'Send what its arrayBuffer() resolves to',
      });
    default:
      return undefined;
  }
}
