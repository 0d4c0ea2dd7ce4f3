/** What a WebSocket sends: a text, or bytes in any of their forms. */
export type Data = string | ArrayBuffer | ArrayBufferView;

/** As the other side receives it: what becomes of the sender's bytes later changes nothing. */
export function copyOf(data: Data): string | ArrayBuffer {
  if (typeof data === 'string') return data;
  const { buffer, byteOffset, byteLength } = ArrayBuffer.isView(data)
    ? data
    : { buffer: data, byteOffset: 0, byteLength: data.byteLength };
  return new Uint8Array(buffer, byteOffset, byteLength).slice().buffer;
}

/** Whether it is sent as it is, and not as JSON. */
export function isData(value: unknown): value is Data {
  return typeof value === 'string' || value instanceof ArrayBuffer || ArrayBuffer.isView(value);
}
